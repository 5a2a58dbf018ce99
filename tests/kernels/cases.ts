import type { CurveTransform, GridTransform, Lut3dTransform, MatrixTransform, Transform } from '@openretouch/core';
import { seededUnit } from './pictures.js';

/** One step of a plan, with the mask it is applied through. */
export interface CaseStep {
  readonly transforms: readonly Transform[];
  readonly strength?: number;
  readonly mask?: { readonly kind: 8 | 16 | 'float'; readonly isInverted: boolean };
}

export interface KernelCase {
  readonly name: string;
  readonly steps: readonly CaseStep[];
  /** Strength of the whole. */
  readonly strength?: number;
}

export const WIDE_MATRIX: MatrixTransform = { kind: 'matrix', matrix: [2.6, -0.9, 0.1, -0.35, -0.4, 1.9, -0.3, 0.05, 0.2, -1.1, 2.2, -0.1] };
const GENTLE_MATRIX: MatrixTransform = { kind: 'matrix', matrix: [0.8, 0.15, 0.05, 0.01, 0.1, 0.85, 0.02, -0.02, -0.05, 0.1, 0.9, 0.03] };
/** Takes -1..2 back into 0..1, so that a clamp before it shows. */
const NARROWING_MATRIX: MatrixTransform = { kind: 'matrix', matrix: [0.3, 0, 0, 0.35, 0, 0.3, 0, 0.35, 0, 0, 0.3, 0.35] };

export const named = (name: 'srgb-to-linear' | 'linear-to-srgb' | 'cube' | 'cube-root'): CurveTransform => {
  const curve = { kind: 'named', name } as const;
  return { kind: 'curve', curves: [curve, curve, curve] };
};

function tableCurve(f: (value: number) => number, domain: readonly [number, number], outside: 'clamp' | 'extend', count = 257): CurveTransform['curves'][0] {
  const values = Float32Array.from({ length: count }, (_, i) => f(domain[0] + ((domain[1] - domain[0]) * i) / (count - 1)));
  return { kind: 'table', domain, values, outside };
}

export const TONE_CURVES: CurveTransform = {
  kind: 'curve',
  curves: [tableCurve((v) => v ** 0.8, [0, 1], 'clamp'), tableCurve((v) => v * v * (3 - 2 * v), [0, 1], 'clamp', 33), tableCurve((v) => 0.9 * v + 0.05, [-0.5, 1.5], 'extend', 2)],
};

const THREE_KINDS: CurveTransform = { kind: 'curve', curves: [{ kind: 'named', name: 'cube-root' }, tableCurve((v) => v ** 0.8, [0, 1], 'clamp'), { kind: 'named', name: 'srgb-to-linear' }] };

export function lookLut(size: number): Lut3dTransform {
  const values = new Float32Array(size ** 3 * 3);
  for (let node = 0; node < size ** 3; node += 1) {
    const r = (node % size) / (size - 1);
    const g = (Math.floor(node / size) % size) / (size - 1);
    const b = Math.floor(node / size ** 2) / (size - 1);
    values.set([1.3 * r ** 0.8 - 0.153 + 0.21 * (g - b), 0.893 * g + 0.1 * b * r, 0.61 * b * b + 0.52 * r - 0.047], node * 3);
  }
  return { kind: 'lut3d', size, values, space: 'srgb' };
}

/** Nodes that have nothing to do with their neighbours: each tetrahedron gives another colour, so a wrong choice of one shows. */
export function noiseLut(size: number, low: number, high: number): Lut3dTransform {
  const next = seededUnit(99);
  return { kind: 'lut3d', size, values: Float32Array.from({ length: size ** 3 * 3 }, () => low + (high - low) * next()), space: 'srgb' };
}

function noiseGrid(form: 'affine' | 'curve', isShared: boolean, width: number, height: number, depth: number, curveSteps = 3): GridTransform {
  const next = seededUnit(5);
  const perStep = isShared ? 1 : 3;
  const count = form === 'affine' ? 2 * perStep : curveSteps * perStep;
  const data = Float32Array.from({ length: width * height * depth * count }, (_, i) => {
    if (form === 'curve') return -0.8 + 1.6 * next();
    return i % count < perStep ? 0.6 + 0.9 * next() : -0.2 + 0.4 * next();
  });
  return { kind: 'grid', form, shared: isShared, width, height, depth, data };
}

const only = (name: string, ...transforms: Transform[]): KernelCase => ({ name, steps: [{ transforms }] });

