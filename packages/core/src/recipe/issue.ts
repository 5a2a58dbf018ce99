import { describeValue, type RecipeIssue } from '../errors.js';
import { describePointer } from './json-pointer.js';

/** @returns an issue in the common form: `operations[2].ev: 12 (expected -5 to 5 EV)`. */
export function makeIssue(pointer: string, value: unknown, expected: string): RecipeIssue {
  const found = value === undefined ? 'missing' : describeValue(value);
  return { pointer, value: shortenValue(value), expected, message: `${describePointer(pointer)}: ${found} (expected ${expected})` };
}

/** @returns the value itself when it is short and survives JSON, else its beginning as text. */
export function shortenValue(value: unknown): unknown {
  const isPlain = value === undefined || value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  return isPlain || (typeof value === 'string' && value.length <= 60) ? value : describeValue(value);
}

/** @returns `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
export function quoteNames(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}
