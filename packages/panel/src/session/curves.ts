import { adjustmentOf, setAdjustment } from './adjust.js';
import type { AdjustmentValues, Edit } from './edit.js';

/** A control point: input and output, 0..1. */
export type CurvePoint = readonly [input: number, output: number];
export type CurveChannelId = 'rgb' | 'red' | 'green' | 'blue';

const PARAMETERS = { rgb: 'points', red: 'redPoints', green: 'greenPoints', blue: 'bluePoints' } as const satisfies Record<CurveChannelId, string>;
export const STRAIGHT_CURVE: readonly CurvePoint[] = [[0, 0], [1, 1]];
/** What a curve may have; the recipe's own limit. */
export const MAXIMUM_POINTS = 32;
/** Nearest that two points come to each other: half an 8-bit level. */
export const SMALLEST_GAP = 1 / 510;

export function readCurve(edit: Edit, channel: CurveChannelId): readonly CurvePoint[] {
  const points = adjustmentOf(edit, 'toneCurve')?.[PARAMETERS[channel]];
  return isCurve(points) ? points : STRAIGHT_CURVE;
}

/** @returns the edit with a channel's curve; a straight one goes, and so does the step when all are straight. */
export function writeCurve(edit: Edit, channel: CurveChannelId, points: readonly CurvePoint[]): Edit {
  const { points: _points, redPoints: _red, greenPoints: _green, bluePoints: _blue, segments: _s, redSegments: _rs, greenSegments: _gs, blueSegments: _bs, auto: _auto, ...rest } = adjustmentOf(edit, 'toneCurve') ?? {};
  const curves = (Object.keys(PARAMETERS) as CurveChannelId[]).flatMap((each) => {
    const curve = each === channel ? points : readCurve(edit, each);
    return isStraight(curve) ? [] : [[PARAMETERS[each], curve] as const];
  });
  const values: AdjustmentValues = { ...rest, ...Object.fromEntries(curves) };
  return setAdjustment(edit, 'toneCurve', curves.length === 0 ? undefined : values);
}

/** @returns the curve with a point more at its place, and the point's index. */
export function addPoint(points: readonly CurvePoint[], [input, output]: CurvePoint): { readonly points: readonly CurvePoint[]; readonly index: number } {
  if (points.length >= MAXIMUM_POINTS) return { points, index: nearestPoint(points, input) };
  const above = points.findIndex(([other]) => other > input);
  const index = above < 0 ? points.length : above;
  return { points: movePoint([...points.slice(0, index), [input, output], ...points.slice(index)], index, [input, output]), index };
}

/** @returns the curve with a point moved, kept between its neighbours and inside the square. */
export function movePoint(points: readonly CurvePoint[], index: number, [input, output]: CurvePoint): readonly CurvePoint[] {
  const low = index === 0 ? 0 : points[index - 1][0] + SMALLEST_GAP;
  const high = index === points.length - 1 ? 1 : points[index + 1][0] - SMALLEST_GAP;
  const moved: CurvePoint = [round(Math.min(Math.max(input, Math.min(low, high)), high)), round(Math.min(Math.max(output, 0), 1))];
  return points.map((point, i) => (i === index ? moved : point));
}

/** @returns the curve without a point; the ends go back to the corners instead. */
export function removePoint(points: readonly CurvePoint[], index: number): readonly CurvePoint[] {
  if (index > 0 && index < points.length - 1) return points.filter((_, i) => i !== index);
  return points.map((point, i) => (i === index ? (index === 0 ? [0, 0] : [1, 1]) : point));
}

export function isStraight(points: readonly CurvePoint[]): boolean {
  return points[0][0] === 0 && points[points.length - 1][0] === 1 && points.every(([input, output]) => input === output);
}

function nearestPoint(points: readonly CurvePoint[], input: number): number {
  return points.reduce((best, [other], index) => (Math.abs(other - input) < Math.abs(points[best][0] - input) ? index : best), 0);
}

function isCurve(value: unknown): value is readonly CurvePoint[] {
  return Array.isArray(value) && value.length >= 2 && value.every((point) => Array.isArray(point) && point.length === 2 && point.every((number) => typeof number === 'number'));
}

function round(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
