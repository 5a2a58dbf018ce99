import { type CancelSignal, type ProgressListener, throwIfCancelled } from '../cancel.js';
import { InvalidRasterError, UnsupportedEncodingError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import type { Mask, MaskSet } from '../raster/mask.js';
import { createRasterLike, encodedSpaceOf, type Raster, validateRaster } from '../raster/raster.js';
import type { Transform } from '../transforms/transform.js';
import { evaluateTransforms } from '../transforms/evaluate.js';
import { readCoverage, resolveMask } from './coverage.js';
import { readPixels, writePixels } from './pixel-io.js';

export interface ApplyOptions {
  /** Coverage by slot, each exactly the raster's size. */
  readonly masks?: MaskSet;
  /** Where to write: a raster of the same form, or the input itself to work in place. By default a new one. */
  readonly out?: Raster;
  readonly signal?: CancelSignal;
  readonly onProgress?: ProgressListener;
  /** Awaited between bands; give a macrotask here so that cancelling and drawing can happen. */
  readonly pause?: () => Promise<void>;
  /** Rows a band; by default about a quarter of a megapixel. */
  readonly bandRows?: number;
}

const BAND_PIXELS = 1 << 18;

/** A step with its mask found, checked and feathered. */
interface ReadyStep {
  readonly transforms: readonly Transform[];
  readonly strength: number;
  readonly mask: Mask | undefined;
  readonly isInverted: boolean;
}

/**
 * Applies a plan to a raster in bands of rows: the reference implementation, exact to float32.
 *
 * @returns `options.out`, or a new raster of the input's form. Alpha is carried over untouched. A plan without steps copies
 * the input bit for bit.
 * @throws {@link InvalidRasterError}, {@link MaskError}, {@link UnsupportedEncodingError} before anything is written; the
 * signal's reason when cancelled (rows already written to `out` stay written).
 */
export async function applyPlan(plan: Plan, raster: Raster, options: ApplyOptions = {}): Promise<Raster> {
  validateRaster(raster);
  const space = encodedSpaceOf(raster.encoding);
  if (plan.space !== space) {
    throw new UnsupportedEncodingError(`plan.space: ${plan.space} (expected ${space}, the raster's; convert the raster or plan again)`, { plan: plan.space, raster: raster.encoding });
  }
  const out = options.out ?? createRasterLike(raster);
  if (out !== raster) validateOut(raster, out);
  const { width, height } = raster;
  const steps = plan.strength === 0 ? [] : readySteps(plan, options.masks, width, height);
  throwIfCancelled(options.signal);
  if (steps.length === 0) {
    if (out !== raster) out.data.set(raster.data);
    options.onProgress?.(1);
    return out;
  }

  const bandRows = Math.min(height, Math.max(1, options.bandRows ?? Math.floor(BAND_PIXELS / width)));
  const rgb = new Float32Array(bandRows * width * 3);
  const scratch = new Float32Array(rgb.length);
  const original = plan.strength === 1 ? undefined : new Float32Array(rgb.length);
  const coverage = new Float32Array(bandRows * width);
  for (let firstRow = 0; firstRow < height; firstRow += bandRows) {
    const rowCount = Math.min(bandRows, height - firstRow);
    const first = firstRow * width;
    const count = rowCount * width;
    const band = rgb.subarray(0, count * 3);
    readPixels(raster, first, count, band);
    original?.set(band);
    for (const step of steps) {
      const isPlain = step.mask === undefined && step.strength === 1;
      if (!isPlain) scratch.set(band);
      evaluateTransforms(step.transforms, band, { width, height, firstRow, rowCount });
      if (step.mask !== undefined) {
        readCoverage(step.mask, step.isInverted, first, count, coverage);
        blend(scratch, band, step.strength, coverage);
      } else if (!isPlain) {
        blend(scratch, band, step.strength, undefined);
      }
    }
    if (original !== undefined) blend(original, band, plan.strength, undefined);
    writePixels(band, raster, first, count, out);
    options.onProgress?.((firstRow + rowCount) / height);
    await options.pause?.();
    throwIfCancelled(options.signal);
  }
  return out;
}

function readySteps(plan: Plan, masks: MaskSet | undefined, width: number, height: number): ReadyStep[] {
  const ready: ReadyStep[] = [];
  for (const step of plan.steps) {
    const mask = step.mask === undefined ? undefined : resolveMask(step.mask, masks, width, height);
    if (step.mask !== undefined && mask === undefined) continue;
    ready.push({ transforms: step.transforms, strength: step.strength, mask, isInverted: step.mask?.invert === true });
  }
  return ready;
}

/** after = before + amount (after - before), in encoded values, as layers blend. Coverage 0 gives `before` exactly. */
function blend(before: Float32Array, after: Float32Array, strength: number, coverage: Float32Array | undefined): void {
  for (let p = 0; p < after.length; p += 1) {
    const amount = coverage === undefined ? strength : strength * coverage[(p / 3) | 0];
    after[p] = before[p] + amount * (after[p] - before[p]);
  }
}

function validateOut(raster: Raster, out: Raster): void {
  validateRaster(out);
  for (const field of ['width', 'height', 'channels', 'bitDepth', 'encoding', 'alpha'] as const) {
    if (out[field] !== raster[field]) {
      throw new InvalidRasterError(`out.${field}: ${out[field]} (expected ${raster[field]}, as the input)`, { field, value: out[field] });
    }
  }
}
