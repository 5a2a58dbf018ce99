import { describeValue, InvalidFileError } from '../errors.js';
import type { CubeWarning } from './cube.js';
import { warnOfLogEncoding } from './cube-notes.js';
import { decodeText } from './decode-text.js';

/** A `.3dl` LUT as read. */
export interface ParsedThreeDl {
  /** Nodes an edge. */
  readonly size: number;
  /** RGB triples, red fastest as everywhere here (the file has blue fastest); 1 is full scale. */
  readonly values: Float32Array;
  /** The output value that stands for 1: 1023, 4095, 16383 or 65535. */
  readonly fullScale: number;
  /** Whether a `Mesh` line states the depth; if not, `fullScale` is the smallest that holds every value. */
  readonly isScaleStated: boolean;
  readonly warnings: readonly CubeWarning[];
}

export interface ParseThreeDlOptions {
  /** Looked at for names of log encodings only. */
  readonly fileName?: string;
}

/** Nodes an edge; the largest `Mesh` in use is 6, 65 nodes. */
export const MAXIMUM_3DL_SIZE = 129;
const MAXIMUM_3DL_BYTES = 64 * 1024 * 1024;
const FULL_SCALES = [1023, 4095, 16383, 65535] as const;
/** Of the step between two input values: writers round them to whole numbers, and end at 1023 or 1024. */
const INPUT_TOLERANCE = 2;
/** A table whose largest value leaves more of the scale unused may have been meant for a smaller one. */
const UNUSED_SCALE = 0.75;

interface Row {
  readonly line: number;
  readonly numbers: readonly number[];
}

interface Mesh {
  readonly line: number;
  readonly size: number;
  readonly fullScale: number;
}

/**
 * Reads a `.3dl` LUT of Lustre (`3DMESH`, `Mesh 4 12`) or Flame (no header): a line of evenly spaced input values, then size^3
 * rows of three whole numbers, blue fastest.
 *
 * @param source - ASCII or UTF-8; line ends LF, CRLF or CR; `#` begins a comment. Lustre's closing `LUT8` and `gamma` are
 * passed over.
 * @throws {@link InvalidFileError} for every fault, with `line` and `expected`. Input values that are not evenly spaced are refused:
 * programs disagree on what they mean.
 * @see OpenColorIO, FileFormat3DL.cpp, for the dialects and their history
 */
export function parseThreeDl(source: string | Uint8Array, options: ParseThreeDlOptions = {}): ParsedThreeDl {
  const { rows, mesh, lastLine } = readLines(decodeText(source, MAXIMUM_3DL_BYTES));
  const inputs = hasInputLine(rows, mesh) ? rows[0] : undefined;
  const triples = inputs === undefined ? rows : rows.slice(1);
  const size = settleSize(triples, inputs, mesh, lastLine);
  if (inputs !== undefined) checkInputs(inputs);

  const numbers = triples.map((row) => requireTriple(row));
  const largest = numbers.reduce((maximum, triple) => Math.max(maximum, ...triple), 0);
  const fullScale = mesh?.fullScale ?? FULL_SCALES.find((scale) => scale >= largest) ?? 65535;
  const tooLarge = triples.find((row) => Math.max(...row.numbers) > fullScale);
  if (tooLarge !== undefined) throw fault(tooLarge.line, tooLarge.numbers.join(' '), `at most ${fullScale}, full scale${mesh === undefined ? '' : ` by the Mesh of line ${mesh.line}`}`);
  return { size, values: toRedFastest(numbers, size, fullScale), fullScale, isScaleStated: mesh !== undefined, warnings: warn(largest, fullScale, mesh, options.fileName) };
}

/** Without a row of its own length the input line of three nodes looks like a row: then the count of rows tells. */
function hasInputLine(rows: readonly Row[], mesh: Mesh | undefined): boolean {
  if (rows.length === 0) return false;
  return rows[0].numbers.length !== 3 || mesh?.size === 3 || rows.length === 3 ** 3 + 1;
}

function readLines(text: string): { readonly rows: readonly Row[]; readonly mesh: Mesh | undefined; readonly lastLine: number } {
  const rows: Row[] = [];
  let mesh: Mesh | undefined;
  let lastLine = 1;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const content = raw.replace(/#.*$/, '').trim();
    if (content === '') continue;
    lastLine = line;
    if (/^(?:3dmesh$|lut8$|gamma\s)/i.test(content)) continue;
    if (/^mesh\b/i.test(content)) {
      if (mesh !== undefined) throw fault(line, 'a second Mesh', `one, on line ${mesh.line} already`);
      mesh = readMesh(content, line);
    } else if (/^[+-]?(?:\d|\.\d)|^(?:nan|inf)\b/i.test(content)) {
      rows.push({ line, numbers: readNumbers(content, line) });
    } else {
      throw fault(line, describeValue(content), '3DMESH, Mesh, LUT8, gamma, a comment after #, or whole numbers');
    }
  }
  return { rows, mesh, lastLine };
}

