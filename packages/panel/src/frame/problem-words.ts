import type { ProblemKind } from '../session/problem.js';
import type { StringKey } from '../strings/strings.js';

export interface ProblemWords {
  readonly title: StringKey;
  /** What, why, what next; `{name}` is the layer's name. */
  readonly text: StringKey;
  /** What the button beside it does. */
  readonly action: 'read-again' | 'use-classic' | 'dismiss';
}

export const PROBLEM_WORDS: Readonly<Record<ProblemKind, ProblemWords>> = {
  'stale-target': { title: 'states.staleTitle', text: 'states.staleText', action: 'read-again' },
  'too-large': { title: 'states.tooLargeTitle', text: 'states.tooLargeApplyText', action: 'dismiss' },
  'read-failed': { title: 'states.readTitle', text: 'states.readText', action: 'read-again' },
  'write-failed': { title: 'states.writeTitle', text: 'states.writeText', action: 'read-again' },
  'model-unavailable': { title: 'states.modelTitle', text: 'states.modelText', action: 'use-classic' },
  'missing-mask': { title: 'states.maskTitle', text: 'states.maskText', action: 'dismiss' },
  'out-of-memory': { title: 'states.memoryTitle', text: 'states.memoryText', action: 'read-again' },
  'engine-lost': { title: 'states.engineTitle', text: 'states.engineText', action: 'read-again' },
  'invalid-recipe': { title: 'states.recipeTitle', text: 'states.recipeText', action: 'dismiss' },
  unsupported: { title: 'states.unsupportedTitle', text: 'states.unsupportedText', action: 'dismiss' },
  unknown: { title: 'states.unknownTitle', text: 'states.unknownText', action: 'dismiss' },
};
