import { type CancelSignal, type ProgressListener, throwIfCancelled } from '../cancel.js';
import { describeValue, InvalidArgumentError, InvalidRasterError, UnsupportedEncodingError } from '../errors.js';
import type { Plan } from '../plan/plan.js';
import type { MaskSet } from '../raster/mask.js';
import { createRasterLike, encodedSpaceOf, type Raster, validateRaster } from '../raster/raster.js';
import type { ApplyReport } from './apply-report.js';
import { compilePlan, type ApplyPrecision } from './compile/compile-plan.js';
import type { KernelSet } from './kernels.js';
import { sampleColours } from './precision/sample-colours.js';
import { type ReadyStep, readySteps } from './ready-steps.js';
import { type ApplyRows, createReference } from './reference.js';

export interface ApplyOptions {
  /** Coverage by slot, each exactly the raster's size. */
  readonly masks?: MaskSet;
  /** Where to write: a raster of the same form, or the input itself to work in place. By default a new one. */
  readonly out?: Raster;
  readonly signal?: CancelSignal;
  readonly onProgress?: ProgressListener;
  /** Awaited between bands; give a macrotask here so that cancelling and drawing can happen. */
  readonly pause?: () => Promise<void>;
  /** Rows a band, a whole number >= 1; by default what the kernels like best, or about a quarter of a megapixel. */
  readonly bandRows?: number;
  /**
   * `auto` (default) compiles the plan for integer rasters, within one 8-bit level of the reference and mostly equal to it;
   * `reference` evaluates every definition as it is written, as float rasters and plans with grids always are.
   */
  readonly implementation?: 'auto' | 'reference';
  /**
   * What becomes of unmasked chains too long for one pass, where the plan is compiled. `auto` (default): through a LUT of 33 nodes an edge where
   * that is a fifth cheaper by the costs of `precision/stage-costs.ts` and nowhere more than half an 8-bit level off where it is tried,
   * 8 bit only; the choice depends on plan and picture alone, not on the machine or the time. `exact`: never. `baked`: always, 65 nodes for 16 bit and from 12
   * megapixels, with the error of that LUT.
   */
  readonly precision?: ApplyPrecision;
  /** Faster loops over integer pixels, as `@openretouch/kernels` has them; used with `auto`, wherever they do what the plan asks and as long as they can. */
  readonly kernels?: KernelSet;
  /** Told once, before the first pixel is written, how the plan is run and why. */
  readonly onReport?: (report: ApplyReport) => void;
}

const BAND_PIXELS = 1 << 18;

/**
 * Applies a plan to a raster in bands of rows.
 *
 * @returns `options.out`, or a new raster of the input's form. Alpha is carried over untouched. A plan without steps copies
 * the input bit for bit, and so does a mask where it covers nothing.
 * @throws {@link InvalidRasterError}, {@link MaskError}, {@link UnsupportedEncodingError}, {@link InvalidArgumentError} before anything is written; the
 * signal's reason when cancelled (rows already written to `out` stay written).
 */
export async function applyPlan(plan: Plan, raster: Raster, options: ApplyOptions = {}): Promise<Raster> {
  validateRaster(raster);
  validateChoice('implementation', options.implementation, ['auto', 'reference']);
  validateChoice('precision', options.precision, ['auto', 'exact', 'baked']);
  validateBandRows(options.bandRows);
  const space = encodedSpaceOf(raster.encoding);
  if (plan.space !== space) {
    throw new UnsupportedEncodingError(`plan.space: ${plan.space} (expected ${space}, the raster's; convert the raster or plan again)`, { plan: plan.space, raster: raster.encoding });
  }
  const out = options.out ?? createRasterLike(raster);
  if (out !== raster) validateOut(raster, out);
  const { width, height } = raster;
  const steps = readySteps(plan, options.masks, width, height);
  throwIfCancelled(options.signal);
  if (steps.length === 0) {
    options.onReport?.({ kernels: 'typescript', kind: 'copy', precision: 'exact', reason: 'the plan changes nothing' });
    if (out !== raster) out.data.set(raster.data);
    options.onProgress?.(1);
    return out;
  }

  const { bandRows, ...chosen } = chooseImplementation(plan, steps, raster, options);
  let { applyRows } = chosen;
  for (let firstRow = 0; firstRow < height; firstRow += bandRows) {
    const rowCount = Math.min(bandRows, height - firstRow);
    if ((await applyRows(raster, firstRow, rowCount, out)) === 'declined') {
      const { kernels: _declined, onReport: _told, ...own } = options;
      // `auto` looks at the picture, of which part may be done already.
      const precision = own.precision === 'baked' ? 'baked' : 'exact';
      ({ applyRows } = chooseImplementation(plan, steps, raster, { ...own, precision, bandRows }));
      await applyRows(raster, firstRow, rowCount, out);
    }
    options.onProgress?.((firstRow + rowCount) / height);
    await options.pause?.();
    throwIfCancelled(options.signal);
  }
  return out;
}

/** The loops to run, and rows a band. Larger bands are for compiled loops alone: the reference holds a band as floats, several times. */
function chooseImplementation(plan: Plan, steps: readonly ReadyStep[], raster: Raster, options: ApplyOptions): { readonly applyRows: ApplyRows; readonly bandRows: number } {
  const { implementation, precision = 'auto', kernels, onReport } = options;
  const { width, height, bitDepth } = raster;
  const rowsOf = (pixels: number): number => Math.min(height, options.bandRows ?? Math.max(1, Math.floor(pixels / width)));
  if (implementation !== 'reference') {
    const form = { bitDepth, space: plan.space, pixelCount: width * height, colours: () => sampleColours(raster), measuresBake: onReport !== undefined };
    const compiled = compilePlan(steps, plan.strength, form, precision, kernels);
    if (compiled !== undefined) {
      const { apply, ...report } = compiled;
      onReport?.(report);
      return { applyRows: (source, firstRow, rowCount, target) => apply(source, firstRow * width, rowCount * width, target), bandRows: rowsOf(kernels?.bandPixels ?? BAND_PIXELS) };
    }
  }
  onReport?.({ kernels: 'typescript', kind: 'reference', precision: 'exact', reason: describeReference(implementation, raster) });
  const bandRows = rowsOf(BAND_PIXELS);
  return { applyRows: createReference(steps, plan.strength, width, height, bandRows), bandRows };
}

function describeReference(implementation: ApplyOptions['implementation'], { bitDepth }: Raster): string {
  if (implementation === 'reference') return 'asked for';
  return bitDepth === 32 ? 'float pixels are computed as the definitions are written' : 'no faster loop does this plan on these pixels';
}

function validateChoice(name: string, value: string | undefined, accepted: readonly string[]): void {
  if (value === undefined || accepted.includes(value)) return;
  throw new InvalidArgumentError(`options.${name}: ${describeValue(value)} (expected ${accepted.join(' or ')})`, { argument: name, value, accepted });
}

function validateBandRows(bandRows: number | undefined): void {
  if (bandRows === undefined || (Number.isInteger(bandRows) && bandRows >= 1)) return;
  throw new InvalidArgumentError(`options.bandRows: ${describeValue(bandRows)} (expected a whole number of rows >= 1)`, { argument: 'bandRows', value: bandRows });
}

function validateOut(raster: Raster, out: Raster): void {
  validateRaster(out);
  for (const field of ['width', 'height', 'channels', 'bitDepth', 'encoding', 'alpha'] as const) {
    if (out[field] !== raster[field]) {
      throw new InvalidRasterError(`out.${field}: ${out[field]} (expected ${raster[field]}, as the input)`, { field, value: out[field] });
    }
  }
}
