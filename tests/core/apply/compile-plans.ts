import { findOperation, type Curve, type Lut3dTransform, type Mask, type Plan, type PlanStep, type Transform } from '@openretouch/core';
import type { ApplyKind } from '../../../packages/core/src/apply/apply-report.js';
import { masterCurve, namedCurve, sampleCurve } from '../../../packages/core/src/transforms/curve.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import { diagonalTransform, matrixTransform } from '../../../packages/core/src/transforms/matrix.js';

/** A plan, and the way it is meant to be run at 8 and at 16 bits. */
export interface PlanCase {
  readonly name: string;
  readonly plan: Plan;
  readonly kind8: ApplyKind;
  readonly kind16: ApplyKind;
}

export function planOf(steps: readonly Partial<PlanStep>[], strength = 1): Plan {
  return { space: 'srgb', steps: steps.map((step) => ({ transforms: [], strength: 1, operations: [0], ...step })), strength, notes: [] };
}

/** A mask with nothing, everything and all in between, for every pixel count. */
export function patternMask(width: number, height: number): Mask {
  return { data: Uint8Array.from({ length: width * height }, (_, i) => [0, 255, (i * 37) & 255, 0, 128][i % 5]), width, height };
}

/** Resolves an operation as the planner would, on a photo whose means are known. */
export function resolveOperation(name: string, parameters: Record<string, unknown>): readonly Transform[] {
  const operation = findOperation(name);
  if (operation === undefined) throw new Error(`no operation ${name}`);
  const defaults = Object.fromEntries(Object.entries(operation.parameters).map(([key, parameter]) => [key, 'default' in parameter ? parameter.default : undefined]));
  const refuse = (): never => {
    throw new Error(`${name} looked at the photo`);
  };
  return operation.resolve({ ...defaults, ...parameters }, { space: 'srgb', statistics: refuse, statisticsAfter: refuse, illuminant: refuse, exposureNeed: refuse, lut: refuse }).transforms;
}

/** A smooth LUT with colour crossing and room outside 0..1. */
export function lutOf(size: number, gain = 1): Lut3dTransform {
  return sampleLut3d(size, 'srgb', (rgb) => {
    for (let p = 0; p < rgb.length; p += 3) {
      const [r, g, b] = rgb.subarray(p, p + 3);
      rgb[p] = gain * (1.2 * Math.sqrt(r) - 0.15 + 0.1 * g * b);
      rgb[p + 1] = gain * (0.8 * g + 0.3 * b * r - 0.05);
      rgb[p + 2] = gain * (b * b + 0.2 * (1 - r));
    }
  });
}

const bend: Curve = sampleCurve((v) => v ** 0.7, [0, 2], 'extend');
const wave: Curve = sampleCurve((v) => 0.5 + 0.5 * Math.sin(9 * v), [0, 1], 'clamp');
const stairs: Curve = { kind: 'table', domain: [0, 1], values: Float32Array.from({ length: 65536 }, (_, i) => Math.floor(i / 20000) / 4), outside: 'clamp' };
const threeCurves: Transform = { kind: 'curve', curves: [bend, wave, { kind: 'named', name: 'srgb-to-linear' }] };
const gains = diagonalTransform([1.7, 0.4, -1.2], [-0.1, 0.2, 1.1]);
const mixing = matrixTransform([1.3, -0.2, -0.1, -0.1, 1.2, -0.1, 0.05, -0.35, 1.3], [0.02, -0.03, 0.01]);
const wideMixing = matrixTransform([16, -8, -4, -6, 14, -3, -9, -9, 20], [-1, 0.5, 2]);
const toneCurve = resolveOperation('toneCurve', { points: [[0, 0], [0.3, 0.22], [0.7, 0.8], [1, 1]] });
const whiteBalance = resolveOperation('whiteBalance', { temperature: 4500, tint: 10 });
const oklab = resolveOperation('saturation', { gain: 1.4, axis: 'oklab' });
const exposure = resolveOperation('exposure', { ev: 0.7 });
const contrast = resolveOperation('contrast', { gain: 1.25, pivot: 0.45 });
const saturation = resolveOperation('saturation', { gain: 1.3 });
const all: PlanStep['mask'] = { slot: 'brush' };
const inverted: PlanStep['mask'] = { slot: 'brush', invert: true };

