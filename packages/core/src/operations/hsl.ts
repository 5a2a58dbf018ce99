import { largestSrgbChroma } from '../color/srgb-gamut.js';
import { type BandName, blendAt, blendBands, listBands, locateHue, mapBands } from './hue-bands.js';
import { flowHues } from './hue-flow.js';
import { oklabNodes } from './oklab-nodes.js';
import { defineOperation, UNCHANGED } from './operation.js';
import type { NumberParameter } from './parameter.js';
import { sampleOklchMap } from './sample-color-map.js';
import { weighLightness } from './weigh-lightness.js';

type BandChange = { hue: number; chroma: number; lightness: number };
type HslParameters = Record<BandName, BandChange>;

/** Chroma at which hue and more chroma have half their effect: below it colour is mostly noise. */
const HALF_CHROMA = 0.02;

const amount = (description: string): NumberParameter => ({ kind: 'number', description, default: 0, minimum: -1, maximum: 1, slider: [-1, 1], step: 0.01, unit: '' });
const fields = {
  hue: { kind: 'number', description: 'Turns towards the band above (positive) or below (negative).', default: 0, minimum: -30, maximum: 30, slider: [-30, 30], step: 0.5, unit: 'deg' },
  chroma: amount('More or less colour: -1 leaves grey, 1 doubles pale colours and stops vivid ones at the edge of sRGB.'),
  lightness: amount('Lighter or darker, as far as the colour is colourful.'),
} as const satisfies Record<keyof BandChange, NumberParameter>;

export const hsl = defineOperation<HslParameters>({
  name: 'hsl',
  title: 'Colour bands',
  summary: 'Changes hue, chroma and lightness of eight bands of hue, each by itself.',
  definition:
    'Oklch; between the centres of two bands their weights pass over along half a cosine and sum to 1. Hue drifts along the weighted shifts, which keeps hues in order; chroma times 1 + c; lightness to the power 2^(-1.4 l C^2 / ((C + 0.1) (C + 0.015))), darker colours losing chroma in proportion. Shifts and gains fade towards grey with C^2 / (C^2 + 0.02^2); what would leave sRGB is drawn in smoothly',
  source: 'Ottosson, "A perceptual color space for image processing", 2020',
  parameters: mapBands((name, centre) => ({ kind: 'group' as const, description: `What is done to the ${name} band, about ${centre} deg of Oklch hue.`, fields })),
  produces: ['lut3d'],
  laws: { keepsGrey: () => true },
  resolve(bands, { space }) {
    if (Object.values<BandChange>(bands).every(({ hue, chroma, lightness }) => hue === 0 && chroma === 0 && lightness === 0)) return UNCHANGED;
    const shiftAt = flowHues(blendBands(mapBands((band) => bands[band].hue)));
    const changes = listBands(mapBands((band) => bands[band].chroma));
    const weights = listBands(mapBands((band) => bands[band].lightness));
    const edge = oklabNodes(space).largestChroma();
    const place = { from: 0, to: 0, share: 0 };
    return {
      transforms: [
        sampleOklchMap(space, (lch, node) => {
          const lightness = lch[0];
          const chroma = lch[1];
          const hue = lch[2];
          if (chroma === 0) return;
          locateHue(hue, place);
          const shift = shiftAt(hue);
          const change = blendAt(changes, place);
          const weight = blendAt(weights, place);
          if (shift === 0 && change === 0 && weight === 0) return;
          lch[0] = weighLightness(lightness, chroma, weight);
          lch[2] = hue + shift * fadeAt(chroma);
          const gain = (change < 0 ? 1 + change : 1 + change * fadeAt(chroma)) * Math.min(lch[0] / lightness, 1);
          const isAtHome = lch[0] === lightness && lch[2] === hue;
          const largest = isAtHome && gain <= 1 ? Infinity : edge[node];
          lch[1] = drawIn(chroma, gain, largest, isAtHome ? largest : largestSrgbChroma(lch[0], lch[2]));
        }),
      ],
    };
  },
});

function fadeAt(chroma: number): number {
  return (chroma * chroma) / (chroma * chroma + HALF_CHROMA * HALF_CHROMA);
}

/**
 * Scales chroma and, where the most vivid colour of this hue and lightness would leave sRGB, bends the scale so that it
 * arrives at the edge and the others stay in order below it. Colours that were outside keep their distance in proportion.
 */
function drawIn(chroma: number, gain: number, largestBefore: number, largestAfter: number): number {
  const excess = (largestBefore * gain) / largestAfter;
  if (!(excess > 1) || !Number.isFinite(excess)) return chroma * gain;
  const place = chroma / largestBefore;
  return place >= 1 ? largestAfter * place : (chroma * gain) / Math.sqrt(1 + (excess * excess - 1) * place * place);
}
