import { describeValue, InvalidFileError } from '../errors.js';
import { MAXIMUM_CUBE_1D_SIZE, MAXIMUM_CUBE_3D_SIZE } from './cube.js';

type Triple = readonly [number, number, number];

/** A keyword's value, and the line it stands on. */
interface Stated<T> {
  readonly value: T;
  readonly line: number;
}

/** The keywords of a file, as they are read. */
export interface CubeHeader {
  title?: Stated<string>;
  size1d?: Stated<number>;
  size3d?: Stated<number>;
  domainMinimum?: Stated<Triple>;
  domainMaximum?: Stated<Triple>;
  range1d?: Stated<readonly [number, number]>;
  range3d?: Stated<readonly [number, number]>;
}

/** The input values that stand for the first and the last node. */
export interface CubeDomain {
  readonly minimum: Triple;
  readonly maximum: Triple;
}

const KEYWORDS = 'TITLE, LUT_1D_SIZE, LUT_3D_SIZE, DOMAIN_MIN, DOMAIN_MAX, LUT_1D_INPUT_RANGE or LUT_3D_INPUT_RANGE, in upper case';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** @returns the error for a fault on one line: what is there, what was expected. */
export function cubeFault(line: number, found: string, expected: string): InvalidFileError {
  return new InvalidFileError(`line ${line}: ${found} (expected ${expected})`, { line, value: found, expected });
}

/** @returns a decimal number that float32 holds, or `undefined`; never hexadecimal, NaN, infinite or locale-written. */
export function parseCubeNumber(token: string): number | undefined {
  if (!NUMBER.test(token)) return undefined;
  const value = Number(token);
  return Number.isFinite(Math.fround(value)) ? value : undefined;
}

/**
 * Reads one keyword line into `header`.
 *
 * @param line - trimmed, not empty, no comment.
 * @throws InvalidFileError for an unknown or repeated keyword, or values it does not take.
 */
export function readCubeKeyword(header: CubeHeader, line: string, lineNumber: number): void {
  const [keyword, ...tokens] = line.split(/\s+/);
  switch (keyword) {
    case 'TITLE':
      refuseSecond(header.title, keyword, lineNumber);
      header.title = { value: quotedTitle(line, lineNumber), line: lineNumber };
      return;
    case 'LUT_1D_SIZE':
      refuseSecond(header.size1d, keyword, lineNumber);
      header.size1d = { value: size(keyword, tokens, MAXIMUM_CUBE_1D_SIZE, lineNumber), line: lineNumber };
      return;
    case 'LUT_3D_SIZE':
      refuseSecond(header.size3d, keyword, lineNumber);
      header.size3d = { value: size(keyword, tokens, MAXIMUM_CUBE_3D_SIZE, lineNumber), line: lineNumber };
      return;
    case 'DOMAIN_MIN':
      refuseSecond(header.domainMinimum, keyword, lineNumber);
      header.domainMinimum = { value: numbers(keyword, tokens, 3, lineNumber) as unknown as Triple, line: lineNumber };
      return;
    case 'DOMAIN_MAX':
      refuseSecond(header.domainMaximum, keyword, lineNumber);
      header.domainMaximum = { value: numbers(keyword, tokens, 3, lineNumber) as unknown as Triple, line: lineNumber };
      return;
    case 'LUT_1D_INPUT_RANGE':
      refuseSecond(header.range1d, keyword, lineNumber);
      header.range1d = { value: range(keyword, tokens, lineNumber), line: lineNumber };
      return;
    case 'LUT_3D_INPUT_RANGE':
      refuseSecond(header.range3d, keyword, lineNumber);
      header.range3d = { value: range(keyword, tokens, lineNumber), line: lineNumber };
      return;
    case 'LUT_IN_VIDEO_RANGE':
    case 'LUT_OUT_VIDEO_RANGE':
      throw cubeFault(lineNumber, `${keyword}: a LUT for video-range values (16 to 235)`, 'full-range values; convert the LUT to full range first');
    default:
      throw cubeFault(lineNumber, describeValue(keyword), KEYWORDS);
  }
}

