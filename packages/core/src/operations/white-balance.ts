import { chromaticAdaptationMatrix, temperatureTintToChromaticity } from '../color/white-point.js';
import { multiplyMatrix3 } from '../color/matrix3.js';
import { rgbToXyzMatrix, xyzToRgbMatrix } from '../color/rgb-xyz.js';
import type { EncodedSpace } from '../raster/raster.js';
import { namedCurve } from '../transforms/curve.js';
import { diagonalTransform, matrixTransform } from '../transforms/matrix.js';
import type { Transform } from '../transforms/transform.js';
import { decideTemperatureTint } from './auto/decide-white-balance.js';
import { NEWLY_CLIPPED_MAXIMUM, newlyClippedFraction } from './auto/newly-clipped.js';
import { tintsWhite } from './auto/tinted-white.js';
import { defineOperation, type PlanContext, type ResolvedOperation, UNCHANGED } from './operation.js';

interface WhiteBalanceParameters {
  gains: readonly [number, number, number];
  temperature: number;
  tint: number;
  auto: boolean;
}

/** The light for which a photo needs no change; the default, so that it is exactly a no-op. */
export const NEUTRAL_TEMPERATURE_KELVIN = 6500;

export const whiteBalance = defineOperation<WhiteBalanceParameters>({
  name: 'whiteBalance',
  title: 'White balance',
  summary: "Takes out the colour of the light: by channel gains, by the light's temperature and tint, or automatically.",
  definition:
    "gains: I' = diag(r, g, b) I on encoded values; temperature and tint: chromatic adaptation in linear light from the stated light to 6500 K, so a higher temperature looks warmer; auto: the same, from the photo's estimated illuminant",
  source: 'CSRNet (He et al., ECCV 2020), white balance; CIE 15 daylight locus; docs/glossary.md (chromatic adaptation)',
  parameters: {
    gains: { kind: 'tuple', description: 'Factors on encoded red, green and blue.', default: [1, 1, 1], minimum: 0, maximum: 4, unit: 'x' },
    temperature: {
      kind: 'number',
      description: 'Correlated colour temperature of the light the photo was taken in; higher makes the picture warmer.',
      default: NEUTRAL_TEMPERATURE_KELVIN,
      minimum: 2000,
      maximum: 25000,
      slider: [2500, 15000],
      step: 50,
      unit: 'K',
    },
    tint: { kind: 'number', description: 'Green (negative) to magenta (positive).', default: 0, minimum: -150, maximum: 150, slider: [-100, 100], step: 1, unit: '' },
    auto: { kind: 'flag', description: 'Estimate the light from the photo.', default: false },
  },
  mainParameter: 'temperature',
  exclusive: [['gains'], ['temperature', 'tint'], ['auto']],
  produces: ['matrix', 'curve'],
  laws: {
    keepsGrey: ({ gains, temperature, tint, auto }) => gains[0] === gains[1] && gains[1] === gains[2] && temperature === NEUTRAL_TEMPERATURE_KELVIN && tint === 0 && !auto,
    inverse: ({ gains, temperature, tint, auto }) => {
      const isGains = temperature === NEUTRAL_TEMPERATURE_KELVIN && tint === 0 && !auto;
      return isGains && Math.min(...gains) >= 0.25 ? { gains: [1 / gains[0], 1 / gains[1], 1 / gains[2]], temperature, tint, auto } : undefined;
    },
  },
  resolve({ gains, temperature, tint, auto }, context) {
    if (auto) return resolveAutomatically(context);
    if (temperature !== NEUTRAL_TEMPERATURE_KELVIN || tint !== 0) return { transforms: adaptToNeutral(temperature, tint, context.space) };
    return gains.every((gain) => gain === 1) ? UNCHANGED : { transforms: [diagonalTransform(gains)] };
  },
});

/** Takes out as much of the cast as saturated colours bear without clipping, and whites without a colour. */
function resolveAutomatically(context: PlanContext): ResolvedOperation<WhiteBalanceParameters> {
  for (const share of [1, 0.5, 0.25]) {
    const decided = decideTemperatureTint(context.illuminant(), share);
    if (decided === undefined) return UNCHANGED;
    const transforms = adaptToNeutral(decided.temperature, decided.tint, context.space);
    const before = context.statisticsAfter([]);
    if (!tintsWhite(before, transforms) && newlyClippedFraction(before, context.statisticsAfter(transforms)) <= NEWLY_CLIPPED_MAXIMUM) return { transforms, decided };
  }
  return UNCHANGED;
}

function adaptToNeutral(temperatureKelvin: number, tint: number, space: EncodedSpace): Transform[] {
  const source = temperatureTintToChromaticity(temperatureKelvin, tint);
  const neutral = temperatureTintToChromaticity(NEUTRAL_TEMPERATURE_KELVIN, 0);
  const adaptation = multiplyMatrix3(xyzToRgbMatrix(space), multiplyMatrix3(chromaticAdaptationMatrix(source, neutral), rgbToXyzMatrix(space)));
  return [namedCurve('srgb-to-linear'), matrixTransform(adaptation), namedCurve('linear-to-srgb')];
}
