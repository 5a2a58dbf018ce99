import type { SmallCopy } from '../analyse/analysis.js';
import { evaluatePlanOnColours } from '../bake/measure-bake-error.js';
import { ciede2000 } from '../color/ciede2000.js';
import { xyzToLab } from '../color/lab.js';
import { transformVector3, type Vector3 } from '../color/matrix3.js';
import { rgbToXyzMatrix } from '../color/rgb-xyz.js';
import { srgbToLinear } from '../color/transfer-functions.js';
import type { Plan } from '../plan/plan.js';
import { planWithoutPhoto } from '../plan/plan-without-photo.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { Recipe } from '../recipe/recipe.js';
import { makeColourSet } from '../transforms/colour-set.js';

/** CIEDE2000 differences over a set of colours: the mean, the value 95 % do not exceed, and the largest. */
export interface FitErrorSummary {
  readonly mean: number;
  readonly p95: number;
  readonly maximum: number;
}

/** What sliders cannot do of a plan: over colours of the whole cube, and over the photo's. */
export interface FitError extends FitErrorSummary {
  readonly photo?: FitErrorSummary;
}

/** Every fourth of the colours bakes are measured on: as evenly spread, and a fit is no finer than that. */
const STRIDE = 4;

/**
 * Measures a recipe against the plan it stands for, both clamped to 0..1 as on a screen.
 *
 * @param recipe - the same for every photo.
 * @param sample - the photo's small copy in the plan's space.
 */
export async function measureFitError(plan: Plan, recipe: Recipe, sample?: SmallCopy): Promise<FitError> {
  const fitted = await planWithoutPhoto(recipe, plan.space);
  const cube = summarise(plan, fitted, everyFourth(makeColourSet()));
  if (sample === undefined) return cube;
  const visible = sample.weights === undefined ? sample.rgb : sample.rgb.filter((_, i) => (sample.weights?.[Math.floor(i / 3)] ?? 0) > 0);
  return { ...cube, photo: summarise(plan, fitted, everyFourth(visible)) };
}

function everyFourth(rgb: Float32Array): Float32Array {
  return rgb.filter((_, i) => Math.floor(i / 3) % STRIDE === 0);
}

function summarise(plan: Plan, fitted: Plan, colours: Float32Array): FitErrorSummary {
  const [expected, found] = [plan, fitted].map((one) => {
    const rgb = colours.slice();
    evaluatePlanOnColours(one, rgb);
    return rgb;
  });
  const toLab = labFunction(plan.space);
  const differences = Float64Array.from({ length: colours.length / 3 }, (_, i) => ciede2000(toLab(expected, i), toLab(found, i))).sort();
  if (differences.length === 0) return { mean: 0, p95: 0, maximum: 0 };
  const sum = differences.reduce((total, value) => total + value, 0);
  return { mean: sum / differences.length, p95: differences[Math.ceil(differences.length * 0.95) - 1], maximum: differences[differences.length - 1] };
}

function labFunction(space: EncodedSpace): (rgb: Float32Array, index: number) => Vector3 {
  const toXyz = rgbToXyzMatrix(space);
  return (rgb, index) => {
    const linear = [0, 1, 2].map((c) => srgbToLinear(Math.min(1, Math.max(0, rgb[index * 3 + c]))));
    return xyzToLab(transformVector3(toXyz, linear as Vector3));
  };
}
