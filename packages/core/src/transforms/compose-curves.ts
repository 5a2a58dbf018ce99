import { areInverse, curveFunction } from './curve.js';
import type { Curve, CurveTransform, TableCurve } from './transform.js';

/*
 * Maintainer notes
 *
 * The composition of two piecewise-linear curves is piecewise linear, with breaks where the first curve breaks and where it
 * crosses a break of the second. A table has equally spaced nodes, so the composition fits into one exactly only when its
 * breaks happen to be; otherwise it is resampled. Both are the same search: the difference of two piecewise-linear functions
 * is largest at a break of either, so the error of a candidate table is known exactly and not estimated. Where no table within
 * the size is good enough (corners off the grid, or slopes outside the domain, which float32 nodes cannot hold), two curves
 * stay two curves: a second read costs less than a wrong colour or a table that leaves the first-level cache.
 */

/** Largest error of a composed curve against its parts, relative to max(1, |output|): four float32 roundings. */
export const COMPOSED_CURVE_ERROR = 2.5e-7;

/** Inputs -8..8 over which {@link COMPOSED_CURVE_ERROR} holds: three stops of encoded gain beyond white. */
const GUARANTEED_RANGE = 8;

/** Larger tables leave the first-level cache and would be slower than two reads. */
const MAXIMUM_CELLS = 16384;

/** Breaks are enumerated up to here; a curve that oscillates across another has millions and is left alone. */
const MAXIMUM_BREAKS = 200_000;

/**
 * Composes two curve transforms, channel by channel.
 *
 * @returns the transforms equal to `first`, then `second`: none when they are named inverses, one when every channel composes
 * within {@link COMPOSED_CURVE_ERROR}, `undefined` when they have to stay two.
 */
export function composeCurves(first: CurveTransform, second: CurveTransform): readonly CurveTransform[] | undefined {
  if (areInverse(first, second)) return [];
  const composed: Curve[] = [];
  for (let channel = 0; channel < 3; channel += 1) {
    const isRepeated = channel > 0 && first.curves[channel] === first.curves[channel - 1] && second.curves[channel] === second.curves[channel - 1];
    const curve = isRepeated ? composed[channel - 1] : composeChannel(first.curves[channel], second.curves[channel]);
    if (curve === undefined) return undefined;
    composed.push(curve);
  }
  return [{ kind: 'curve', curves: [composed[0], composed[1], composed[2]] }];
}

/** @returns whether the curve returns every value as it is, inside and outside its domain. */
export function isIdentityCurve(curve: Curve): boolean {
  if (curve.kind === 'named' || curve.outside === 'clamp') return false;
  const { domain, values } = curve;
  const cell = (domain[1] - domain[0]) / (values.length - 1);
  return values.every((value, i) => value === domain[0] + i * cell);
}

function composeChannel(first: Curve, second: Curve): Curve | undefined {
  if (isIdentityCurve(first)) return second;
  if (isIdentityCurve(second)) return first;
  if (first.kind === 'named' || second.kind === 'named') return undefined;
  return composeTables(first, second);
}

function composeTables(first: TableCurve, second: TableCurve): TableCurve | undefined {
  const f = curveFunction(first);
  const g = curveFunction(second);
  const exact = (value: number): number => g(f(value));
  const breaks = breaksOfComposition(first, second);
  if (breaks === undefined) return undefined;

  const isFlatOutside = exact(-GUARANTEED_RANGE) === exact(breaks[0]) && exact(GUARANTEED_RANGE) === exact(breaks[breaks.length - 1]);
  const { low, high } = isFlatOutside ? trimFlatEnds(breaks, exact) : { low: 0, high: breaks.length - 1 };
  const start = breaks[low];
  const end = breaks[high];
  if (!(end > start)) return { kind: 'table', domain: [0, 1], values: Float32Array.of(exact(start), exact(start)), outside: 'clamp' };

  for (const cellCount of candidateCells(first, end - start, high - low)) {
    const values = Float32Array.from({ length: cellCount + 1 }, (_, i) => exact(i === cellCount ? end : start + ((end - start) * i) / cellCount));
    const candidate: TableCurve = { kind: 'table', domain: [start, end], values, outside: isFlatOutside ? 'clamp' : 'extend' };
    if (isWithinBound(candidate, exact, breaks)) return candidate;
  }
  return undefined;
}

