import { chromaticAdaptationMatrix } from '../color/chromatic-adaptation.js';
import { multiplyMatrix3, transformVector3, type Vector3 } from '../color/matrix3.js';
import { D65_CHROMATICITY, rgbToXyzMatrix } from '../color/rgb-xyz.js';
import { srgbToLinear } from '../color/transfer-functions.js';
import { chromaticityToTemperatureTint, temperatureTintToChromaticity } from '../color/white-point.js';
import { InvalidArgumentError } from '../errors.js';
import { isMaybe, isNumber, isShape } from '../host/check-shape.js';
import { NEUTRAL_TEMPERATURE_KELVIN } from '../operations/white-balance.js';
import { encodedSpaceOf, fullScale, type Raster } from '../raster/raster.js';
import type { EstimatedWhiteBalance, WhiteBalanceRequest } from './engine.js';

const DEFAULT_RADIUS = 0.004;
/** Below, in linear light, noise decides the colour. */
const DARK_LINEAR = 0.002;
/** Of full scale; a channel above it has been clipped, and the colour with it. */
const CLIPPED = 0.996;
/** Difference of chromaticities that shows on no grey: about a level of 8 bit between channels. */
const SAME_CHROMATICITY = 0.001;

const checkPlace = isShape({ x: isNumber(0, 1), y: isNumber(0, 1), radius: isMaybe(isNumber(0, 0.1)) });

/**
 * Finds the light in which a place would be grey: its temperature and tint, as `whiteBalance` takes them.
 *
 * @throws {@link InvalidArgumentError} for a place outside the photo, and one that is transparent, black or clipped, whose colour says nothing.
 */
export function estimateWhiteBalance(raster: Raster, place: Omit<WhiteBalanceRequest, 'photo'>): EstimatedWhiteBalance {
  const { x, y, radius = DEFAULT_RADIUS } = checkPlace(place, 'request');
  const linear = meanAround(raster, x, y, Math.round(radius * Math.max(raster.width, raster.height)));
  // The operation takes its light to that of 6500 K, which is not quite the white of RGB: grey is to be 6500 K and no other.
  const toNeutral = chromaticAdaptationMatrix(D65_CHROMATICITY, temperatureTintToChromaticity(NEUTRAL_TEMPERATURE_KELVIN, 0));
  const xy = chromaticityOf(transformVector3(multiplyMatrix3(toNeutral, rgbToXyzMatrix(encodedSpaceOf(raster.encoding))), linear));
  const { temperatureKelvin, tint } = chromaticityToTemperatureTint(xy);
  const rounded = { temperature: Math.round(temperatureKelvin), tint: Math.round(tint * 10) / 10 };
  const reached = temperatureTintToChromaticity(rounded.temperature, rounded.tint);
  return { ...rounded, isNeutral: Math.hypot(reached[0] - xy[0], reached[1] - xy[1]) <= SAME_CHROMATICITY };
}

/** Mean linear light of a square, weighted by alpha. Clipped pixels are left out. */
function meanAround(raster: Raster, x: number, y: number, radius: number): Vector3 {
  const { data, width, height, channels, bitDepth, encoding } = raster;
  const scale = 1 / fullScale(bitDepth);
  const toLinear = encoding === 'linear-srgb' ? (value: number): number => value : srgbToLinear;
  const [column, row] = [Math.min(Math.floor(x * width), width - 1), Math.min(Math.floor(y * height), height - 1)];
  const sum: [number, number, number] = [0, 0, 0];
  let weight = 0;
  for (let j = Math.max(0, row - radius); j <= Math.min(height - 1, row + radius); j += 1) {
    for (let i = Math.max(0, column - radius); i <= Math.min(width - 1, column + radius); i += 1) {
      const at = (j * width + i) * channels;
      const rgb = [data[at] * scale, data[at + 1] * scale, data[at + 2] * scale];
      if (rgb.some((value) => !(value < CLIPPED))) continue;
      const alpha = channels === 4 ? data[at + 3] * scale : 1;
      for (let c = 0; c < 3; c += 1) sum[c] += alpha * toLinear(rgb[c]);
      weight += alpha;
    }
  }
  const mean = sum.map((value) => value / weight) as unknown as Vector3;
  if (mean.every((value) => value > DARK_LINEAR)) return mean;
  throw new InvalidArgumentError(`place: ${weight > 0 ? 'as good as black' : 'clipped or transparent'} (expected a grey between black and white)`, { argument: 'x', value: { x, y } });
}

function chromaticityOf([x, y, z]: Readonly<Vector3>): [number, number] {
  const sum = x + y + z;
  return [x / sum, y / sum];
}
