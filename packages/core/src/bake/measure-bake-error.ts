import type { SmallCopy } from '../analyse/analysis.js';
import { ciede2000 } from '../color/ciede2000.js';
import { xyzToLab } from '../color/lab.js';
import { transformVector3, type Vector3 } from '../color/matrix3.js';
import { rgbToXyzMatrix } from '../color/rgb-xyz.js';
import { srgbToLinear } from '../color/transfer-functions.js';
import { UnsupportedEncodingError } from '../errors.js';
import { blendStepIntoCopy } from '../plan/blend-copy.js';
import type { Plan } from '../plan/plan.js';
import type { EncodedSpace } from '../raster/raster.js';
import { makeColourSet } from '../transforms/colour-set.js';
import { type ErrorSpread, spreadOf } from '../transforms/error-spread.js';
import { evaluateLut3d } from '../transforms/lut3d.js';
import type { Lut3dTransform } from '../transforms/transform.js';

/** Differences over one set of colours. */
export interface ErrorSummary {
  /** Absolute difference of each channel, in 8-bit levels (1/255), not rounded. */
  readonly levels: ErrorSpread;
  /** CIEDE2000 of each colour, D65. */
  readonly ciede2000: ErrorSpread;
  /** Number of colours. */
  readonly samples: number;
}

/** How far a LUT is from the plan it stands for: on colours spread over the cube, and on the photo's own. */
export interface BakeError extends ErrorSummary {
  /** The same over the photo's small copy, when one was given: what this photo will show. */
  readonly photo?: ErrorSummary;
}

/**
 * Measures a LUT against direct evaluation of the plan, both clamped to 0..1 as they are on screen.
 *
 * @param plan - point transforms without masks.
 * @param lut - in the plan's space.
 * @param sample - the photo's small copy, in the plan's space; transparent pixels are left out.
 * @throws {@link UnsupportedEncodingError} when `lut` or `sample` is of another space.
 */
export function measureBakeError(plan: Plan, lut: Lut3dTransform, sample?: SmallCopy): BakeError {
  requireSpace('lut.space', lut.space, plan.space);
  const overall = summarise(plan, lut, makeColourSet());
  if (sample === undefined) return overall;
  requireSpace('sample.space', sample.space, plan.space);
  return { ...overall, photo: summarise(plan, lut, visibleColours(sample)) };
}

/**
 * Evaluates a plan of unmasked steps on `rgb.length / 3` interleaved RGB triples, in place: strength of steps and plan included.
 */
export function evaluatePlanOnColours(plan: Plan, rgb: Float32Array): void {
  const original = plan.strength === 1 ? undefined : rgb.slice();
  const copy: SmallCopy = { rgb, weights: undefined, width: rgb.length / 3, height: 1, space: plan.space };
  for (const step of plan.steps) blendStepIntoCopy(step, undefined, copy);
  if (original === undefined) return;
  for (let i = 0; i < rgb.length; i += 1) rgb[i] = original[i] + plan.strength * (rgb[i] - original[i]);
}

function requireSpace(field: string, value: EncodedSpace, expected: EncodedSpace): void {
  if (value !== expected) throw new UnsupportedEncodingError(`${field}: ${value} (expected ${expected}, the plan's)`, { field, value, expected });
}

function visibleColours({ rgb, weights }: SmallCopy): Float32Array {
  if (weights === undefined) return rgb.slice();
  return rgb.filter((_, i) => weights[Math.floor(i / 3)] > 0);
}

function summarise(plan: Plan, lut: Lut3dTransform, colours: Float32Array): ErrorSummary {
  const samples = colours.length / 3;
  const direct = colours.slice();
  evaluatePlanOnColours(plan, direct);
  const baked = colours;
  evaluateLut3d(lut, baked, samples);

  const levels = new Float64Array(colours.length);
  const differences = new Float64Array(samples);
  const toLab = encodedToLab(plan.space);
  const expected: Vector3 = [0, 0, 0];
  const actual: Vector3 = [0, 0, 0];
  for (let i = 0; i < samples; i += 1) {
    for (let c = 0; c < 3; c += 1) {
      expected[c] = clampToUnit(direct[i * 3 + c]);
      actual[c] = clampToUnit(baked[i * 3 + c]);
      levels[i * 3 + c] = Math.abs(expected[c] - actual[c]) * 255;
    }
    differences[i] = ciede2000(toLab(expected), toLab(actual));
  }
  return { levels: spreadOf(levels), ciede2000: spreadOf(differences), samples };
}

function clampToUnit(value: number): number {
  return value > 0 ? (value < 1 ? value : 1) : 0;
}

/** @returns a function from encoded RGB of `space` to CIELAB (D65) that overwrites its argument. */
function encodedToLab(space: EncodedSpace): (rgb: Vector3) => Vector3 {
  const toXyz = rgbToXyzMatrix(space);
  return (rgb) => {
    for (let c = 0; c < 3; c += 1) rgb[c] = srgbToLinear(rgb[c]);
    return xyzToLab(transformVector3(toXyz, rgb, rgb), rgb);
  };
}
