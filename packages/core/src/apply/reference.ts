import type { Raster } from '../raster/raster.js';
import { evaluateTransforms } from '../transforms/evaluate.js';
import { readCoverage } from './coverage.js';
import type { KernelOutcome } from './kernels.js';
import { readPixels, writePixels } from './pixel-io.js';
import type { ReadyStep } from './ready-steps.js';

/** Writes `rowCount` rows from `firstRow` of the result into `out`; called with bands in order, each once. */
export type ApplyRows = (source: Raster, firstRow: number, rowCount: number, out: Raster) => KernelOutcome | Promise<KernelOutcome>;

/**
 * The reference: every transform in order on a band of float32 rows, as the definitions read. Works on every bit depth and
 * every step; what every faster way is compared with.
 *
 * @param bandRows - the most rows one call may ask for.
 */
export function createReference(steps: readonly ReadyStep[], planStrength: number, width: number, height: number, bandRows: number): ApplyRows {
  const rgb = new Float32Array(bandRows * width * 3);
  const scratch = new Float32Array(rgb.length);
  const original = new Float32Array(rgb.length);
  const coverage = new Float32Array(bandRows * width);
  return (source, firstRow, rowCount, out) => {
    const first = firstRow * width;
    const count = rowCount * width;
    const band = rgb.subarray(0, count * 3);
    readPixels(source, first, count, band);
    original.set(band);
    for (const step of steps) {
      const isPlain = step.mask === undefined && step.strength === 1;
      if (!isPlain) scratch.set(band);
      evaluateTransforms(step.transforms, band, { width, height, firstRow, rowCount });
      if (step.mask !== undefined) {
        readCoverage(step.mask, step.isInverted, first, count, coverage);
        blendInto(scratch, band, step.strength, coverage);
      } else if (!isPlain) {
        blendInto(scratch, band, step.strength, undefined);
      }
    }
    if (planStrength !== 1) blendInto(original, band, planStrength, undefined);
    writePixels(band, source, first, count, out, original);
  };
}

/**
 * after = before + amount (after - before), in encoded values, as layers blend. Amounts of 0 and 1 keep the bits of `before`
 * and `after`, infinities included.
 *
 * @param coverage - one value a pixel, 0..1; absent means everywhere.
 */
export function blendInto(before: Float32Array, after: Float32Array, strength: number, coverage: Float32Array | undefined): void {
  if (coverage === undefined) {
    if (strength === 1) return;
    if (strength === 0) after.set(before.subarray(0, after.length));
    else for (let p = 0; p < after.length; p += 1) after[p] = before[p] + strength * (after[p] - before[p]);
    return;
  }
  for (let i = 0, p = 0; p < after.length; i += 1, p += 3) {
    const amount = strength * coverage[i];
    if (amount === 1) continue;
    for (let q = p; q < p + 3; q += 1) after[q] = amount === 0 ? before[q] : before[q] + amount * (after[q] - before[q]);
  }
}
