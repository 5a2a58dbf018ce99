import { diagonalTransform } from '../transforms/matrix.js';
import { defineOperation, UNCHANGED } from './operation.js';

interface ContrastParameters {
  gain: number;
  pivot: number | 'mean';
}

export const contrast = defineOperation<ContrastParameters>({
  name: 'contrast',
  title: 'Contrast',
  summary: 'Stretches encoded values about a pivot; above 1 is harder.',
  definition: "I' = a I + (1 - a) m, m the mean over all pixels of each channel, or the pivot",
  source: 'CSRNet (He et al., ECCV 2020), global contrast change',
  parameters: {
    gain: { kind: 'number', description: 'Slope about the pivot; 1 changes nothing.', default: 1, minimum: 0, maximum: 4, slider: [0.5, 2], step: 0.01, unit: 'x' },
    pivot: {
      kind: 'number',
      description: 'The value that stays where it is: "mean" (of each channel, from the photo) or a number.',
      default: 'mean',
      minimum: 0,
      maximum: 1,
      slider: [0, 1],
      step: 0.01,
      unit: '',
      keywords: ['mean'],
    },
  },
  mainParameter: 'gain',
  produces: ['matrix'],
  laws: {
    keepsGrey: ({ pivot }) => pivot !== 'mean',
    inverse: ({ gain, pivot }) => (gain >= 0.25 && pivot !== 'mean' ? { gain: 1 / gain, pivot } : undefined),
  },
  resolve({ gain, pivot }, context) {
    if (gain === 1) return UNCHANGED;
    const [r, g, b] = pivot === 'mean' ? context.statistics().meanRgb : [pivot, pivot, pivot];
    return { transforms: [diagonalTransform([gain, gain, gain], [(1 - gain) * r, (1 - gain) * g, (1 - gain) * b])] };
  },
});
