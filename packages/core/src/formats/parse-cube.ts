import { describeValue } from '../errors.js';
import { type CubeTable, type CubeWarning, MAXIMUM_CUBE_BYTES, type ParsedCube } from './cube.js';
import { type CubeDomain, cubeFault, type CubeHeader, parseCubeNumber, readCubeKeyword, settleCubeDomains } from './cube-header.js';
import { type CubeComment, findCubeSpace, warnOfLogEncoding } from './cube-notes.js';
import { decodeText } from './decode-text.js';
import { findFirstRow, readPlainRows } from './plain-rows.js';

const TAB = 9;
const SPACE = 32;
const HASH = 35;

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
  return (typeof source === 'string' ? undefined : parsePlainCube(source, options)) ?? parseLines(decodeText(source, MAXIMUM_CUBE_BYTES), options);
}

/** What has been read of a file, line by line. */
interface Reading {
  readonly header: CubeHeader;
  readonly comments: CubeComment[];
  tables: OpenTable[] | undefined;
  /** Of the table that rows go to. */
  current: number;
  lineCount: number;
  /** The last line that is not blank. */
  lastLine: number;
}

/** Reads a file whose rows are as nearly all programs write them, without making text of them; `undefined` is any other file, sound or not. */
function parsePlainCube(bytes: Uint8Array, options: ParseCubeOptions): ParsedCube | undefined {
  const firstRow = bytes.length > MAXIMUM_CUBE_BYTES ? undefined : findFirstRow(bytes);
  if (firstRow === undefined) return undefined;
  const reading = startReading();
  readLines(decodeText(bytes.subarray(0, firstRow), MAXIMUM_CUBE_BYTES), reading);
  if (reading.tables !== undefined) return undefined;
  const tables = openTables(reading.header, reading.lineCount + 1);
  if (!readPlainRows(bytes, firstRow, tables.map(({ values }) => values))) return undefined;
  return describe(reading.header, reading.comments, tables, options.fileName);
}

function parseLines(text: string, options: ParseCubeOptions): ParsedCube {
  const reading = startReading();
  readLines(text, reading);
  const { header, comments, lastLine } = reading;
  const tables = reading.tables ?? openTables(header, lastLine);
  const short = tables.find((table) => !isFull(table));
  if (short !== undefined) throw cubeFault(lastLine, `the end of the file after ${short.filled / 3} rows of ${short.keyword} ${short.size}`, `${short.values.length / 3} rows`);
  return describe(header, comments, tables, options.fileName);
}

function startReading(): Reading {
  return { header: {}, comments: [], tables: undefined, current: 0, lineCount: 0, lastLine: 1 };
}

function readLines(text: string, reading: Reading): void {
  const { header, comments } = reading;
  for (let start = 0; start < text.length; ) {
    reading.lineCount += 1;
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const first = skipBlanks(text, start, end);
    start = end + 1;
    if (first === end) continue;
    const line = reading.lineCount;
    reading.lastLine = line;
    const code = text.charCodeAt(first);
    if (code === HASH) {
      if (reading.tables === undefined) comments.push({ text: text.slice(first + 1, end).trim(), line });
    } else if (startsRow(code) || isSpelledNumber(text.slice(first, Math.min(first + 5, end)))) {
      reading.tables ??= openTables(header, line);
      if (isFull(reading.tables[reading.current])) reading.current += 1;
      readRow(reading.tables, reading.current, text, first, end, line);
    } else {
      if (reading.tables !== undefined) throw cubeFault(line, `${describeValue(text.slice(first, end).trim())} after the first row`, 'a row of three numbers; keywords stand before');
      readCubeKeyword(header, text.slice(first, end).trim(), line);
    }
  }
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
    const value = parseCubeNumber(text.slice(tokenStart, position));
    if (value === undefined) throw badRow(text, first, end, line);
    table.values[table.filled + c] = value;
  }
  if (skipBlanks(text, position, end) !== end) throw badRow(text, first, end, line);
  table.filled += 3;
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
