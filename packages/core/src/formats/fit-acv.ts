import { naturalCubic } from '../color/natural-cubic.js';
import type { AcvCurves, AcvPoint } from './acv.js';

/** Curves that can be written, and how far they are from what was asked for. */
export interface FittedAcv {
  readonly curves: AcvCurves;
  /** Mean and largest difference over the 256 inputs of each channel, in 8-bit levels. */
  readonly meanLevels: number;
  readonly maximumLevels: number;
}

/** Photoshop's dialog keeps sixteen, though a file may hold nineteen. */
const MAXIMUM_POINTS = 16;
/** Older versions drop points whose inputs are closer. */
const MINIMUM_DISTANCE = 4;
/** Half a level is what rounding the points costs anyway. */
const CLOSE_ENOUGH_LEVELS = 0.3;
/** A fit this good is not tried again. */
const GOOD_LEVELS = 0.5;
const INPUTS = 256;
/**
 * How far from the input with the largest difference a new point may lie. A point beside it, where the curve passes near a whole
 * level, often does more than one on it that has to be rounded: a slight bend errs by 0.4 levels instead of 1.
 */
const REACHES = [0, 6, 24] as const;

/**
 * Fits Photoshop's curves to one function a channel.
 *
 * @param channels - red, green and blue at the 256 inputs i / 255; values 0..1, those outside are clipped.
 * @returns the composite alone where the three are equal, a curve for each channel otherwise; none where nothing changes.
 */
export function fitAcv(channels: readonly [Float32Array, Float32Array, Float32Array]): FittedAcv {
  const levels = channels.map((values) => Float64Array.from(values, (value) => Math.min(Math.max(value, 0), 1) * 255));
  const isShared = levels.every((values) => values.every((value, i) => value === levels[0][i]));
  const fitted = (isShared ? [levels[0]] : levels).map(fitCurve);
  const names = isShared ? (['composite'] as const) : (['red', 'green', 'blue'] as const);
  const curves: Partial<Record<keyof AcvCurves, readonly AcvPoint[]>> = {};
  fitted.forEach(({ points }, i) => {
    if (points.length > 2 || points[0][1] !== 0 || points[1][1] !== 255) curves[names[i]] = points;
  });
  return {
    curves,
    meanLevels: fitted.reduce((sum, { meanLevels }) => sum + meanLevels, 0) / fitted.length,
    maximumLevels: Math.max(...fitted.map(({ maximumLevels }) => maximumLevels)),
  };
}

interface FittedCurve {
  readonly points: readonly AcvPoint[];
  readonly meanLevels: number;
  readonly maximumLevels: number;
}

/** Takes the first good fit, or else the best of all. */
function fitCurve(target: Float64Array): FittedCurve {
  let best: FittedCurve | undefined;
  for (const reach of REACHES) {
    const fitted = reach === 0 ? fitByMovingOutputs(target) : fitByTryingInputs(target, reach);
    if (best === undefined || fitted.maximumLevels < best.maximumLevels) best = fitted;
    if (best.maximumLevels <= GOOD_LEVELS) break;
  }
  return best as FittedCurve;
}

/** Adds the input with the largest difference until the curve is close, then moves outputs by single levels where that helps. */
function fitByMovingOutputs(target: Float64Array): FittedCurve {
  return addPoints(target, (outputs, worst) => settleOutputs(new Map(outputs).set(worst, Math.round(target[worst])), target));
}

/** Adds, of all inputs around the one with the largest difference, that which leaves the smallest sum of squares. */
function fitByTryingInputs(target: Float64Array, reach: number): FittedCurve {
  return addPoints(target, (outputs, worst) => {
    const tried: { readonly outputs: Map<number, number>; readonly squares: number }[] = [];
    for (let input = Math.max(0, worst - reach); input <= Math.min(INPUTS - 1, worst + reach); input += 1) {
      if (!isFree(outputs, input)) continue;
      const candidate = new Map(outputs).set(input, Math.round(target[input]));
      tried.push({ outputs: candidate, squares: measure(candidate, target).squares });
    }
    return tried.reduce((best, next) => (next.squares < best.squares ? next : best)).outputs;
  });
}

function addPoints(target: Float64Array, add: (outputs: Map<number, number>, worst: number) => Map<number, number>): FittedCurve {
  let outputs = new Map<number, number>([0, INPUTS - 1].map((input) => [input, Math.round(target[input])]));
  let best = measure(outputs, target);
  let result = { outputs, ...best };
  while (best.maximumLevels > CLOSE_ENOUGH_LEVELS && outputs.size < MAXIMUM_POINTS) {
    const free = best.differences.map((difference, input) => (isFree(outputs, input) ? difference : -1));
    const worst = free.indexOf(Math.max(...free));
    if (free[worst] <= 0) break;
    outputs = add(outputs, worst);
    best = measure(outputs, target);
    if (best.maximumLevels < result.maximumLevels) result = { outputs, ...best };
  }
  const points = [...result.outputs].sort(([a], [b]) => a - b);
  return { points, meanLevels: result.meanLevels, maximumLevels: result.maximumLevels };
}

function isFree(outputs: ReadonlyMap<number, number>, input: number): boolean {
  for (const other of outputs.keys()) if (Math.abs(other - input) < MINIMUM_DISTANCE) return false;
  return true;
}

function settleOutputs(outputs: Map<number, number>, target: Float64Array): Map<number, number> {
  let current = outputs;
  let score = measure(current, target).squares;
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (const [input, output] of current) {
      for (const moved of [output - 1, output + 1]) {
        if (moved < 0 || moved > 255) continue;
        const candidate = new Map(current).set(input, moved);
        const { squares } = measure(candidate, target);
        if (squares >= score) continue;
        [current, score, isBetter] = [candidate, squares, true];
      }
    }
  }
  return current;
}

function measure(outputs: ReadonlyMap<number, number>, target: Float64Array): { readonly differences: number[]; readonly meanLevels: number; readonly maximumLevels: number; readonly squares: number } {
  const points = [...outputs].sort(([a], [b]) => a - b);
  const curve = naturalCubic(points.map(([input]) => input), points.map(([, output]) => output));
  const differences = Array.from(target, (value, input) => Math.abs(Math.min(Math.max(curve(input), 0), 255) - value));
  return {
    differences,
    meanLevels: differences.reduce((sum, difference) => sum + difference, 0) / INPUTS,
    maximumLevels: Math.max(...differences),
    squares: differences.reduce((sum, difference) => sum + difference * difference, 0),
  };
}