/** @returns every input at which g(f(x)) may bend, rising, or `undefined` when there are too many. */
function breaksOfComposition(first: TableCurve, second: TableCurve): Float64Array | undefined {
  const breaks: number[] = [];
  const last = first.values.length - 1;
  const cell = (first.domain[1] - first.domain[0]) / last;
  for (let i = 0; i <= last; i += 1) {
    const x = i === last ? first.domain[1] : first.domain[0] + i * cell;
    breaks.push(x);
    if (i < last) addCrossings(x, first.values[i], cell, first.values[i + 1], second, breaks);
    if (breaks.length > MAXIMUM_BREAKS) return undefined;
  }
  if (first.outside === 'extend') {
    const below = first.domain[0] + GUARANTEED_RANGE;
    const above = GUARANTEED_RANGE - first.domain[1];
    const slopeBelow = (first.values[1] - first.values[0]) / cell;
    const slopeAbove = (first.values[last] - first.values[last - 1]) / cell;
    if (below > 0) addCrossings(-GUARANTEED_RANGE, first.values[0] - below * slopeBelow, below, first.values[0], second, breaks);
    if (above > 0) addCrossings(first.domain[1], first.values[last], above, first.values[last] + above * slopeAbove, second, breaks);
  }
  return Float64Array.from(breaks).sort();
}

/** Adds the inputs at which a line from (x, from) to (x + width, to) passes a node of `second`. */
function addCrossings(x: number, from: number, width: number, to: number, second: TableCurve, breaks: number[]): void {
  if (from === to) return;
  const last = second.values.length - 1;
  const scale = last / (second.domain[1] - second.domain[0]);
  const low = Math.max(0, Math.floor((Math.min(from, to) - second.domain[0]) * scale));
  const high = Math.min(last, Math.ceil((Math.max(from, to) - second.domain[0]) * scale));
  for (let j = low; j <= high; j += 1) {
    const fraction = (second.domain[0] + j / scale - from) / (to - from);
    if (fraction > 0 && fraction < 1) breaks.push(x + fraction * width);
    if (breaks.length > MAXIMUM_BREAKS) return;
  }
}

/** @returns indexes of the first and last break between which the curve is not flat. */
function trimFlatEnds(breaks: Float64Array, exact: (value: number) => number): { low: number; high: number } {
  let low = 0;
  let high = breaks.length - 1;
  const left = exact(breaks[low]);
  const right = exact(breaks[high]);
  while (low < high && exact(breaks[low + 1]) === left) low += 1;
  while (high > low && exact(breaks[high - 1]) === right) high -= 1;
  return { low, high };
}

/** @returns numbers of cells to try, rising: the breaks as they are, and the first curve's own grid halved again and again. */
function candidateCells(first: TableCurve, width: number, breakCells: number): number[] {
  const firstCell = (first.domain[1] - first.domain[0]) / (first.values.length - 1);
  const counts = new Set<number>([breakCells]);
  for (let count = Math.max(1, Math.round(width / firstCell)); count <= MAXIMUM_CELLS; count *= 2) counts.add(count);
  return [...counts].filter((count) => count >= 1 && count <= MAXIMUM_CELLS).sort((a, b) => a - b);
}

function isWithinBound(candidate: TableCurve, exact: (value: number) => number, breaks: Float64Array): boolean {
  const approximate = curveFunction(candidate);
  const isClose = (x: number): boolean => {
    const expected = exact(x);
    return Math.abs(approximate(x) - expected) <= COMPOSED_CURVE_ERROR * Math.max(1, Math.abs(expected));
  };
  if (!isClose(-GUARANTEED_RANGE) || !isClose(GUARANTEED_RANGE) || !breaks.every(isClose)) return false;
  const [start, end] = candidate.domain;
  const last = candidate.values.length - 1;
  return candidate.values.every((_, i) => isClose(start + ((end - start) * i) / last));
}