/** Everything a plan may ask for, by the kernels it exercises. */
export const KERNEL_CASES: readonly KernelCase[] = [
  only('LUT of 33 nodes with headroom', lookLut(33)),
  only('LUT of 65 nodes', lookLut(65)),
  only('LUT of 2 nodes', lookLut(2)),
  only('LUT of unrelated nodes', noiseLut(9, 0, 1)),
  only('LUT of unrelated nodes from -3 to 4', noiseLut(5, -3, 4)),
  only('curves, then a LUT', TONE_CURVES, lookLut(17)),
  only('curves of three kinds, then a LUT', THREE_KINDS, lookLut(17)),
  only('matrix beyond the range, then a LUT that clamps its input', WIDE_MATRIX, lookLut(17)),
  only('matrix', GENTLE_MATRIX),
  only('matrix far outside the range and back', WIDE_MATRIX, NARROWING_MATRIX),
  only('curves', TONE_CURVES),
  only('matrix, then curves', GENTLE_MATRIX, TONE_CURVES),
  only('curves, matrix, curves', TONE_CURVES, WIDE_MATRIX, TONE_CURVES),
  only('matrix in linear light', named('srgb-to-linear'), WIDE_MATRIX, named('linear-to-srgb')),
  only('matrix in linear light, matrix, curves', named('srgb-to-linear'), GENTLE_MATRIX, named('linear-to-srgb'), WIDE_MATRIX, TONE_CURVES),
  only('cube roots and cubes around a matrix', named('srgb-to-linear'), named('cube-root'), GENTLE_MATRIX, named('cube'), named('linear-to-srgb')),
  only('affine grid, shared, one plane', noiseGrid('affine', true, 5, 4, 1)),
  only('affine grid, per channel, one plane', noiseGrid('affine', false, 7, 3, 1)),
  only('affine grid, shared, edge-aware', noiseGrid('affine', true, 6, 5, 8)),
  only('affine grid, per channel, edge-aware', noiseGrid('affine', false, 16, 12, 8)),
  only('affine grid, limited colour gain, one plane', { ...noiseGrid('affine', true, 5, 4, 1), maximumColorGain: 1 }),
  only('affine grid, limited colour gain, edge-aware', { ...noiseGrid('affine', true, 6, 5, 8), maximumColorGain: 0.9 }),
  only('curve grid, shared, one plane', noiseGrid('curve', true, 5, 4, 1, 8)),
  only('curve grid, per channel, edge-aware', noiseGrid('curve', false, 6, 5, 4)),
  only('grid of one node', noiseGrid('affine', false, 1, 1, 1)),
  only('grid after a matrix beyond the range', WIDE_MATRIX, noiseGrid('affine', false, 4, 4, 8)),
  { name: 'LUT through an 8-bit mask', steps: [{ transforms: [lookLut(33)], mask: { kind: 8, isInverted: false } }] },
  { name: 'matrix through an inverted 16-bit mask', steps: [{ transforms: [WIDE_MATRIX], mask: { kind: 16, isInverted: true } }] },
  { name: 'grid through a float mask at 60 %', steps: [{ transforms: [noiseGrid('affine', false, 6, 5, 8)], strength: 0.6, mask: { kind: 'float', isInverted: false } }] },
  {
    name: 'three steps, each through its own mask or strength, at 70 %',
    strength: 0.7,
    steps: [
      { transforms: [WIDE_MATRIX], mask: { kind: 8, isInverted: false } },
      { transforms: [lookLut(17)], strength: 1.4 },
      { transforms: [noiseGrid('curve', false, 3, 3, 2)], mask: { kind: 'float', isInverted: true } },
    ],
  },
  only('matrix that makes not-a-number', { kind: 'matrix', matrix: [NaN, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }),
  only('not-a-number into curves', { kind: 'matrix', matrix: [NaN, 0, 0, 0, 0, NaN, 0, 0, 0, 0, NaN, 0] }, TONE_CURVES),
  only('not-a-number into a LUT', { kind: 'matrix', matrix: [1, 0, 0, 0, 0, NaN, 0, 0, 0, 0, 1, 0] }, lookLut(17)),
  only('not-a-number into linear light', { kind: 'matrix', matrix: [1, 0, 0, 0, 0, NaN, 0, 0, 0, 0, 1, 0] }, named('srgb-to-linear')),
  only('not-a-number as the gain of a grid', { ...noiseGrid('affine', false, 4, 4, 2), data: noiseGrid('affine', false, 4, 4, 2).data.map((value, i) => (i % 6 === 1 ? NaN : value)) }),
];
