import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidFileError } from '../../../../packages/core/src/errors.js';
import { type LuaTable, type LuaValue, parseLuaLiteral } from '../../../../packages/core/src/formats/lrtemplate/parse-lua-literal.js';

/** A table as plain values: a list where it has no names, else an object of its names. */
function plain(value: LuaValue): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return value.named.size === 0 ? value.items.map(plain) : Object.fromEntries([...value.named].map(([name, inner]) => [name, plain(inner)]));
}
const parsePlain = (text: string): unknown => plain(parseLuaLiteral(text));
const valueOf = (literal: string): unknown => (parsePlain(`s = { ${literal} }`) as unknown[])[0];

const faultOf = (text: string): InvalidFileError => {
  try {
    parseLuaLiteral(text);
  } catch (error) {
    if (InvalidFileError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('accepted');
};

describe('parseLuaLiteral reads', () => {
  it.each([
    ['0', 0],
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['3.', 3],
    ['1e-3', 0.001],
    ['0x1F', 31],
    ['-0x10', -16],
    ['true', true],
    ['false', false],
    ['nil', null],
    ['"a\\tb\\\\\\"\\n"', 'a\tb\\"\n'],
    ["'it\\'s'", "it's"],
    ['"a\\\nb"', 'a\nb'],
    ['"\\195\\169\\x41\\u{1F600}"', '\u00e9A\u{1f600}'],
    ['"\\255"', '\ufffd'],
    ['"a\\z   \n b"', 'ab'],
    ['[[two\nlines]]', 'two\nlines'],
    ['[==[\na ]] b]==]', 'a ]] b'],
    ['ZSTR "$$$/Path/Key=Shown=too"', 'Shown=too'],
    ['LOC "plain"', 'plain'],
    ['{}', []],
  ])('%s', (literal, expected) => {
    expect(valueOf(literal)).toEqual(expected);
  });

  it('tables with names, brackets, separators of both kinds, and one too many at the end', () => {
    expect(parsePlain('s = { a = 1; ["b c"] = 2, [10] = 3, d = { 1, 2; 3, }, }')).toEqual({ a: 1, 'b c': 2, 10: 3, d: [1, 2, 3] });
    expect(parsePlain('{ [1] = "x", [2] = "y" }')).toEqual(['x', 'y']);
  });

  it('comments of one line and of several, also at the ends', () => {
    expect(parsePlain('--first\n--[[ a\nb ]] s --c\n= --[==[ ]] ]==] { 1, -- two\r\n 3 } ; --')).toEqual([1, 3]);
  });

  it('the last of two equal names, as Lua does', () => {
    expect(parsePlain('s = { a = 1, a = 2 }')).toEqual({ a: 2 });
  });

  it('names of object properties as plain names', () => {
    const { named } = parseLuaLiteral('s = { __proto__ = 1, constructor = 2 }');
    expect([...named]).toEqual([['__proto__', 1], ['constructor', 2]]);
  });

  it('every text and number that is written as a literal', () => {
    const quote = (text: string): string => `"${[...new TextEncoder().encode(text)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;
    const wellFormed = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(wellFormed, fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)), { maxLength: 8 }), (entries) => {
        const text = `s = {${entries.map(([name, number]) => `[${quote(`k${name}`)}] = {${quote(name)}, ${number}}`).join(',')}}`;
        const expected = new Map(entries.map(([name, number]) => [`k${name}`, [name, number]]));
        const table: LuaTable = parseLuaLiteral(text);
        expect(new Map([...table.named].map(([name, value]) => [name, plain(value)]))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe('parseLuaLiteral refuses', () => {
  it.each([
    ['a call', 's = { os.execute("true") }', /column 7: "os"/],
    ['a call without a dot', 's = { f(1) }', /"f"/],
    ['a function', 's = { function() end }', /"function"/],
    ['an operator', 's = { 1 + 2 }', /"\+"/],
    ['concatenation', 's = { "a" .. "b" }', /"\."/],
    ['a variable', 's = { a = b }', /"b"/],
    ['a second statement', 's = { } t = { }', /"t" \(expected nothing after/],
    ['a method of a string', 's = { ("a"):rep(1) }', /"\("/],
    ['bytecode', '\x1bLua\x51', /expected a table/],
    ['no table', 's = 1', /expected a table/],
    ['nothing', '', /the end of the text/],
    ['an open table', 's = { a = 1', /the end of the text \(expected "," or "}"\)/],
    ['an open text', 's = { "a\n }', /expected " at the end of the text/],
    ['an open long text', 's = { [[a } ', /expected \]\]/],
    ['an open long comment', '--[[ s = { }', /expected \]\]/],
    ['an unknown escape', 's = { "\\q" }', /expected an escape/],
    ['an escape beyond a byte', 's = { "\\256" }', /expected an escape/],
    ['an escape beyond Unicode', 's = { "\\u{110000}" }', /expected an escape/],
    ['a number that runs into a name', 's = { 12abc }', /expected a text, a number/],
    ['a number beyond float64', 's = { 1e999 }', /1e999 \(expected a finite number/],
    ['a table as key', 's = { [{}] = 1 }', /expected/],
    ['two values without a separator', 's = { 1 2 }', /expected "," or "}"/],
  ])('%s', (_, text, message) => {
    expect(faultOf(text).message).toMatch(message);
    expect(faultOf(text).code).toBe('invalid-lua');
  });

  it.each([
    ['tables nested without end', `s = ${'{'.repeat(100_000)}`, /deeper than 32/],
    ['values without number', `s = {${'1,'.repeat(100_001)}}`, /more than 100000 values/],
    ['a huge text', `s = {"${'x'.repeat(1024 * 1024)}"}`, /characters of Lua/],
  ])('%s', (_, text, message) => {
    expect(faultOf(text)).toMatchObject({ code: 'too-large' });
    expect(faultOf(text).message).toMatch(message);
  });

  it('with line and column, from 1', () => {
    expect(faultOf('s = {\r\n  a = 1,\n  b = f,\n}').fields).toMatchObject({ line: 3, column: 7 });
  });
});
