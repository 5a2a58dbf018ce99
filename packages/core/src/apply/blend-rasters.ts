import { InvalidRasterError } from '../errors.js';
import { type Mask, validateMask } from '../raster/mask.js';
import { createRasterLike, type Raster } from '../raster/raster.js';
import { readCoverage } from './coverage.js';
import { readPixels, writePixels } from './pixel-io.js';

const BAND_PIXELS = 1 << 18;

/**
 * Blends two pictures of one form by coverage, in encoded values: 0 gives `before` exactly.
 *
 * @param mask - the pictures' size.
 * @returns a new raster with the alpha of `before`.
 * @throws {@link InvalidRasterError} when the forms differ; as for masks of an operation otherwise.
 */
export function blendRasters(before: Raster, after: Raster, mask: Mask): Raster {
  for (const field of ['width', 'height', 'channels', 'bitDepth', 'encoding'] as const) {
    if (after[field] !== before[field]) {
      throw new InvalidRasterError(`after.${field}: ${after[field]} (expected ${before[field]}, as before)`, { field, value: after[field] });
    }
  }
  validateMask('limit', mask, before.width, before.height);
  const out = createRasterLike(before);
  const total = before.width * before.height;
  const low = new Float32Array(Math.min(total, BAND_PIXELS) * 3);
  const high = new Float32Array(low.length);
  const coverage = new Float32Array(low.length / 3);
  for (let first = 0; first < total; first += coverage.length) {
    const count = Math.min(coverage.length, total - first);
    readPixels(before, first, count, low);
    readPixels(after, first, count, high);
    readCoverage(mask, false, first, count, coverage);
    const read = before.encoding === 'linear-srgb' ? low.slice() : undefined;
    for (let p = 0; p < count * 3; p += 1) {
      const amount = coverage[(p / 3) | 0];
      if (amount > 0) low[p] += amount * (high[p] - low[p]);
    }
    writePixels(low, before, first, count, out, read);
  }
  return out;
}
