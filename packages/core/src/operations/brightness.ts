import { diagonalTransform } from '../transforms/matrix.js';
import { defineOperation, UNCHANGED } from './operation.js';

interface BrightnessParameters {
  gain: number;
}

export const brightness = defineOperation<BrightnessParameters>({
  name: 'brightness',
  title: 'Brightness',
  summary: 'Multiplies the encoded values; above 1 is brighter.',
  definition: "I' = a I",
  source: 'CSRNet (He et al., ECCV 2020), global brightness change',
  parameters: {
    gain: { kind: 'number', description: 'Factor on encoded values; 1 changes nothing.', default: 1, minimum: 0, maximum: 4, slider: [0.5, 2], step: 0.01, unit: 'x' },
  },
  mainParameter: 'gain',
  produces: ['matrix'],
  laws: {
    keepsGrey: () => true,
    inverse: ({ gain }) => (gain >= 0.25 ? { gain: 1 / gain } : undefined),
    monotone: 'rising',
  },
  resolve({ gain }) {
    return gain === 1 ? UNCHANGED : { transforms: [diagonalTransform([gain, gain, gain])] };
  },
});
