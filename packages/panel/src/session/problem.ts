import { RetouchError } from '@openretouch/core';

/** What stands between a person and their goal, as a code that the panel has words for. */
export type ProblemKind =
  | 'stale-target'
  | 'too-large'
  | 'read-failed'
  | 'write-failed'
  | 'model-unavailable'
  | 'missing-mask'
  | 'out-of-memory'
  | 'engine-lost'
  | 'invalid-recipe'
  | 'unsupported'
  | 'unknown';

export interface Problem {
  readonly kind: ProblemKind;
  /** What was being done when it happened. */
  readonly during: 'read' | 'preview' | 'apply' | 'revert' | 'export' | 'import' | 'style';
  /** The error as programmers see it: class, code, message, fields. */
  readonly details: string;
}

const KINDS: Readonly<Record<string, ProblemKind>> = {
  'stale-target': 'stale-target',
  'too-large': 'too-large',
  'read-failed': 'read-failed',
  'write-failed': 'write-failed',
  'model-unavailable': 'model-unavailable',
  'invalid-model': 'model-unavailable',
  'run-failed': 'model-unavailable',
  'missing-mask': 'missing-mask',
  'engine-lost': 'engine-lost',
  'engine-closed': 'engine-lost',
  'photo-lost': 'engine-lost',
  'invalid-recipe': 'invalid-recipe',
  'message-too-large': 'out-of-memory',
  unsupported: 'unsupported',
};

export function problemOf(error: unknown, during: Problem['during']): Problem {
  if (!RetouchError.isInstance(error)) return { kind: isMemory(error) ? 'out-of-memory' : 'unknown', during, details: String(error) };
  const kind = Object.hasOwn(KINDS, error.code) ? KINDS[error.code] : 'unknown';
  return { kind, during, details: `${error.name} ${error.code}: ${error.message}\n${JSON.stringify(error.fields)}` };
}

function isMemory(error: unknown): boolean {
  return error instanceof RangeError && /alloc|memory|length/i.test(error.message);
}
