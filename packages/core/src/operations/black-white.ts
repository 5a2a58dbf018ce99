import { type BandName, blendBands, mapBands } from './hue-bands.js';
import { defineOperation } from './operation.js';
import { sampleOklchMap } from './sample-color-map.js';
import { weighLightness } from './weigh-lightness.js';

type BlackWhiteParameters = Record<BandName, number>;

export const blackWhite = defineOperation<BlackWhiteParameters>({
  name: 'blackWhite',
  title: 'Black and white',
  summary: 'Makes the photo black and white; a weight for each band of hue says how light its colours become.',
  definition:
    'the grey of the same Oklab lightness, that to the power 2^(-1.4 w C^2 / ((C + 0.1) (C + 0.015))), w the weight at the hue: between the centres of two bands their weights pass over along half a cosine and sum to 1',
  source: 'Ottosson, "A perceptual color space for image processing", 2020',
  parameters: mapBands((name, centre) => ({
    kind: 'number' as const,
    description: `Lighter (positive) or darker greys for the ${name} band, about ${centre} deg of Oklch hue.`,
    default: 0,
    minimum: -1,
    maximum: 1,
    slider: [-1, 1] as const,
    step: 0.01,
    unit: '',
  })),
  actsByDefault: true,
  produces: ['lut3d'],
  laws: { keepsGrey: () => true },
  resolve(weights, { space }) {
    const weightAt = blendBands(weights);
    return {
      transforms: [
        sampleOklchMap(space, (lch) => {
          lch[0] = weighLightness(lch[0], lch[1], weightAt(lch[2]));
          lch[1] = 0;
        }),
      ],
    };
  },
});
