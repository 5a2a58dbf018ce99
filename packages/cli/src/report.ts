import { RetouchError } from '@openretouch/core';
import { displayPath } from './files/photo.js';

/** What a command prints: lines for people, or one JSON document for programs. Errors go to stderr either way. */
export interface Reporter {
  readonly isJson: boolean;
  /** A line for people; nothing under `--json`. */
  line(text: string): void;
  /** The command's result under `--json`; nothing otherwise. */
  result(value: unknown): void;
  /** One clear line (an object under `--json`); the stack only when verbose. */
  error(error: unknown): void;
  /** A line that overwrites itself, on terminals only. */
  progress(text: string): void;
}

export interface ReporterOptions {
  readonly isJson: boolean;
  readonly isVerbose: boolean;
  readonly isQuiet: boolean;
}

export function createReporter({ isJson, isVerbose, isQuiet }: ReporterOptions): Reporter {
  let hasProgress = false;
  const clearProgress = (): void => {
    if (hasProgress) process.stderr.write('\r\u001b[K');
    hasProgress = false;
  };
  return {
    isJson,
    line(text) {
      if (isJson || isQuiet) return;
      clearProgress();
      process.stdout.write(`${text}\n`);
    },
    result(value) {
      if (isJson) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    error(error) {
      clearProgress();
      process.stderr.write(isJson ? `${JSON.stringify({ error: errorFields(error) })}\n` : `openretouch: ${messageOf(error)}\n`);
      if (isVerbose && error instanceof Error && error.stack !== undefined) process.stderr.write(`${error.stack}\n`);
    },
    progress(text) {
      if (isJson || isQuiet || !process.stderr.isTTY) return;
      process.stderr.write(`\r\u001b[K${text}`);
      hasProgress = true;
    },
  };
}

/** @returns an error as plain fields, for `--json`. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (RetouchError.isInstance(error)) return error.toJSON();
  return { name: error instanceof Error ? error.name : 'Error', code: 'internal', message: messageOf(error) };
}

/** @returns an error's message on one line, safe to print. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return displayPath(text.split('\n', 1)[0]);
}
