import { InvalidArgumentError, InvalidFileError } from '../errors.js';

/** A control point: input and output, whole numbers 0..255. */
export type AcvPoint = readonly [input: number, output: number];

/** The curves of an `.acv` file. A curve that changes nothing is left out. */
export interface AcvCurves {
  /** Acts on every channel, after the channels' own curves. */
  readonly composite?: readonly AcvPoint[];
  readonly red?: readonly AcvPoint[];
  readonly green?: readonly AcvPoint[];
  readonly blue?: readonly AcvPoint[];
}

/** An `.acv` file as read. */
export interface ParsedAcv {
  readonly version: 1 | 4;
  readonly curves: AcvCurves;
  /** Curves after blue that change something, for channels a photo in RGB does not have; not among `curves`. */
  readonly ignoredCount: number;
}

const CHANNELS = ['composite', 'red', 'green', 'blue'] as const;
export const MINIMUM_ACV_POINTS = 2;
export const MAXIMUM_ACV_POINTS = 19;
/** Channels an image can have in Photoshop, and the composite. */
const MAXIMUM_ACV_CURVES = 57;
const MAXIMUM_ACV_BYTES = 64 * 1024;
/** `Crv `: the same curves again, with the index of the channel before each. */
const CRV_TAG = 0x43727620;

/** A list of curves that ends where a file may end. */
interface Reading {
  readonly points: ReadonlyMap<number, readonly AcvPoint[]>;
}

/**
 * Reads Photoshop's curves: big-endian 16-bit version and count, then each curve as a count of points and pairs of output and
 * input.
 *
 * @remarks *Convention:* version 4 has a count and the curves in order; version 1 has, depending on who wrote it, a count too or a
 * bit for each channel in 16 or 32 bits. Where the file's length does not settle which, it is refused. A `Crv ` section, which
 * says the same again, is passed over.
 * @throws {@link InvalidFileError} naming the byte at fault.
 * @see Adobe Photoshop File Formats Specification, November 2019, "Curves"
 */
export function parseAcv(bytes: Uint8Array): ParsedAcv {
  if (bytes.length > MAXIMUM_ACV_BYTES) throw fault(0, `${bytes.length} bytes`, `at most ${MAXIMUM_ACV_BYTES}`);
  if (bytes.length < 4) throw fault(0, `${bytes.length} bytes`, 'a version, a count and curves');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(0);
  if (version !== 1 && version !== 4) throw fault(0, `version ${version}`, 'version 1 or 4');
  const reading = version === 4 ? readCurves(view, 4, countedChannels(view.getUint16(2))) : readVersion1(view);
  const curves: Partial<Record<keyof AcvCurves, readonly AcvPoint[]>> = {};
  let ignoredCount = 0;
  for (const [channel, points] of reading.points) {
    if (isIdentity(points)) continue;
    const name = CHANNELS.at(channel);
    if (channel >= CHANNELS.length || name === undefined) ignoredCount += 1;
    else curves[name] = points;
  }
  return { version, curves, ignoredCount };
}

function countedChannels(count: number): number[] {
  if (count < 1 || count > MAXIMUM_ACV_CURVES) throw fault(2, `${count} curves`, `1 to ${MAXIMUM_ACV_CURVES}`);
  return Array.from({ length: count }, (_, channel) => channel);
}

function flaggedChannels(bits: number): number[] {
  return Array.from({ length: 32 }, (_, channel) => channel).filter((channel) => ((bits >>> channel) & 1) === 1);
}

/** Tries every meaning of the field behind the version, and takes the one that leads to the end of the file. */
function readVersion1(view: DataView): Reading {
  const attempts: (() => Reading)[] = [() => readCurves(view, 4, countedChannels(view.getUint16(2))), () => readCurves(view, 4, flaggedChannels(view.getUint16(2)))];
  if (view.byteLength >= 6) attempts.push(() => readCurves(view, 6, flaggedChannels(view.getUint32(2))));
  const readings = new Map<string, Reading>();
  let firstFault: unknown;
  for (const attempt of attempts) {
    try {
      const reading = attempt();
      if (reading.points.size > 0) readings.set(JSON.stringify([...reading.points]), reading);
    } catch (error) {
      firstFault ??= error;
    }
  }
  const [reading] = readings.values();
  if (readings.size > 1) throw fault(2, `a field of ${view.getUint16(2)} that can be a count and a set of channels`, 'curves that fit one meaning alone');
  if (reading === undefined) throw firstFault ?? fault(2, 'no curve', 'at least one');
  return reading;
}

