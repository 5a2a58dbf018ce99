import { describeValue, InvalidRasterError } from '../errors.js';

/** `display-p3` uses the sRGB transfer function; `linear-srgb` holds linear light and is only meaningful as float. */
export type RasterEncoding = 'srgb' | 'display-p3' | 'linear-srgb';
/** The two spaces whose encoded values plans work on. */
export type EncodedSpace = 'srgb' | 'display-p3';
export type BitDepth = 8 | 16 | 32;
export type RasterData = Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array;

/**
 * A picture: rows top to bottom, pixels left to right, channels interleaved.
 *
 * @remarks *Convention:* 8-bit values 0..255, 16-bit 0..65535, 32-bit float nominally 0..1 and free to leave it. With four
 * channels the last is straight alpha when `alpha` is `straight`, and is carried along unread when it is `none`.
 */
export interface Raster {
  readonly data: RasterData;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly bitDepth: BitDepth;
  readonly encoding: RasterEncoding;
  readonly alpha: 'straight' | 'none';
}

/** A raster of 8 or 16 bits a sample. */
export type IntegerRaster = Raster & { readonly bitDepth: 8 | 16 };

/** @returns whether the samples are whole numbers. */
export function isInteger(raster: Raster): raster is IntegerRaster {
  return raster.bitDepth !== 32;
}

/** Larger pictures are refused: their buffers pass what typed arrays and hosts handle. */
export const MAXIMUM_RASTER_PIXELS = 500_000_000;

/** The value that stands for 1.0 in each bit depth. */
export function fullScale(bitDepth: BitDepth): number {
  return bitDepth === 8 ? 255 : bitDepth === 16 ? 65535 : 1;
}

const BIT_DEPTHS: Readonly<Record<string, BitDepth>> = { Uint8Array: 8, Uint8ClampedArray: 8, Uint16Array: 16, Float32Array: 32 };

/**
 * @returns the bit depth an array holds, `undefined` when it is none of {@link RasterData}.
 *
 * @remarks Reads the array's tag, not its constructor: arrays of another realm (a frame, a script context) are as good.
 */
export function bitDepthOf(data: unknown): BitDepth | undefined {
  const tag = ArrayBuffer.isView(data) ? (data as Uint8Array)[Symbol.toStringTag] : '';
  return Object.hasOwn(BIT_DEPTHS, tag) ? BIT_DEPTHS[tag] : undefined;
}

/** The space whose encoded values a plan for this raster works on. */
export function encodedSpaceOf(encoding: RasterEncoding): EncodedSpace {
  return encoding === 'display-p3' ? 'display-p3' : 'srgb';
}

/** @returns zeroed data for `sampleCount` samples of the bit depth. */
export function allocateData(bitDepth: BitDepth, sampleCount: number): Uint8Array | Uint16Array | Float32Array {
  if (bitDepth === 8) return new Uint8Array(sampleCount);
  if (bitDepth === 16) return new Uint16Array(sampleCount);
  return new Float32Array(sampleCount);
}

/** @returns a zeroed raster of the same form as `like`, of another size where given. */
export function createRasterLike(like: Raster, width = like.width, height = like.height): Raster {
  return { ...like, width, height, data: allocateData(like.bitDepth, width * height * like.channels) };
}

/**
 * Checks a raster at the border of the core.
 *
 * @throws {@link InvalidRasterError} naming the field, what came, and what was expected.
 */
export function validateRaster(raster: Raster): void {
  if (typeof raster !== 'object' || raster === null) {
    throw new InvalidRasterError(`raster: ${describeValue(raster)} (expected an object with data, width, height and form)`, { field: 'raster', value: raster });
  }
  validateDimensions('raster', raster.width, raster.height);
  if (raster.channels !== 3 && raster.channels !== 4) {
    throw new InvalidRasterError(`raster.channels: ${String(raster.channels)} (expected 3 or 4)`, { field: 'channels', value: raster.channels });
  }
  if (![8, 16, 32].includes(raster.bitDepth)) {
    throw new InvalidRasterError(`raster.bitDepth: ${String(raster.bitDepth)} (expected 8, 16 or 32)`, { field: 'bitDepth', value: raster.bitDepth });
  }
  if (bitDepthOf(raster.data) !== raster.bitDepth) {
    const kind = describeKind(raster.data);
    throw new InvalidRasterError(`raster.data: ${kind} (expected ${describeKind(allocateData(raster.bitDepth, 0))} for ${raster.bitDepth} bit)`, { field: 'data', value: kind });
  }
  const expectedLength = raster.width * raster.height * raster.channels;
  if (raster.data.length !== expectedLength) {
    throw new InvalidRasterError(
      `raster.data.length: ${raster.data.length} (expected ${expectedLength} for ${raster.width} x ${raster.height} x ${raster.channels})`,
      { field: 'data.length', value: raster.data.length, expected: expectedLength },
    );
  }
  if (!['srgb', 'display-p3', 'linear-srgb'].includes(raster.encoding)) {
    throw new InvalidRasterError(`raster.encoding: ${String(raster.encoding)} (expected srgb, display-p3 or linear-srgb)`, { field: 'encoding', value: raster.encoding });
  }
  if (raster.encoding === 'linear-srgb' && raster.bitDepth !== 32) {
    throw new InvalidRasterError(`raster.bitDepth: ${raster.bitDepth} (expected 32 for linear-srgb: fewer bits band the shadows)`, { field: 'bitDepth', value: raster.bitDepth });
  }
  if (raster.alpha !== 'none' && !(raster.alpha === 'straight' && raster.channels === 4)) {
    throw new InvalidRasterError(`raster.alpha: ${String(raster.alpha)} with ${raster.channels} channels (expected none, or straight with 4)`, { field: 'alpha', value: raster.alpha });
  }
}

/** @returns the name of a value's type, for messages: `Float64Array`, `Array`, `undefined`. */
export function describeKind(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value).slice(8, -1) : typeof value;
}

/** @throws {@link InvalidRasterError} unless both sides are whole numbers >= 1 and the area is within {@link MAXIMUM_RASTER_PIXELS}. */
export function validateDimensions(what: string, width: number, height: number): void {
  for (const [field, value] of [['width', width], ['height', height]] as const) {
    if (!Number.isInteger(value) || value < 1) {
      throw new InvalidRasterError(`${what}.${field}: ${String(value)} (expected a whole number >= 1)`, { field, value });
    }
  }
  if (width * height > MAXIMUM_RASTER_PIXELS) {
    throw new InvalidRasterError(`${what}: ${width} x ${height} pixels (expected at most ${MAXIMUM_RASTER_PIXELS / 1e6} megapixels)`, { field: 'size', value: width * height });
  }
}
