import { describeValue } from '../errors.js';
import { type CubeTable, type CubeWarning, MAXIMUM_CUBE_BYTES, type ParsedCube } from './cube.js';
import { type CubeDomain, cubeFault, type CubeHeader, parseCubeNumber, readCubeKeyword, settleCubeDomains } from './cube-header.js';
import { type CubeComment, findCubeSpace, warnOfLogEncoding } from './cube-notes.js';
import { decodeText } from './decode-text.js';

const TAB = 9;
const SPACE = 32;
const HASH = 35;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

export interface ParseCubeOptions {
  /** Looked at for names of log encodings only. */
  readonly fileName?: string;
}

/** Rows of one table, filled in the order of the file. */
interface OpenTable {
  readonly keyword: string;
  readonly size: number;
  readonly domain: CubeDomain;
  readonly values: Float32Array;
  filled: number;
}

/**
 * Reads a `.cube` LUT: 1D, 3D, or a 1D table before a 3D one.
 *
 * @param source - the file; bytes are ASCII or UTF-8, line ends LF, CRLF or CR, with or without byte-order mark.
 * @returns float32 tables as they are in the file, and warnings worth showing.
 * @remarks *Convention:* every keyword stands before the first row, comments and blank lines anywhere. Long lines are accepted.
 * @throws {@link InvalidFileError} for every fault, with `line` and `expected`; nothing is guessed or filled in.
 * @see Adobe, "Cube LUT Specification 1.0", 2013; Blackmagic DaVinci Resolve manual, "LUT format" (input ranges, two tables).
 */
export function parseCube(source: string | Uint8Array, options: ParseCubeOptions = {}): ParsedCube {
  const text = decodeText(source, MAXIMUM_CUBE_BYTES);
  const header: CubeHeader = {};
  const comments: CubeComment[] = [];
  let tables: OpenTable[] | undefined;
  let current = 0;
  let lineNumber = 0;
  let lastLine = 1;

  for (let start = 0; start < text.length; ) {
    lineNumber += 1;
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const first = skipBlanks(text, start, end);
    start = end + 1;
    if (first === end) continue;
    lastLine = lineNumber;
    const code = text.charCodeAt(first);
    if (code === HASH) {
      if (tables === undefined) comments.push({ text: text.slice(first + 1, end).trim(), line: lineNumber });
    } else if (startsRow(code) || isSpelledNumber(text.slice(first, Math.min(first + 5, end)))) {
      tables ??= openTables(header, lineNumber);
      if (isFull(tables[current])) current += 1;
      readRow(tables, current, text, first, end, lineNumber);
    } else {
      if (tables !== undefined) throw cubeFault(lineNumber, `${describeValue(text.slice(first, end).trim())} after the first row`, 'a row of three numbers; keywords stand before');
      readCubeKeyword(header, text.slice(first, end).trim(), lineNumber);
    }
  }
  tables ??= openTables(header, lastLine);
  const short = tables.find((table) => !isFull(table));
  if (short !== undefined) throw cubeFault(lastLine, `the end of the file after ${short.filled / 3} rows of ${short.keyword} ${short.size}`, `${short.values.length / 3} rows`);
  return describe(header, comments, tables, options.fileName);
}

function openTables(header: CubeHeader, line: number): OpenTable[] {
  const { domain1d, domain3d } = settleCubeDomains(header, line);
  const tables: OpenTable[] = [];
  if (header.size1d !== undefined) {
    const size = header.size1d.value;
    tables.push({ keyword: 'LUT_1D_SIZE', size, domain: domain1d, values: new Float32Array(size * 3), filled: 0 });
  }
  if (header.size3d !== undefined) {
    const size = header.size3d.value;
    tables.push({ keyword: 'LUT_3D_SIZE', size, domain: domain3d, values: new Float32Array(size ** 3 * 3), filled: 0 });
  }
  return tables;
}

function isFull(table: OpenTable | undefined): boolean {
  return table !== undefined && table.filled === table.values.length;
}