/**
 * Settles which inputs the tables cover, once all keywords are read.
 *
 * @param lineNumber - of the first row, or of the end of the file.
 * @throws InvalidFileError when a size is missing or keywords contradict each other.
 */
export function settleCubeDomains(header: CubeHeader, lineNumber: number): { readonly domain1d: CubeDomain; readonly domain3d: CubeDomain } {
  const { size1d, size3d, domainMinimum, domainMaximum, range1d, range3d } = header;
  if (size1d === undefined && size3d === undefined) throw cubeFault(lineNumber, 'no size', 'LUT_1D_SIZE or LUT_3D_SIZE before the first row');
  if (range1d !== undefined && size1d === undefined) throw cubeFault(range1d.line, 'LUT_1D_INPUT_RANGE without LUT_1D_SIZE', 'both or neither');
  if (range3d !== undefined && size3d === undefined) throw cubeFault(range3d.line, 'LUT_3D_INPUT_RANGE without LUT_3D_SIZE', 'both or neither');

  const domainLine = Math.max(domainMinimum?.line ?? 0, domainMaximum?.line ?? 0);
  if (domainLine > 0 && (range1d !== undefined || range3d !== undefined)) {
    throw cubeFault(domainLine, 'DOMAIN_MIN or DOMAIN_MAX beside an INPUT_RANGE', 'one way to state the domain');
  }
  if (domainLine > 0 && size1d !== undefined && size3d !== undefined) {
    throw cubeFault(domainLine, 'DOMAIN_MIN or DOMAIN_MAX in a file with two tables', 'LUT_1D_INPUT_RANGE and LUT_3D_INPUT_RANGE');
  }
  const minimum = domainMinimum?.value ?? [0, 0, 0];
  const maximum = domainMaximum?.value ?? [1, 1, 1];
  for (const [channel, name] of ['red', 'green', 'blue'].entries()) {
    if (!(Math.fround(maximum[channel]) > Math.fround(minimum[channel]))) {
      throw cubeFault(domainLine, `DOMAIN_MIN ${minimum[channel]} and DOMAIN_MAX ${maximum[channel]} of ${name}`, 'the maximum above the minimum');
    }
  }
  const stated = (interval: CubeHeader['range1d']): CubeDomain => {
    if (interval === undefined) return { minimum, maximum };
    const [low, high] = interval.value;
    return { minimum: [low, low, low], maximum: [high, high, high] };
  };
  return { domain1d: stated(range1d), domain3d: stated(range3d) };
}

function refuseSecond(stated: Stated<unknown> | undefined, keyword: string, line: number): void {
  if (stated !== undefined) throw cubeFault(line, `a second ${keyword}`, `one, on line ${stated.line} already`);
}

function quotedTitle(line: string, lineNumber: number): string {
  const match = /^TITLE\s+"([^"]*)"$/.exec(line);
  if (match === null) throw cubeFault(lineNumber, describeValue(line), 'TITLE "text" in double quotes, without quotes inside');
  return match[1];
}

function size(keyword: string, tokens: readonly string[], maximum: number, line: number): number {
  const value = tokens.length === 1 && /^\d+$/.test(tokens[0]) ? Number(tokens[0]) : NaN;
  if (!(value >= 2 && value <= maximum)) throw cubeFault(line, `${keyword} ${tokens.join(' ').slice(0, 60)}`.trim(), `a whole number, 2 to ${maximum}`);
  return value;
}

function range(keyword: string, tokens: readonly string[], line: number): readonly [number, number] {
  const [low, high] = numbers(keyword, tokens, 2, line);
  if (!(Math.fround(high) > Math.fround(low))) throw cubeFault(line, `${keyword} ${low} ${high}`, 'the second number above the first');
  return [low, high];
}

function numbers(keyword: string, tokens: readonly string[], count: number, line: number): number[] {
  const values = tokens.map(parseCubeNumber);
  if (values.length !== count || values.includes(undefined)) {
    throw cubeFault(line, `${keyword} ${tokens.join(' ').slice(0, 60)}`.trim(), `${count === 3 ? 'three' : 'two'} numbers with decimal points`);
  }
  return values as number[];
}
