import { RetouchError } from '@openretouch/core';
import { PhotoFailure } from './batch/photo-failure.js';
import { displayPath } from './files/photo.js';

/** A stream the program prints to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Whether nobody reads any more, as after `| head`. */
  readonly isClosed?: boolean;
}

/**
 * What a command prints: on stdout lines for people, or one JSON document for programs; on stderr each failure as one line,
 * a JSON object under `--json`.
 */
export interface Reporter {
  readonly isJson: boolean;
  /** Whether going on printing is of no use. */
  readonly isClosed: boolean;
  /** A line for people; nothing under `--json`. Control characters are shown escaped. */
  line(text: string): void;
  /** A line for people who asked for more, with `--verbose`. */
  detail(text: string): void;
  /** Text for stdout as it is, whatever the options. */
  document(text: string): void;
  /** The command's result under `--json`; nothing otherwise. */
  result(value: unknown): void;
  /** One clear line; the stack only when verbose. */
  error(error: unknown): void;
  /** A line that overwrites itself, on terminals only; an empty one takes it away. */
  progress(text: string): void;
}

export interface ReporterOptions {
  readonly isJson: boolean;
  readonly isVerbose: boolean;
  readonly isQuiet: boolean;
  readonly stdout: Output;
  readonly stderr: Output;
}

const CLEAR_LINE = '\r\u001b[K';

export function createReporter({ isJson, isVerbose, isQuiet, stdout, stderr }: ReporterOptions): Reporter {
  let hasProgress = false;
  const clearProgress = (): void => {
    if (hasProgress) stderr.write(CLEAR_LINE);
    hasProgress = false;
  };
  const printLine = (text: string): void => {
    if (isJson || isQuiet) return;
    clearProgress();
    stdout.write(`${displayPath(text)}\n`);
  };
  return {
    isJson,
    get isClosed() {
      return stdout.isClosed === true;
    },
    line: printLine,
    detail(text) {
      if (isVerbose) printLine(text);
    },
    document(text) {
      clearProgress();
      stdout.write(`${text}\n`);
    },
    result(value) {
      if (isJson) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    error(error) {
      clearProgress();
      stderr.write(isJson ? `${JSON.stringify({ error: errorFields(error) })}\n` : `openretouch: ${messageOf(error)}\n`);
      if (isVerbose) for (const stack of stacksOf(error)) stderr.write(`${stack}\n`);
    },
    progress(text) {
      if (isJson || isQuiet || stderr.isTTY !== true) return;
      if (text === '') {
        clearProgress();
        return;
      }
      stderr.write(`${CLEAR_LINE}${text}`);
      hasProgress = true;
    },
  };
}

/** The run was stopped by Ctrl-C or a signal; what was finished before stays. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly code = 'interrupted';
  readonly fields: { readonly finished: number; readonly total: number } | Record<string, never>;
  constructor(progress?: { readonly finished: number; readonly total: number }) {
    super(progress === undefined ? 'interrupted' : `interrupted: ${progress.finished} of ${progress.total} photos are finished and kept, the rest are untouched`);
    this.fields = progress ?? {};
  }
}

/** @returns an error as plain fields, for `--json`. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (RetouchError.isInstance(error)) return error.toJSON();
  if (error instanceof PhotoFailure) return { ...error.fields };
  if (error instanceof InterruptedError) return { name: error.name, code: error.code, message: error.message, ...error.fields };
  return { name: error instanceof Error ? error.name : 'Error', code: 'internal', message: messageOf(error) };
}

/** @returns an error's message on one line, safe to print. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return displayPath(text.trim().replace(/\s*\n\s*/g, ' '));
}

/** @returns the stack of the error and of each error behind it. */
function stacksOf(error: unknown): string[] {
  const stacks: string[] = [];
  for (let current = error; current instanceof Error && stacks.length < 10; current = current.cause) stacks.push(`${stacks.length > 0 ? 'caused by ' : ''}${current.stack ?? current.message}`);
  return stacks;
}
