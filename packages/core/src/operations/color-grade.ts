import { linearSrgbToOklab, oklabToLinearSrgb } from '../color/oklab.js';
import { luma } from '../color/luma.js';
import type { Vector3 } from '../color/matrix3.js';
import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import { defineOperation, UNCHANGED } from './operation.js';
import type { NumberParameter } from './parameter.js';
import { sampleSrgbMap } from './sample-color-map.js';

/*
 * Maintainer notes
 *
 * Tints could be added in Oklab and fitted into the gamut afterwards. Moving the log-odds of each channel instead needs no
 * fitting: 0 and 1 stay, everything between stays between and in order, the tint fades towards both ends of its own accord,
 * and the opposite move undoes it. Offsets are chosen so that middle grey takes the stated Oklab hue and keeps its lightness.
 *
 * A grey of luma x moves to logit(x) + 0.6 (lightness of its zones). Weights change by at most pi (x unwarped) or 1.73 pi
 * (balance -1, x = 0.87) a unit of x, logit by at least 1 / (x (1 - x)); with two neighbouring zones at -1 and +1 the sum
 * still rises up to 0.63 at the worst place.
 */

type Zone = { hue: number; amount: number; lightness: number };

interface ColorGradeParameters {
  shadows: Zone;
  midtones: Zone;
  highlights: Zone;
  balance: number;
}

/** Oklab chroma that the full amount gives middle grey. */
const TINT_CHROMA = 0.1;
/** Log-odds of full lightness: the most at which no setting of two neighbours and the balance turns greys round. */
const LIGHTNESS_REACH = 0.6;
const MIDDLE_GREY = 0.5;

const amount = (description: string, minimum: number): NumberParameter => ({ kind: 'number', description, default: 0, minimum, maximum: 1, slider: [minimum, 1], step: 0.01, unit: '' });
const fields = {
  hue: { kind: 'number', description: 'Hue of the tint on the wheel of colour pickers (HSB): 0 red, 60 yellow, 120 green, 180 cyan, 240 blue, 300 magenta.', default: 0, minimum: 0, maximum: 360, slider: [0, 360], step: 1, unit: 'deg' },
  amount: amount('How strong the tint is.', 0),
  lightness: amount('Lighter or darker; black and white stay.', -1),
} as const satisfies Record<keyof Zone, NumberParameter>;
const zone = (description: string) => ({ kind: 'group', description, fields }) as const;

export const colorGrade = defineOperation<ColorGradeParameters>({
  name: 'colorGrade',
  title: 'Colour grading',
  summary: 'Tints shadows, midtones and highlights, and makes each lighter or darker.',
  definition:
    'x, the luma of encoded sRGB, to the power 2^-balance places a colour between shadows (0), midtones (1/2) and highlights (1), whose weights pass over along half a cosine and sum to 1; each encoded channel v moves in log-odds ln(v / (1 - v)) by the weighted sum of 0.6 lightness and of the tint, which is the step that moves middle grey by 0.1 amount in Oklab towards the hue, at the same lightness',
  source: 'Ottosson, "A perceptual color space for image processing", 2020',
  parameters: {
    shadows: zone('The dark third.'),
    midtones: zone('The middle.'),
    highlights: zone('The light third.'),
    balance: { kind: 'number', description: 'Where the zones divide: above 0 more of the photo counts as highlights, below 0 as shadows.', default: 0, minimum: -1, maximum: 1, slider: [-1, 1], step: 0.01, unit: '' },
  },
  produces: ['lut3d'],
  laws: { keepsGrey: (zones) => [zones.shadows, zones.midtones, zones.highlights].every((one) => one.amount === 0) },
  resolve({ shadows, midtones, highlights, balance }, { space }) {
    const zones = [shadows, midtones, highlights];
    if (zones.every((one) => one.amount === 0 && one.lightness === 0)) return UNCHANGED;
    const [dark, middle, light] = zones.map(oddsOffsets);
    const exponent = 2 ** -balance;
    return {
      transforms: [
        sampleSrgbMap(space, (rgb) => {
          const place = Math.min(Math.max(luma(rgb[0], rgb[1], rgb[2]), 0), 1) ** exponent;
          const centre = 0.5 - 0.5 * Math.cos(2 * Math.PI * place);
          const end = place < 0.5 ? dark : light;
          for (let c = 0; c < 3; c += 1) rgb[c] = moveOdds(rgb[c], Math.exp(end[c] + (middle[c] - end[c]) * centre));
        }),
      ],
    };
  },
});

/** @returns what a zone adds to the log-odds of each channel. */
function oddsOffsets({ hue, amount: strength, lightness }: Zone): Vector3 {
  const lift = LIGHTNESS_REACH * lightness;
  if (strength === 0) return [lift, lift, lift];
  const [, a, b] = linearSrgbToOklab(pureHue(hue));
  const chroma = (TINT_CHROMA * strength) / Math.hypot(a, b);
  const grey = Math.cbrt(srgbToLinear(MIDDLE_GREY));
  const tinted = oklabToLinearSrgb([grey, a * chroma, b * chroma]).map(linearToSrgb) as Vector3;
  return tinted.map((value) => lift + Math.log(value / (1 - value))) as Vector3;
}

/** @returns linear-light sRGB of the HSB colour with full saturation and brightness. */
function pureHue(hueDegrees: number): Vector3 {
  return [0, 120, 240].map((channelDegrees) => {
    const distance = Math.abs(((hueDegrees - channelDegrees + 540) % 360) - 180);
    return srgbToLinear(Math.min(Math.max(2 - distance / 60, 0), 1));
  }) as Vector3;
}

/** Multiplies v / (1 - v) by a factor: 0 and 1 stay. Beyond them the end slopes go on. */
function moveOdds(value: number, factor: number): number {
  if (value <= 0) return value * factor;
  if (value >= 1) return 1 + (value - 1) / factor;
  return (value * factor) / (1 + value * (factor - 1));
}