function readNumbers(content: string, line: number): number[] {
  const numbers = content.split(/\s+/).map((token) => (/^\d{1,6}$/.test(token) ? Number(token) : NaN));
  const bad = numbers.findIndex((value) => !(value <= 65535));
  if (bad >= 0) throw fault(line, describeValue(content), 'whole numbers of 0 to 65535, separated by spaces');
  return numbers;
}

/** `Mesh 4 12`: 2^4 + 1 nodes an edge, 12-bit output. */
function readMesh(content: string, line: number): Mesh {
  const match = /^mesh\s+(\d{1,2})\s+(\d{1,2})$/i.exec(content);
  const size = match === null ? 0 : 2 ** Number(match[1]) + 1;
  const bits = match === null ? 0 : Number(match[2]);
  if (size < 3 || size > MAXIMUM_3DL_SIZE || ![10, 12, 14, 16].includes(bits)) throw fault(line, describeValue(content), 'Mesh, then 1 to 7 for 3 to 129 nodes, then an output depth of 10, 12, 14 or 16');
  return { line, size, fullScale: 2 ** bits - 1 };
}

function settleSize(triples: readonly Row[], inputs: Row | undefined, mesh: Mesh | undefined, lastLine: number): number {
  const counted = Math.round(Math.cbrt(triples.length));
  const size = mesh?.size ?? inputs?.numbers.length ?? counted;
  if (inputs !== undefined && inputs.numbers.length !== size) throw fault(inputs.line, `${inputs.numbers.length} input values`, `${size}, one a node by the Mesh of line ${mesh?.line ?? 1}`);
  if (size < 2 || size > MAXIMUM_3DL_SIZE) throw fault(inputs?.line ?? lastLine, `${size} nodes an edge`, `2 to ${MAXIMUM_3DL_SIZE}`);
  if (triples.length !== size ** 3) {
    const where = triples.length > size ** 3 ? triples[size ** 3].line : lastLine;
    const expected = mesh === undefined && inputs === undefined ? 'a cube number of rows: 8, 27, 64, ...' : `${size ** 3} for ${size} nodes an edge`;
    throw fault(where, `${triples.length} rows of three numbers`, expected);
  }
  return size;
}

function checkInputs({ numbers, line }: Row): void {
  const step = (numbers[numbers.length - 1] - numbers[0]) / (numbers.length - 1);
  const isEven = step > 0 && numbers[0] === 0 && numbers.every((value, i) => Math.abs(value - i * step) <= INPUT_TOLERANCE);
  if (!isEven) throw fault(line, `input values ${describeValue(numbers.join(' '))}`, 'evenly spaced ones from 0; bake the LUT with even spacing first');
}

function requireTriple({ numbers, line }: Row): readonly number[] {
  if (numbers.length !== 3) throw fault(line, `${numbers.length} numbers`, 'three, red, green and blue');
  return numbers;
}

function toRedFastest(triples: readonly (readonly number[])[], size: number, fullScale: number): Float32Array {
  const values = new Float32Array(size ** 3 * 3);
  triples.forEach((triple, index) => {
    const b = index % size;
    const g = Math.floor(index / size) % size;
    const r = Math.floor(index / (size * size));
    const target = (r + size * (g + size * b)) * 3;
    for (let c = 0; c < 3; c += 1) values[target + c] = triple[c] / fullScale;
  });
  return values;
}

function warn(largest: number, fullScale: number, mesh: Mesh | undefined, fileName: string | undefined): CubeWarning[] {
  const log = warnOfLogEncoding([fileName?.replace(/^.*[/\\]/s, '')]);
  const isDoubtful = mesh === undefined && largest < fullScale * UNUSED_SCALE;
  return [
    ...(isDoubtful ? [{ code: 'guessed-scale', message: `no Mesh line states the output depth; its largest value, ${largest}, was read as of ${fullScale}` } as const] : []),
    ...(log === undefined ? [] : [log]),
  ];
}

function fault(line: number, found: string, expected: string): InvalidFileError {
  return new InvalidFileError(`line ${line}: ${found} (expected ${expected})`, { line, value: found, expected });
}
