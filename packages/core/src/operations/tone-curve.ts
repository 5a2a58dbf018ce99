import { monotoneCubic } from '../color/monotone-cubic.js';
import { curveFunction, masterCurve, sampleCurve } from '../transforms/curve.js';
import { sampleLut3d } from '../transforms/lut3d.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { Curve, Lut3dTransform, TableCurve, Transform } from '../transforms/transform.js';
import { decideToneCurvePoints } from './auto/decide-tone-curve.js';
import { defineOperation, UNCHANGED } from './operation.js';
import type { ListParameter, PointsParameter } from './parameter.js';

type Points = readonly (readonly [number, number])[];

interface ToneCurveParameters {
  segments?: readonly number[];
  redSegments?: readonly number[];
  greenSegments?: readonly number[];
  blueSegments?: readonly number[];
  points?: Points;
  redPoints?: Points;
  greenPoints?: Points;
  bluePoints?: Points;
  auto: boolean;
  mode: 'rgb' | 'hue-preserving';
}

/** Nodes an edge of the cube that stands for a hue-preserving curve: its creases lie on planes tetrahedra keep exactly. */
const HUE_PRESERVING_SIZE = 65;

const segmentsParameter = (description: string): ListParameter => ({ kind: 'list', description, minimumLength: 2, maximumLength: 64, minimum: 0, maximum: 4, unit: '' });
const pointsParameter = (description: string): PointsParameter => ({ kind: 'points', description, minimumLength: 2, maximumLength: 32 });

export const toneCurve = defineOperation<ToneCurveParameters>({
  name: 'toneCurve',
  title: 'Tone curve',
  summary: 'Maps every encoded value through a curve: for all channels, and for each.',
  definition:
    "segments: I' = sum_i clip(L I - i, 0, 1) t_i; points: a monotone cubic through the control points, flat outside; first the master curve, then red, green, blue; hue-preserving: the master curve acts on the largest and smallest channel, the middle one keeps its relative place",
  source: 'CSRNet (He et al., ECCV 2020), tone mapping; Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5(2), 1984',
  parameters: {
    segments: segmentsParameter('Rises of the curve over L equal parts of the input; all 1/L changes nothing.'),
    redSegments: segmentsParameter('The same for red alone.'),
    greenSegments: segmentsParameter('The same for green alone.'),
    blueSegments: segmentsParameter('The same for blue alone.'),
    points: pointsParameter('Control points [input, output] for all channels.'),
    redPoints: pointsParameter('Control points for red alone.'),
    greenPoints: pointsParameter('Control points for green alone.'),
    bluePoints: pointsParameter('Control points for blue alone.'),
    auto: { kind: 'flag', description: 'Choose a gentle S-curve from the photo where it is flat.', default: false },
    mode: { kind: 'choice', description: 'Whether the master curve may change hue and saturation (rgb) or keeps hue.', default: 'rgb', values: ['rgb', 'hue-preserving'] },
  },
  mainParameter: 'points',
  exclusive: [['segments', 'redSegments', 'greenSegments', 'blueSegments'], ['points', 'redPoints', 'greenPoints', 'bluePoints'], ['auto']],
  produces: ['curve', 'lut3d'],
  laws: {
    keepsGrey: (p) => [p.redSegments, p.greenSegments, p.blueSegments, p.redPoints, p.greenPoints, p.bluePoints].every((curve) => curve === undefined),
  },
  resolve(p, context) {
    const decided = p.auto ? decideToneCurvePoints(context.statisticsAfter([]), (points) => context.statisticsAfter([masterCurve(pointsCurve(points))])) : undefined;
    const master = curveOf(p.segments, decided ?? p.points);
    const channels = [curveOf(p.redSegments, p.redPoints), curveOf(p.greenSegments, p.greenPoints), curveOf(p.blueSegments, p.bluePoints)] as const;
    const transforms: Transform[] = [];
    if (master !== undefined) transforms.push(p.mode === 'hue-preserving' ? huePreserving(master, context.space) : masterCurve(master));
    if (channels.some((curve) => curve !== undefined)) {
      const [red = IDENTITY, green = IDENTITY, blue = IDENTITY] = channels;
      transforms.push({ kind: 'curve', curves: [red, green, blue] });
    }
    if (transforms.length === 0) return UNCHANGED;
    return decided === undefined ? { transforms } : { transforms, decided: { points: decided } };
  },
});

const IDENTITY: Curve = { kind: 'table', domain: [0, 1], values: Float32Array.of(0, 1), outside: 'extend' };

/** @returns the curve, or `undefined` when none is given or it is the straight line. */
function curveOf(segments: readonly number[] | undefined, points: Points | undefined): TableCurve | undefined {
  if (segments !== undefined) {
    if (segments.every((rise) => Math.abs(rise * segments.length - 1) < 1e-12)) return undefined;
    const values = new Float32Array(segments.length + 1);
    let sum = 0;
    segments.forEach((rise, i) => {
      sum += rise;
      values[i + 1] = sum;
    });
    return { kind: 'table', domain: [0, 1], values, outside: 'clamp' };
  }
  if (points === undefined || isStraight(points)) return undefined;
  return pointsCurve(points);
}

function pointsCurve(points: Points): TableCurve {
  return sampleCurve(monotoneCubic(points.map(([x]) => x), points.map(([, y]) => y)), [0, 1], 'clamp');
}

function isStraight(points: Points): boolean {
  return points[0]?.[0] === 0 && points.at(-1)?.[0] === 1 && points.every(([x, y]) => x === y);
}

function huePreserving(master: TableCurve, space: EncodedSpace): Lut3dTransform {
  const f = curveFunction(master);
  return sampleLut3d(HUE_PRESERVING_SIZE, space, (rgb, count) => {
    for (let p = 0; p < count * 3; p += 3) {
      const high = Math.max(rgb[p], rgb[p + 1], rgb[p + 2]);
      const low = Math.min(rgb[p], rgb[p + 1], rgb[p + 2]);
      const mappedHigh = f(high);
      const mappedLow = f(low);
      const slope = high > low ? (mappedHigh - mappedLow) / (high - low) : 0;
      for (let c = 0; c < 3; c += 1) rgb[p + c] = mappedLow + (rgb[p + c] - low) * slope;
    }
  });
}
