import { LUMA_WEIGHTS } from '../color/luma.js';
import { multiplyMatrix3, type Matrix3 } from '../color/matrix3.js';
import { CONE_TO_LINEAR_SRGB, LINEAR_SRGB_TO_CONE, OKLAB_TO_ROOT_CONE, ROOT_CONE_TO_OKLAB } from '../color/oklab.js';
import { linearRgbConversionMatrix } from '../color/rgb-xyz.js';
import type { EncodedSpace } from '../raster/raster.js';
import { namedCurve } from '../transforms/curve.js';
import { matrixTransform } from '../transforms/matrix.js';
import type { Transform } from '../transforms/transform.js';
import { decideSaturationGain } from './auto/decide-saturation.js';
import { defineOperation, UNCHANGED } from './operation.js';

interface SaturationParameters {
  gain: number | 'auto';
  axis: 'average' | 'luma' | 'oklab';
}

export const saturation = defineOperation<SaturationParameters>({
  name: 'saturation',
  title: 'Saturation',
  summary: 'Moves colours away from grey or towards it; 0 is black-and-white.',
  definition: "I' = a I + (1 - a) grey(I): the mean of R, G, B (average), 0.299 R + 0.587 G + 0.114 B (luma), or Oklab chroma times a (oklab)",
  source: 'CSRNet (He et al., ECCV 2020), saturation change; Ottosson, "A perceptual color space for image processing", 2020',
  parameters: {
    gain: {
      kind: 'number',
      description: 'Factor on the distance from grey; 1 changes nothing; "auto" gives dull photos a little.',
      default: 1,
      minimum: 0,
      maximum: 4,
      slider: [0, 2],
      step: 0.01,
      unit: 'x',
      keywords: ['auto'],
    },
    axis: { kind: 'choice', description: 'Which grey a colour is measured from.', default: 'average', values: ['average', 'luma', 'oklab'] },
  },
  mainParameter: 'gain',
  produces: ['matrix', 'curve'],
  laws: {
    keepsGrey: () => true,
    inverse: ({ gain, axis }) => (gain !== 'auto' && gain >= 0.25 ? { gain: 1 / gain, axis } : undefined),
  },
  resolve({ gain, axis }, context) {
    const factor = gain === 'auto' ? decideSaturationGain(context.statisticsAfter([]), (value) => context.statisticsAfter(scaleSaturation(value, axis, context.space))) : gain;
    if (factor === 1) return UNCHANGED;
    const transforms = scaleSaturation(factor, axis, context.space);
    return gain === 'auto' ? { transforms, decided: { gain: factor } } : { transforms };
  },
});

function scaleSaturation(gain: number, axis: SaturationParameters['axis'], space: EncodedSpace): Transform[] {
  if (axis === 'oklab') return scaleOklabChroma(gain, space);
  return [matrixTransform(towardsGrey(gain, axis === 'luma' ? LUMA_WEIGHTS : [1 / 3, 1 / 3, 1 / 3]))];
}

function towardsGrey(gain: number, [r, g, b]: readonly [number, number, number]): Matrix3 {
  const rest = 1 - gain;
  return [gain + rest * r, rest * g, rest * b, rest * r, gain + rest * g, rest * b, rest * r, rest * g, gain + rest * b];
}

/** Exact in transforms the plan already has: Oklab is a matrix, a cube root and a matrix on linear light. */
function scaleOklabChroma(gain: number, space: EncodedSpace): Transform[] {
  const toCone = multiplyMatrix3(LINEAR_SRGB_TO_CONE, linearRgbConversionMatrix(space, 'srgb'));
  const fromCone = multiplyMatrix3(linearRgbConversionMatrix('srgb', space), CONE_TO_LINEAR_SRGB);
  const scale: Matrix3 = [1, 0, 0, 0, gain, 0, 0, 0, gain];
  return [
    namedCurve('srgb-to-linear'),
    matrixTransform(toCone),
    namedCurve('cube-root'),
    matrixTransform(multiplyMatrix3(OKLAB_TO_ROOT_CONE, multiplyMatrix3(scale, ROOT_CONE_TO_OKLAB))),
    namedCurve('cube'),
    matrixTransform(fromCone),
    namedCurve('linear-to-srgb'),
  ];
}
