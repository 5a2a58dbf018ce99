import { luma } from '../color/luma.js';
import type { EncodedSpace } from '../raster/raster.js';
import { sampleLut3d } from '../transforms/lut3d.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { COLOR_MAP_SIZE } from './oklab-nodes.js';
import { defineOperation, UNCHANGED } from './operation.js';
import type { NumberParameter } from './parameter.js';

interface ToneParameters {
  highlights: number;
  shadows: number;
  whites: number;
  blacks: number;
}

/** Weight of a zone at full strength towards the middle (shadows up, highlights down) and away from it. */
const INWARD = 2;
const OUTWARD = 1;
/** Distance from the end below which a zone fades out: black stays black, and its noise what it was. */
const FADE = 0.03;

/** How far the black end moves at -1, down, and at +1, up. */
const CRUSH = 0.12;
const LIFT = 0.09;
/** How far the white end moves at +1, up, and at -1, down. */
const STRETCH = 0.22;
const DIM = 0.09;
/** Luma about which a moved black turns from an offset of all channels into a gain. */
const VEIL = 0.06;

const slider = (description: string): NumberParameter => ({ kind: 'number', description, default: 0, minimum: -1, maximum: 1, slider: [-1, 1], step: 0.01, unit: '' });

export const tone = defineOperation<ToneParameters>({
  name: 'tone',
  title: 'Tone',
  summary: 'Opens or deepens shadows and highlights, and moves the black and white ends; colours keep their hue.',
  definition:
    'luma Y to u = Y + s z(Y) + h z(1 - Y), z(x) = x^2 / (x + 0.03) (1 - x)^4, s = 2 shadows (up) or shadows (down), h = highlights (up) or 2 highlights (down); then to v = u + b (1 - u)^4 + w u^4, b = 0.09 blacks (up) or 0.12 blacks (down), w = 0.22 whites (up) or 0.09 whites (down); ' +
    "I' = I (v - c) / Y + c with c = b / (1 + (u / 0.06)^2); where that takes the largest channel M to q, beyond p = (v - c at Y = M), the colour is scaled so that M goes to p + r (q - p) / (r + q - p), r = (v - c at Y = 1) - p",
  source: "the product's own; docs/decisions/0007-tone-on-luma.md",
  parameters: {
    highlights: slider('Above 0 brightens the light tones, below 0 brings back their detail.'),
    shadows: slider('Above 0 opens the dark tones, below 0 deepens them.'),
    whites: slider('Above 0 makes the lightest tones white, below 0 dims white.'),
    blacks: slider('Above 0 lifts black to grey, below 0 makes the darkest tones black.'),
  },
  mainParameter: 'shadows',
  produces: ['lut3d'],
  laws: { keepsGrey: () => true },
  resolve(parameters, { space }) {
    const { highlights, shadows, whites, blacks } = parameters;
    if (highlights === 0 && shadows === 0 && whites === 0 && blacks === 0) return UNCHANGED;
    return { transforms: [sampleTone(parameters, space)] };
  },
});

function sampleTone({ highlights, shadows, whites, blacks }: ToneParameters, space: EncodedSpace): Lut3dTransform {
  const shadowWeight = shadows * (shadows > 0 ? INWARD : OUTWARD);
  const highlightWeight = highlights * (highlights < 0 ? INWARD : OUTWARD);
  const black = blacks * (blacks > 0 ? LIFT : CRUSH);
  const white = whites * (whites > 0 ? STRETCH : DIM);

  const bendZones = (x: number): number => x + shadowWeight * zone(x) + highlightWeight * zone(1 - x);
  const veil = (bent: number): number => black / (1 + square(bent / VEIL));
  /** The moved ends less the veil: 0 at 0. */
  const moveEnds = (bent: number): number => bent + black * square(square(1 - bent)) + white * square(square(bent)) - veil(bent);
  const top = moveEnds(bendZones(1));

  return sampleLut3d(COLOR_MAP_SIZE, space, (rgb, count) => {
    for (let p = 0; p < count * 3; p += 3) {
      const y = luma(rgb[p], rgb[p + 1], rgb[p + 2]);
      const bent = bendZones(y);
      const offset = veil(bent);
      const largest = Math.max(rgb[p], rgb[p + 1], rgb[p + 2]);
      const gain = y > 0 ? containedGain(moveEnds(bent) / y, largest, moveEnds(bendZones(largest)), top) : 0;
      for (let c = p; c < p + 3; c += 1) rgb[c] = rgb[c] * gain + offset;
    }
  });
}

/** Weight of the shadows at `x` above black, and of the highlights at `x` below white. */
function zone(x: number): number {
  return ((x * x) / (x + FADE)) * square(square(1 - x));
}

/** Powers of a number by `**` take most of the time of a slider's movement. */
function square(x: number): number {
  return x * x;
}

/**
 * Keeps a colour's largest channel below white: a saturated colour has a low luma, and by the gain of its luma would leave the
 * gamut, its detail and its hue. Greys are not touched.
 *
 * @param ofGrey - where the curve takes a grey of the value `largest`; `top` - where it takes white.
 */
function containedGain(gain: number, largest: number, ofGrey: number, top: number): number {
  const excess = gain * largest - ofGrey;
  if (excess <= 0) return gain;
  const room = Math.max(top - ofGrey, 0);
  return (ofGrey + (room * excess) / (room + excess)) / largest;
}
