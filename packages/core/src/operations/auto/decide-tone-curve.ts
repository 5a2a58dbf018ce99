import type { Histogram, Statistics } from '../../analyse/analysis.js';

type Points = [number, number][];

/*
 * Maintainer notes
 *
 * Both decisions look for the least change after which the photo meets a lower bound, by measuring the small copy as the
 * curve would leave it. A photo that meets the bound is left alone, so a second run on the result finds nothing to do.
 * Simulating on the luma histogram instead was tried: it misjudges saturated photos (a curve on R, G and B is not a curve
 * on luma), which then moved by up to CIEDE2000 3 on the second run.
 */

/** Below the first luma a pixel is black (background, night sky, silhouette) and does not count; from the second on it does. */
const COUNTED_FROM = 0.03;
const COUNTED_FULLY_FROM = 0.15;
/** Brighter pixels count as this much: a bright sky must not hide a dark foreground. */
const KEY_CEILING = 0.3;
/** Lower bound of the key, the mean luma under these two rules. Finished photos lie above it, dusk at its edge. */
const KEY_MINIMUM = 0.23;
/** Strongest lift. Photos it cannot bring to the bound are night scenes, left as they are. */
const LIFT_MAXIMUM = 4;
/** Lower bound of the standard deviation of luma, and the strongest S-curve. Photos it cannot bring there are meant flat, as mist is. */
const SPREAD_MINIMUM = 0.125;
const CONTRAST_MAXIMUM = 1.2;
const SEARCH_HALVINGS = 7;
const POINT_COUNT = 17;

/**
 * Chooses a curve that lifts dark midtones and gives flat photos contrast.
 *
 * @param statisticsAfter - measures the photo as control points for all channels would leave it.
 * @returns control points, or `undefined` when the photo needs neither.
 */
export function decideToneCurvePoints(statistics: Statistics, statisticsAfter: (points: Points) => Statistics): Points | undefined {
  if (statistics.luma.total === 0) return undefined;
  const isBright = ({ luma }: Statistics): boolean => key(luma) >= KEY_MINIMUM;
  const isSpread = ({ luma }: Statistics): boolean => spread(luma) >= SPREAD_MINIMUM;

  const curve = (lift: number, contrast: number, pivot: number): Points => samplePoints((x) => bendAbout(liftShadows(x, lift), pivot, contrast));
  const lift = isBright(statistics) ? 0 : leastAmount(LIFT_MAXIMUM, (amount) => isBright(statisticsAfter(curve(amount, 0, 0)))) ?? 0;
  const lifted = lift === 0 ? statistics : statisticsAfter(curve(lift, 0, 0));
  const pivot = lifted.meanLuma;
  const contrast = isSpread(lifted) ? 0 : leastAmount(CONTRAST_MAXIMUM, (amount) => isSpread(statisticsAfter(curve(lift, amount, pivot)))) ?? 0;
  return lift === 0 && contrast === 0 ? undefined : curve(lift, contrast, pivot);
}

/** x + a x^1.5 (1 - x)^3: slope 1 at black, so that blacks and their noise stay; most at 1/3, nothing at white; rising for a < 7. */
function liftShadows(x: number, amount: number): number {
  return x + amount * x ** 1.5 * (1 - x) ** 3;
}

/** x + a x (1 - x) (x - p): an S through black, pivot and white; rising for a <= 1.2 wherever the pivot. */
function bendAbout(x: number, pivot: number, amount: number): number {
  return x + amount * x * (1 - x) * (x - pivot);
}

function samplePoints(f: (x: number) => number): Points {
  return Array.from({ length: POINT_COUNT }, (_, i) => {
    const x = i / (POINT_COUNT - 1);
    return [x, Math.round(1e4 * Math.min(1, Math.max(0, f(x)))) / 1e4];
  });
}

/** @returns the smallest amount that satisfies, found by halving; `undefined` when even the largest does not. */
function leastAmount(maximum: number, satisfies: (amount: number) => boolean): number | undefined {
  if (!satisfies(maximum)) return undefined;
  let low = 0;
  let high = maximum;
  for (let i = 0; i < SEARCH_HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    if (satisfies(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Mean luma, black left out and highlights capped; 1 for a picture that is all black. */
function key({ counts }: Histogram): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < counts.length; i += 1) {
    const luma = (i + 0.5) / counts.length;
    const t = Math.min(1, Math.max(0, (luma - COUNTED_FROM) / (COUNTED_FULLY_FROM - COUNTED_FROM)));
    const weight = counts[i] * t * t * (3 - 2 * t);
    sum += weight * Math.min(luma, KEY_CEILING);
    total += weight;
  }
  return total > 0 ? sum / total : 1;
}

function spread({ counts, total }: Histogram): number {
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < counts.length; i += 1) {
    const luma = (i + 0.5) / counts.length;
    sum += counts[i] * luma;
    sumOfSquares += counts[i] * luma * luma;
  }
  return Math.sqrt(Math.max(0, sumOfSquares / total - (sum / total) ** 2));
}
