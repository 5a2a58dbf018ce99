import { InvalidFileError } from '../../errors.js';
import { readLuaString } from './lua-string.js';

/** A value of a Lua literal. */
export type LuaValue = string | number | boolean | null | LuaTable;

/** A table: its entries with names, and those without in order. */
export interface LuaTable {
  readonly named: ReadonlyMap<string, LuaValue>;
  readonly items: readonly LuaValue[];
}

/** Larger texts are refused before they are read. */
export const MAXIMUM_LUA_LENGTH = 1024 * 1024;
const MAXIMUM_DEPTH = 32;
const MAXIMUM_VALUES = 100_000;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?(?:0[xX][0-9A-Fa-f]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![A-Za-z0-9_.])/y;
/** Calls that mark a text for translation; the text itself is the value. */
const TRANSLATED = new Set(['ZSTR', 'LOC']);

/**
 * Reads one Lua literal, as template files assign it: `s = { ... }`, or the table alone. Nothing is evaluated: names, calls and
 * operators are faults, but for the two calls that mark text for translation.
 *
 * @returns the table.
 * @throws {@link InvalidFileError} code `invalid-lua` with `line` and `column` (from 1); `too-large` beyond 1 MiB, 32 levels or
 * 100,000 values.
 * @see Lua 5.1 Reference Manual, 2.1 (lexical conventions) and 2.5.7 (table constructors)
 */
export function parseLuaLiteral(text: string): LuaTable {
  if (text.length > MAXIMUM_LUA_LENGTH) {
    const expected = `at most ${MAXIMUM_LUA_LENGTH} characters`;
    throw new InvalidFileError(`${text.length} characters of Lua (expected ${expected})`, { value: text.length, expected }, { code: 'too-large' });
  }
  let offset = 0;
  let valueCount = 0;

  const fail = (expected: string, at = offset, found = describeFound(text, at), code = 'invalid-lua'): never => {
    const position = positionAt(text, at);
    throw new InvalidFileError(`line ${position.line}, column ${position.column}: ${found} (expected ${expected})`, { ...position, value: found, expected }, { code });
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) offset += found.length;
    return found;
  };
  const skipSpace = (): void => {
    for (;;) {
      match(/[ \t\n\r\f\v]+/y);
      if (!text.startsWith('--', offset)) return;
      offset += 2;
      if (match(/(?=\[=*\[)/y) !== undefined) readString();
      else match(/[^\n\r]*/y);
    }
  };
  const take = (character: string): boolean => {
    skipSpace();
    if (text[offset] !== character) return false;
    offset += 1;
    return true;
  };
  const readString = (): string => {
    const read = readLuaString(text, offset);
    if ('fault' in read) return fail(read.fault, read.offset);
    offset = read.end;
    return read.value;
  };

  const readValue = (depth: number): LuaValue => {
    skipSpace();
    valueCount += 1;
    if (valueCount > MAXIMUM_VALUES) fail(`at most ${MAXIMUM_VALUES} values`, offset, `more than ${MAXIMUM_VALUES} values`, 'too-large');
    const character = text[offset];
    if (character === '{') {
      if (depth >= MAXIMUM_DEPTH) fail(`at most ${MAXIMUM_DEPTH} levels`, offset, `tables nested deeper than ${MAXIMUM_DEPTH}`, 'too-large');
      return readTable(depth + 1);
    }
    if (character === '"' || character === "'" || /^\[=*\[/.test(text.slice(offset, offset + 64))) return readString();
    const number = match(NUMBER);
    if (number !== undefined) return readNumber(number);
    const start = offset;
    const word = match(NAME);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'nil') return null;
    if (word !== undefined && TRANSLATED.has(word)) {
      skipSpace();
      return untranslated(readString());
    }
    return fail('a text, a number, true, false, nil or a table', start);
  };
  const readNumber = (digits: string): number => {
    const value = digits.startsWith('-') ? -Number(digits.slice(1)) : Number(digits);
    return Number.isFinite(value) ? value : fail('a finite number', offset - digits.length, digits.slice(0, 40));
  };
  const readKey = (): string | undefined => {
    if (take('[')) {
      const start = offset;
      skipSpace();
      if (text[offset] === '{') fail('a text or a number as key');
      const key = readValue(MAXIMUM_DEPTH);
      if (typeof key !== 'string' && typeof key !== 'number') fail('a text or a number as key', start);
      if (!take(']')) fail('"]" after the key');
      if (!take('=')) fail('"=" after the key');
      return String(key);
    }
    const start = offset;
    const name = match(NAME);
    if (name !== undefined && take('=')) return name;
    offset = start;
    return undefined;
  };
  const readTable = (depth: number): LuaTable => {
    offset += 1;
    const named = new Map<string, LuaValue>();
    const items: LuaValue[] = [];
    while (!take('}')) {
      const key = /^\[=*\[/.test(text.slice(offset, offset + 64)) ? undefined : readKey();
      const value = readValue(depth);
      if (key === undefined || key === String(items.length + 1)) items.push(value);
      else named.set(key, value);
      if (!take(',') && !take(';')) {
        if (take('}')) break;
        fail('"," or "}"');
      }
    }
    return { named, items };
  };

  if (text.charCodeAt(0) === 0xfeff) offset = 1;
  skipSpace();
  if (match(NAME) !== undefined && !take('=')) fail('"=" after the name of the table');
  skipSpace();
  if (text[offset] !== '{') fail('a table');
  const table = readValue(0) as LuaTable;
  take(';');
  skipSpace();
  if (offset < text.length) fail('nothing after the table');
  return table;
}

/** `$$$/Path/Of/Key=Text` carries the text to show behind the first equals sign. */
function untranslated(text: string): string {
  return text.startsWith('$$$/') && text.includes('=') ? text.slice(text.indexOf('=') + 1) : text;
}

function describeFound(text: string, offset: number): string {
  return offset >= text.length ? 'the end of the text' : JSON.stringify(/^(?:[A-Za-z_][A-Za-z0-9_]{0,39}|[^])/u.exec(text.slice(offset, offset + 80))?.[0]);
}

function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1) as string).length + 1 };
}