/** Reads the three numbers between `first` and `end` into the current table. */
function readRow(tables: readonly OpenTable[], current: number, text: string, first: number, end: number, line: number): void {
  const table = tables.at(current);
  if (table === undefined) {
    const expected = tables.map(({ keyword, size, values }) => `${values.length / 3} for ${keyword} ${size}`).join(' and ');
    throw cubeFault(line, 'one row too many', `${expected}, then the end of the file`);
  }
  let position = first;
  for (let c = 0; c < 3; c += 1) {
    const tokenStart = skipBlanks(text, position, end);
    position = tokenStart;
    while (position < end && !isBlank(text.charCodeAt(position))) position += 1;
    const value = readPlainDecimal(text, tokenStart, position) ?? parseCubeNumber(text.slice(tokenStart, position));
    if (value === undefined) throw badRow(text, first, end, line);
    table.values[table.filled + c] = value;
  }
  if (skipBlanks(text, position, end) !== end) throw badRow(text, first, end, line);
  table.filled += 3;
}

/** Whole numbers of 15 digits and these powers of ten are float64 exactly, so that a quotient of the two is the decimal rounded once. */
const POWERS_OF_TEN = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
const EXACT_DIGITS = POWERS_OF_TEN.length - 1;

/**
 * Reads the numbers that nearly all of a file's rows consist of without making a string of each.
 *
 * @returns the number `parseCubeNumber` gives, or `undefined` for what is not a few digits, perhaps with a sign and a decimal point.
 * @see W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990: the fast path
 */
function readPlainDecimal(text: string, start: number, end: number): number | undefined {
  const isNegative = text.charCodeAt(start) === MINUS;
  const first = isNegative ? start + 1 : start;
  let [digits, count, point] = [0, 0, -1];
  for (let i = first; i < end; i += 1) {
    const code = text.charCodeAt(i);
    if (code === POINT && point < 0) point = i;
    else if (code >= ZERO && code <= NINE) {
      digits = digits * 10 + code - ZERO;
      count += 1;
    } else return undefined;
  }
  if (count === 0 || count > EXACT_DIGITS) return undefined;
  const value = point < 0 ? digits : digits / POWERS_OF_TEN[end - point - 1];
  return isNegative ? -value : value;
}

function badRow(text: string, first: number, end: number, line: number): Error {
  return cubeFault(line, describeValue(text.slice(first, end).trim()), 'three finite numbers with decimal points, separated by spaces');
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

function skipBlanks(text: string, start: number, end: number): number {
  let position = start;
  while (position < end && isBlank(text.charCodeAt(position))) position += 1;
  return position;
}

/** Digits, a sign, a decimal point or comma. */
function startsRow(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 43 && code <= 46);
}

/** `nan` and `inf` begin a bad row, not a keyword. */
function isSpelledNumber(beginning: string): boolean {
  return /^(?:nan|inf)(?:[\s(i]|$)/i.test(beginning);
}

function describe(header: CubeHeader, comments: readonly CubeComment[], tables: readonly OpenTable[], fileName: string | undefined): ParsedCube {
  const { space, isStated, warnings: spaceWarnings } = findCubeSpace(comments);
  const spaceComments = comments.filter(({ text }) => /^(?:in|out):/.test(text)).map(({ text }) => text);
  const logWarning = warnOfLogEncoding([header.title?.value, fileName, ...spaceComments]);
  const warnings: CubeWarning[] = logWarning === undefined ? [...spaceWarnings] : [...spaceWarnings, logWarning];
  const finished = (keyword: string): CubeTable | undefined => {
    const table = tables.find((candidate) => candidate.keyword === keyword);
    return table === undefined ? undefined : { size: table.size, values: table.values, ...table.domain };
  };
  const table1d = finished('LUT_1D_SIZE');
  const table3d = finished('LUT_3D_SIZE');
  return {
    ...(header.title === undefined ? {} : { title: header.title.value }),
    ...(table1d === undefined ? {} : { table1d }),
    ...(table3d === undefined ? {} : { table3d }),
    space,
    isSpaceStated: isStated,
    comments: comments.map(({ text }) => text),
    warnings,
  };
}
