import { InvalidRecipeError } from '../errors.js';
import { makeIssue, shortenValue } from './issue.js';
import { describePointer, pathToPointer } from './json-pointer.js';

/*
 * Maintainer notes: JSON.parse says where a text breaks in words that differ between engines and versions, keeps the last of
 * two equal keys without a word, and has no depth limit. The tests compare this reader with it.
 */

/**
 * Reads JSON text strictly. Keys become own properties, whatever they are called; equal keys in one object are refused.
 *
 * @param maximumDepth - arrays and objects inside one another; 1 allows only a flat one.
 * @throws {@link InvalidRecipeError} code `invalid-json`, with line and column, for a fault of syntax; `invalid-recipe` for
 * deeper nesting and for repeated keys.
 * @see RFC 8259
 */
export function parseJsonText(text: string, maximumDepth: number): unknown {
  let offset = 0;
  const path: (string | number)[] = [];

  const fail = (expected: string): never => {
    const found = offset >= text.length ? 'the end of the text' : JSON.stringify(String.fromCodePoint(text.codePointAt(offset) as number));
    const message = `${describePosition(text, offset)}: ${found} (expected ${expected})`;
    throw new InvalidRecipeError([{ pointer: pathToPointer(path), value: found, expected, message }], 'invalid-json');
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) offset += found.length;
    return found;
  };
  const skipSpace = (): void => void match(/[ \t\n\r]*/y);
  const take = (character: string): boolean => {
    if (text[offset] !== character) return false;
    offset += 1;
    return true;
  };

  const readString = (): string => {
    const start = offset;
    if (!take('"')) fail('a text in double quotes');
    let hasEscapes = false;
    for (;;) {
      match(/[^"\\\u0000-\u001f]*/y);
      if (take('"')) break;
      if (text[offset] !== '\\') fail('the rest of a text, ended by a double quote; control characters written as \\u00XX');
      if (match(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y) === undefined) fail('an escape: \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX');
      hasEscapes = true;
    }
    return hasEscapes ? (JSON.parse(text.slice(start, offset)) as string) : text.slice(start + 1, offset - 1);
  };

  const readObject = (depth: number): object => {
    const entries = new Map<string, unknown>();
    skipSpace();
    if (take('}')) return {};
    do {
      skipSpace();
      const keyOffset = offset;
      if (text[offset] !== '"') fail('a key in double quotes');
      const key = readString();
      path.push(key);
      if (entries.has(key)) throw repeatedKey(path, key, describePosition(text, keyOffset));
      skipSpace();
      if (!take(':')) fail('":" after the key');
      entries.set(key, readValue(depth));
      path.pop();
      skipSpace();
    } while (take(','));
    if (!take('}')) fail('"," or "}"');
    return Object.fromEntries(entries);
  };

  const readArray = (depth: number): unknown[] => {
    const items: unknown[] = [];
    skipSpace();
    if (take(']')) return items;
    do {
      path.push(items.length);
      items.push(readValue(depth));
      path.pop();
      skipSpace();
    } while (take(','));
    if (!take(']')) fail('"," or "]"');
    return items;
  };

  const readValue = (depth: number): unknown => {
    skipSpace();
    const character = text[offset];
    if (character === '"') return readString();
    if (character === '{' || character === '[') {
      if (depth >= maximumDepth) throw tooDeep(path, maximumDepth);
      offset += 1;
      return character === '{' ? readObject(depth + 1) : readArray(depth + 1);
    }
    const scalar = match(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y);
    return scalar === undefined ? fail('a value: text, number, object, array, true, false or null') : (JSON.parse(scalar) as unknown);
  };

  const value = readValue(0);
  skipSpace();
  if (offset < text.length) fail('nothing after the value');
  return value;
}

function describePosition(text: string, offset: number): string {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return `line ${lines.length}, column ${lines[lines.length - 1].length + 1}`;
}

function repeatedKey(path: readonly (string | number)[], key: string, position: string): InvalidRecipeError {
  const pointer = pathToPointer(path);
  const expected = 'each key once';
  return new InvalidRecipeError([{ pointer, value: shortenValue(key), expected, message: `${describePointer(pointer)}: repeated key at ${position} (expected ${expected})` }]);
}

function tooDeep(path: readonly (string | number)[], maximumDepth: number): InvalidRecipeError {
  return new InvalidRecipeError([makeIssue(pathToPointer(path), `nested deeper than ${maximumDepth}`, `at most ${maximumDepth} levels of objects and arrays`)]);
}
