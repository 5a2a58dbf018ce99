import { oklabNodes } from './oklab-nodes.js';
import { defineOperation, UNCHANGED } from './operation.js';
import { sampleOklchMap } from './sample-color-map.js';

interface VibranceParameters {
  amount: number;
}

/** Largest Oklab chroma in sRGB, that of its magenta (1, 0, 1). */
const LARGEST_CHROMA = 0.32249;

/** Oklab hues of skin, light to dark. */
const SKIN_HUES_DEGREES = [25, 70] as const;
const SKIN_SHARE = 0.5;
/** Width of the ramp from skin to other hues, on either side. */
const SKIN_EDGE_DEGREES = 15;

export const vibrance = defineOperation<VibranceParameters>({
  name: 'vibrance',
  title: 'Vibrance',
  summary: 'Strengthens or mutes colours, muted ones most and vivid ones least; skin at half.',
  definition:
    'Oklab chroma C times 1 + amount k (1 - C / M)^2, C / M at most 1; M is the largest chroma that sRGB has at the lightness and hue for an amount above 0, 0.32249 below; k is 0.5 for Oklab hues of 25 to 70 degrees, 1 from 15 degrees outside them, a raised cosine between',
  source: 'Ottosson, "A perceptual color space for image processing", 2020; 0.32249 is the chroma of sRGB magenta, its largest',
  parameters: {
    amount: {
      kind: 'number',
      description: 'Above 0 gives muted colours more, up to what the screen can show; below 0 takes it from them, until at -1 near-greys are grey and vivid colours stay.',
      default: 0,
      minimum: -1,
      maximum: 1,
      slider: [-1, 1],
      step: 0.01,
      unit: '',
    },
  },
  mainParameter: 'amount',
  produces: ['lut3d'],
  laws: { keepsGrey: () => true },
  resolve({ amount }, { space }) {
    if (amount === 0) return UNCHANGED;
    // Counted from the edge of the gamut, more colour rises to the edge and never leaves it.
    const edge = amount > 0 ? oklabNodes(space).largestChroma() : undefined;
    return {
      transforms: [
        sampleOklchMap(space, (lch, node) => {
          const chroma = lch[1];
          if (chroma === 0) return;
          const largest = edge === undefined ? LARGEST_CHROMA : edge[node];
          const distance = Math.max(1 - chroma / largest, 0);
          lch[1] = chroma * (1 + amount * hueShare(lch[2]) * distance * distance);
        }),
      ],
    };
  },
});

function hueShare(hueDegrees: number): number {
  const [first, last] = SKIN_HUES_DEGREES;
  const outside = Math.max(first - hueDegrees, hueDegrees - last, 0);
  if (outside >= SKIN_EDGE_DEGREES) return 1;
  const skin = 0.5 + 0.5 * Math.cos((Math.PI * outside) / SKIN_EDGE_DEGREES);
  return 1 - (1 - SKIN_SHARE) * skin;
}
