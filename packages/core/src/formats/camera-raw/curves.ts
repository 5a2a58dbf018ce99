import { isStructure, type Setting } from './settings.js';

/** Control points [input, output], 0..1. */
export type CurvePoints = readonly (readonly [number, number])[];

/** Strengths of the four zones of a parametric curve, -1..1, and the borders between them, 0..1. */
export interface ParametricCurve {
  readonly shadows: number;
  readonly darks: number;
  readonly lights: number;
  readonly highlights: number;
  readonly splits: readonly [number, number, number];
}

/** The borders where the zones are equally wide. */
export const DEFAULT_SPLITS = [0.25, 0.5, 0.75] as const;

const MAXIMUM_POINTS = 32;
/** Points of a curve that stands for a formula: the monotone cubic through them is within 5e-4 of it. */
const SAMPLE_COUNT = 17;
/** Half the width of a bump, in zones. */
const BUMP_HALF_WIDTH = 1.5;
/** Height of a whole bump in parts of the range: with 0.1 every combination of the four rises, with 0.12 some fall. */
const BUMP_HEIGHT = 0.1;

/**
 * Reads the points of a curve, `"x, y"` each or one flat list, 0..255.
 *
 * @returns points in 0..1, or why they are none.
 */
export function readCurvePoints(setting: Setting): { readonly points: CurvePoints } | { readonly fault: string } {
  if (typeof setting === 'string' || isStructure(setting)) return { fault: 'not a list of points' };
  if (setting.length > MAXIMUM_POINTS * 2) return { fault: `${setting.length} entries, at most ${MAXIMUM_POINTS} points are read` };
  const words = setting.flatMap((item) => (typeof item === 'string' ? item.split(',') : ['']));
  const numbers = words.map((word) => readNumber(word));
  if (numbers.length < 4 || numbers.length % 2 !== 0) return { fault: 'not a list of two points or more' };
  if (numbers.length > MAXIMUM_POINTS * 2) return { fault: `${numbers.length / 2} points, at most ${MAXIMUM_POINTS} are read` };
  if (!numbers.every((value): value is number => value !== undefined && value >= 0 && value <= 255)) return { fault: 'a point that is not two numbers from 0 to 255' };
  const points = Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i] / 255, numbers[2 * i + 1] / 255] as const);
  const isRising = points.every(([x], i) => i === 0 || x > points[i - 1][0]);
  return isRising ? { points } : { fault: 'points whose inputs do not rise' };
}

/** @returns a decimal number with an optional sign, `undefined` for anything else. */
export function readNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 40 || !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

/** @returns whether the curve is the straight line from 0 to 1. */
export function isStraightLine(points: CurvePoints): boolean {
  return points[0][0] === 0 && points[points.length - 1][0] === 1 && points.every(([x, y]) => x === y);
}

/** @returns the curve moved from the straight line by `amount`; outputs are kept in 0..1. */
export function scaleCurve(points: CurvePoints, amount: number): CurvePoints {
  return points.map(([x, y]) => [x, Math.min(1, Math.max(0, x + amount * (y - x)))]);
}

/**
 * Samples the curve of a contrast slider and a parametric curve, the contrast first.
 *
 * The contrast is x + s x (1 - x) (2x - 1): ends and middle stay, the slope in the middle is 1 + s / 2. At +1 it is 1.5, at -1 its
 * reciprocal. A zone of the parametric curve adds a raised cosine about its middle, reaching half a zone into its neighbours.
 *
 * @param contrast - -1..1.
 * @returns rising control points.
 */
export function formulaCurve(contrast: number, parametric: ParametricCurve): CurvePoints {
  const s = contrast >= 0 ? contrast : (contrast * 2) / 3;
  return Array.from({ length: SAMPLE_COUNT }, (_, i) => {
    const x = i / (SAMPLE_COUNT - 1);
    const y = x + s * x * (1 - x) * (2 * x - 1);
    return [x, roundCoordinate(bendZones(y, parametric))] as const;
  });
}

/** Works where the zones are equally wide, so that borders move the curve and cannot make it fall. */
function bendZones(x: number, { shadows, darks, lights, highlights, splits }: ParametricCurve): number {
  const knots = [0, ...splits, 1];
  const even = [0, ...DEFAULT_SPLITS, 1];
  const u = interpolateLinear(knots, even, x);
  const bent = [shadows, darks, lights, highlights].reduce((sum, strength, zone) => sum + strength * bump(u * 4 - (zone + 0.5), u), u);
  return interpolateLinear(even, knots, Math.min(1, Math.max(0, bent)));
}

/** @param distance - from the middle of the zone, in zones. The ends of the range stay where they are. */
function bump(distance: number, u: number): number {
  if (Math.abs(distance) >= BUMP_HALF_WIDTH) return 0;
  const taper = Math.sin((Math.PI / 2) * Math.min(1, 4 * u, 4 * (1 - u)));
  return BUMP_HEIGHT * taper * (0.5 + 0.5 * Math.cos((Math.PI * distance) / BUMP_HALF_WIDTH));
}

function interpolateLinear(xs: readonly number[], ys: readonly number[], x: number): number {
  const i = Math.max(1, xs.findIndex((knot, index) => index > 0 && x <= knot));
  const width = xs[i] - xs[i - 1];
  return width > 0 ? ys[i - 1] + ((x - xs[i - 1]) / width) * (ys[i] - ys[i - 1]) : ys[i];
}

function roundCoordinate(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
