import { RetouchError } from '@openretouch/core';

/** A failure as plain data, as it crosses from one process to another. */
export interface FailureRecord {
  /** Name, code, message and whatever the kind of error tells. */
  readonly fields: Readonly<Record<string, unknown>> & { readonly message: string };
  /** Of the error and of those behind it. */
  readonly stacks: readonly string[];
}

/** Errors behind errors that are looked at. */
const MAXIMUM_CAUSES = 10;

/** @returns the error as plain data; one that is not ours has the code `internal`. */
export function recordFailure(error: unknown): FailureRecord {
  const message = error instanceof Error ? error.message : String(error);
  const fields = RetouchError.isInstance(error) ? { ...error.toJSON(), message } : error instanceof WorkerDiedError ? { ...error.toJSON(), message } : { name: error instanceof Error ? error.name : 'Error', code: 'internal', message };
  const stacks: string[] = [];
  for (let current = error; current instanceof Error && stacks.length < MAXIMUM_CAUSES; current = current.cause) stacks.push(current.stack ?? current.message);
  return { fields, stacks };
}

/** A photo's failure, made an error again so that it is printed as any other. */
export class PhotoFailure extends Error {
  readonly fields: Readonly<Record<string, unknown>>;

  constructor({ fields, stacks }: FailureRecord) {
    const [, ...behind] = stacks;
    super(fields.message, behind.length === 0 ? undefined : { cause: new PhotoFailure({ fields: { message: firstLine(behind[0]) }, stacks: behind }) });
    this.fields = fields;
    if (stacks.length > 0) this.stack = stacks[0];
  }
}

/** The process that worked on a photo ended before it was done: a crash in native code, or killed for want of memory. */
export class WorkerDiedError extends Error {
  override readonly name = 'WorkerDiedError';
  readonly code = 'worker-died';
  /** The signal or exit code. */
  readonly exit: string;

  /** @param lastWords - the end of what it said on stderr. */
  constructor(message: string, exit: string, lastWords?: string) {
    super(message, lastWords === undefined ? undefined : { cause: lastWords });
    this.exit = exit;
    if (lastWords !== undefined) this.stack = `${this.stack ?? message}\n${lastWords}`;
  }

  toJSON(): Record<string, unknown> {
    return { name: this.name, code: this.code, message: this.message, exit: this.exit };
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0];
}
