import { embedInPng } from '@openretouch/core/photo-file';
import { sharp } from './sharp.js';
import { zlib } from './zlib.js';

/** Black, white, greys, primaries and mixtures: no real device shows all of them as sRGB does. */
const PROBE_COLORS = Uint8Array.of(0, 0, 0, 255, 255, 255, 64, 64, 64, 160, 160, 160, 255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 120, 40, 40, 120, 200);

/**
 * Tells whether LittleCMS can use an RGB profile with a lookup table: sharp leaves colours as they are, without an error, where
 * it cannot.
 *
 * @returns false when probe colours come back unchanged, as they also would from an exact copy of sRGB, which needs no
 * conversion.
 */
export async function isTableProfileUsable(icc: Uint8Array): Promise<boolean> {
  const count = PROBE_COLORS.length / 3;
  const plain = await sharp(PROBE_COLORS, { raw: { width: count, height: 1, channels: 3 } }).png().toBuffer();
  const converted = await sharp(await embedInPng(plain, { icc }, zlib)).raw().toBuffer();
  return !converted.equals(PROBE_COLORS);
}