const forms: readonly [name: string, plan: Plan, kind8: ApplyKind, kind16?: ApplyKind][] = [
  ['matrices that cancel', planOf([{ transforms: [diagonalTransform([2, 2, 2])] }, { transforms: [diagonalTransform([0.5, 0.5, 0.5])] }]), 'copy'],
  ['curves that undo each other', planOf([{ transforms: [namedCurve('srgb-to-linear'), namedCurve('linear-to-srgb')] }]), 'copy'],
  ['one curve a channel', planOf([{ transforms: [threeCurves] }]), 'channel-tables'],
  ['gains and offsets that clip', planOf([{ transforms: [gains] }]), 'channel-tables'],
  ['curves, gains and curves, each step with a strength', planOf([{ transforms: exposure, strength: 0.6 }, { transforms: [gains], strength: 0.3 }, { transforms: [threeCurves] }], 0.8), 'channel-tables'],
  ['a matrix', planOf([{ transforms: [mixing] }]), 'matrix-curve', 'point-chain'],
  ['a matrix at half strength', planOf([{ transforms: [mixing], strength: 0.5 }], 0.5), 'matrix-curve', 'point-chain'],
  ['a matrix with wide gains', planOf([{ transforms: [wideMixing] }]), 'matrix-curve', 'point-chain'],
  ['exposure, contrast, gains, saturation, tone curve', planOf([{ transforms: exposure }, { transforms: contrast }, { transforms: [diagonalTransform([1.1, 1, 0.85])] }, { transforms: saturation }, { transforms: toneCurve }]), 'matrix-curve', 'point-chain'],
  ['curve, wide matrix, transfer function', planOf([{ transforms: [threeCurves, wideMixing, namedCurve('linear-to-srgb')] }]), 'matrix-curve', 'point-chain'],
  ['white balance in linear light', planOf([{ transforms: whiteBalance }]), 'matrix-curve', 'point-chain'],
  ['white balance, levels, contrast, saturation, tone curve', planOf([{ transforms: whiteBalance }, { transforms: resolveOperation('levels', { black: 0.03, white: 0.92, gamma: 1.1 }) }, { transforms: contrast }, { transforms: saturation }, { transforms: toneCurve }]), 'two-matrices', 'point-chain'],
  ['white balance, then a matrix', planOf([{ transforms: whiteBalance }, { transforms: [mixing] }]), 'two-matrices', 'point-chain'],
  ['white balance, then a matrix too steep for tables', planOf([{ transforms: whiteBalance }, { transforms: [matrixTransform([300, -150, -140, -150, 300, -140, 1, 1, 1])] }]), 'point-chain'],
  ['a matrix, then a curve that turns', planOf([{ transforms: [mixing, masterCurve(wave)] }]), 'point-chain'],
  ['a matrix, then stairs', planOf([{ transforms: [mixing, masterCurve(stairs)] }]), 'point-chain'],
  ['a LUT', planOf([{ transforms: [lutOf(9)] }]), 'lut3d'],
  ['a LUT of two nodes', planOf([{ transforms: [lutOf(2)] }]), 'lut3d'],
  ['a LUT of 65 nodes', planOf([{ transforms: [lutOf(65)] }]), 'lut3d'],
  ['a LUT with nodes up to three', planOf([{ transforms: [lutOf(17, 2.6)] }]), 'lut3d'],
  ['a LUT with nodes beyond the fixed point', planOf([{ transforms: [lutOf(17, 20)] }]), 'point-chain', 'lut3d'],
  ['a LUT at a strength', planOf([{ transforms: [lutOf(17)], strength: 0.7 }], 0.9), 'lut3d'],
  ['a LUT beyond full strength', planOf([{ transforms: [lutOf(17)], strength: 1.5 }]), 'lut3d'],
  ['curves, a LUT and a matrix', planOf([{ transforms: [threeCurves] }, { transforms: [lutOf(17)] }, { transforms: [mixing] }]), 'lut3d'],
  ['a LUT and a curve', planOf([{ transforms: [lutOf(17)] }, { transforms: toneCurve }]), 'point-chain'],
  ['Oklab saturation', planOf([{ transforms: oklab }]), 'point-chain'],
  ['Oklab saturation at a strength', planOf([{ transforms: oklab, strength: 0.4 }]), 'point-chain'],
  ['a curve under a mask', planOf([{ transforms: exposure, mask: all }]), 'point-chain'],
  ['a matrix and a curve under a mask, at a strength', planOf([{ transforms: [mixing, ...toneCurve], mask: inverted, strength: 0.8 }], 0.9), 'point-chain'],
  ['a LUT under a mask', planOf([{ transforms: [lutOf(17)], mask: all }]), 'point-chain'],
  ['steps with and without masks', planOf([{ transforms: exposure }, { transforms: oklab, mask: all }, { transforms: [mixing], strength: 0.5 }, { transforms: [lutOf(9)], mask: inverted, strength: 0.7 }], 0.9), 'point-chain'],
];

export const PLAN_CASES: readonly PlanCase[] = forms.map(([name, plan, kind8, kind16 = kind8]) => ({ name, plan, kind8, kind16 }));
