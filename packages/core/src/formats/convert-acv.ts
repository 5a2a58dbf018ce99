import { monotoneCubic } from '../color/monotone-cubic.js';
import { naturalCubic } from '../color/natural-cubic.js';
import type { RecipeOperation } from '../recipe/recipe.js';
import type { AcvCurves, AcvPoint } from './acv.js';

/** A curve's points as a tone curve takes them, and the largest difference to the file's own curve, in 8-bit levels. */
interface FittedPoints {
  readonly points: readonly (readonly [number, number])[];
  readonly maximumLevels: number;
}

/** Curves as operations of a recipe. */
export interface AcvOperations {
  /** None when no curve changes anything; the channels' curves come before the composite. */
  readonly operations: readonly RecipeOperation[];
  /** Largest difference between a tone curve and the file's, in 8-bit levels. */
  readonly maximumLevels: number;
}

/** Points a tone curve takes. */
const MAXIMUM_TONE_POINTS = 32;
/** Positions looked at: four in each 8-bit level. */
const POSITIONS = 255 * 4;
/** Closer than this no picture shows, and more points would only make the recipe longer. */
const CLOSE_ENOUGH_LEVELS = 0.02;
/** Decimals of a point: a thousandth of a 16-bit level. */
const DECIMALS = 7;

/** @returns the function of a curve in a file: natural cubic between the points, flat outside, clipped; 0..1 to 0..1. */
export function acvCurveFunction(points: readonly AcvPoint[]): (value: number) => number {
  const curve = naturalCubic(points.map(([input]) => input / 255), points.map(([, output]) => output / 255));
  return (value) => Math.min(Math.max(curve(value), 0), 1);
}

/**
 * Makes Photoshop's curves into tone curves.
 *
 * @remarks Photoshop joins points by a natural cubic, which overshoots; a tone curve by a monotone one. So the file's curve is
 * sampled where the two differ most, until they agree within 0.02 levels or the tone curve is full.
 */
export function acvToOperations({ composite, red, green, blue }: AcvCurves): AcvOperations {
  let maximumLevels = 0;
  const fit = (points: readonly AcvPoint[]): FittedPoints['points'] => {
    const fitted = fitTonePoints(points);
    maximumLevels = Math.max(maximumLevels, fitted.maximumLevels);
    return fitted.points;
  };
  const operations: RecipeOperation[] = [];
  if (red !== undefined || green !== undefined || blue !== undefined) {
    operations.push({
      op: 'toneCurve',
      ...(red === undefined ? {} : { redPoints: fit(red) }),
      ...(green === undefined ? {} : { greenPoints: fit(green) }),
      ...(blue === undefined ? {} : { bluePoints: fit(blue) }),
    });
  }
  if (composite !== undefined) operations.push({ op: 'toneCurve', points: fit(composite) });
  return { operations, maximumLevels };
}

function fitTonePoints(points: readonly AcvPoint[]): FittedPoints {
  const wanted = acvCurveFunction(points);
  const target = Float64Array.from({ length: POSITIONS + 1 }, (_, i) => wanted(i / POSITIONS));
  const chosen = new Set(points.map(([input]) => input * 4));
  for (;;) {
    const positions = [...chosen].sort((a, b) => a - b);
    const fitted = positions.map((i) => [round(i / POSITIONS), round(target[i])] as const);
    const curve = monotoneCubic(fitted.map(([x]) => x), fitted.map(([, y]) => y));
    let worst = 0;
    let maximumLevels = 0;
    for (let i = 0; i <= POSITIONS; i += 1) {
      const levels = Math.abs(curve(i / POSITIONS) - target[i]) * 255;
      if (levels <= maximumLevels) continue;
      maximumLevels = levels;
      worst = i;
    }
    if (maximumLevels <= CLOSE_ENOUGH_LEVELS || chosen.size === MAXIMUM_TONE_POINTS || chosen.has(worst)) return { points: fitted, maximumLevels };
    chosen.add(worst);
  }
}

function round(value: number): number {
  return Number(value.toFixed(DECIMALS));
}