function readCurves(view: DataView, start: number, channels: readonly number[]): Reading {
  const points = new Map<number, readonly AcvPoint[]>();
  let offset = start;
  for (const channel of channels) {
    const curve = readCurve(view, offset, channel);
    points.set(channel, curve);
    offset += 2 + curve.length * 4;
  }
  const rest = view.byteLength - offset;
  const isPadding = rest < 4 && Array.from({ length: rest }, (_, i) => view.getUint8(offset + i)).every((byte) => byte === 0);
  const isCrv = rest >= 4 && view.getUint32(offset) === CRV_TAG;
  if (!isPadding && !isCrv) throw fault(offset, `${rest} bytes after the last curve`, 'the end of the file, or a section "Crv "');
  return { points };
}

function readCurve(view: DataView, offset: number, channel: number): AcvPoint[] {
  const name = CHANNELS.at(channel) ?? `channel ${channel}`;
  if (offset + 2 > view.byteLength) throw fault(offset, `the end of the file before the curve of ${name}`, 'a count of points');
  const count = view.getUint16(offset);
  if (count < MINIMUM_ACV_POINTS || count > MAXIMUM_ACV_POINTS) throw fault(offset, `${count} points in the curve of ${name}`, `${MINIMUM_ACV_POINTS} to ${MAXIMUM_ACV_POINTS}`);
  if (offset + 2 + count * 4 > view.byteLength) throw fault(offset, `the end of the file within the curve of ${name}`, `${count} points of 4 bytes`);
  const points: AcvPoint[] = [];
  for (let i = 0; i < count; i += 1) {
    const at = offset + 2 + i * 4;
    const output = view.getInt16(at);
    const input = view.getInt16(at + 2);
    if (output < 0 || output > 255 || input < 0 || input > 255) throw fault(at, `point ${i} of ${name}: input ${input}, output ${output}`, '0 to 255');
    if (i > 0 && input <= points[i - 1][0]) throw fault(at + 2, `point ${i} of ${name}: input ${input}`, `more than the ${points[i - 1][0]} before it`);
    points.push([input, output]);
  }
  return points;
}

function isIdentity(points: readonly AcvPoint[]): boolean {
  return points[0][0] === 0 && points[points.length - 1][0] === 255 && points.every(([input, output]) => input === output);
}

/**
 * Writes Photoshop's curves as version 4: composite, red, green, blue; one that is left out changes nothing.
 *
 * @param curves - 2 to 19 points each, whole numbers 0..255, inputs rising.
 * @throws {@link InvalidArgumentError} for points the file cannot hold.
 */
export function writeAcv(curves: AcvCurves): Uint8Array {
  const words: number[] = [4, CHANNELS.length];
  for (const name of CHANNELS) {
    const points = curves[name] ?? [[0, 0], [255, 255]];
    checkPoints(name, points);
    words.push(points.length, ...points.flatMap(([input, output]) => [output, input]));
  }
  const bytes = new Uint8Array(words.length * 2);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => view.setUint16(i * 2, word));
  return bytes;
}

function checkPoints(name: string, points: readonly AcvPoint[]): void {
  const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;
  const bad = points.findIndex(([input, output], i) => !isWhole(input) || !isWhole(output) || (i > 0 && input <= points[i - 1][0]));
  if (points.length >= MINIMUM_ACV_POINTS && points.length <= MAXIMUM_ACV_POINTS && bad < 0) return;
  const found = bad < 0 ? `${points.length} points` : `point ${bad} is (${points[bad].join(', ')})`;
  const expected = `${MINIMUM_ACV_POINTS} to ${MAXIMUM_ACV_POINTS} points of whole numbers 0 to 255, inputs rising`;
  throw new InvalidArgumentError(`curves.${name}: ${found} (expected ${expected})`, { field: `curves.${name}`, expected });
}

function fault(offset: number, found: string, expected: string): InvalidFileError {
  return new InvalidFileError(`byte ${offset}: ${found} (expected ${expected})`, { offset, value: found, expected });
}
