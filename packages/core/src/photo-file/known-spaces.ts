import { chromaticAdaptationMatrix } from '../color/chromatic-adaptation.js';
import { multiplyMatrix3 } from '../color/matrix3.js';
import { D65_CHROMATICITY, rgbToXyzMatrix } from '../color/rgb-xyz.js';
import { linearToSrgb } from '../color/transfer-functions.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { ToneResponse } from './icc-curve.js';

/** The white of the ICC profile connection space. @see ICC.1:2022, 7.2.16: XYZ 0.9642, 1, 0.8249. */
export const D50_XYZ = [0.9642, 1, 0.8249] as const;
const D50_SUM = D50_XYZ[0] + D50_XYZ[1] + D50_XYZ[2];
export const D50_CHROMATICITY = [D50_XYZ[0] / D50_SUM, D50_XYZ[1] / D50_SUM] as const;

/** XYZ under D65 to XYZ under D50, as ICC profiles hold it. */
export const D65_TO_D50 = chromaticAdaptationMatrix(D65_CHROMATICITY, D50_CHROMATICITY);
export const D50_TO_D65 = chromaticAdaptationMatrix(D50_CHROMATICITY, D65_CHROMATICITY);

const COLORANTS: Readonly<Record<EncodedSpace, readonly number[]>> = {
  srgb: multiplyMatrix3(D65_TO_D50, rgbToXyzMatrix('srgb')),
  'display-p3': multiplyMatrix3(D65_TO_D50, rgbToXyzMatrix('display-p3')),
};

/** @returns the matrix from linear RGB to XYZ under D50 that an ICC profile of the space holds. */
export function spaceToXyzD50(space: EncodedSpace): readonly number[] {
  return COLORANTS[space];
}

/**
 * Largest difference of a colorant component. Published sRGB and Display P3 profiles round differently and differ by up to
 * 0.001; the nearest other space in use (DCI-P3 white) is 0.02 away.
 */
const COLORANT_TOLERANCE = 0.003;

/**
 * Largest difference of a tone response, in 8-bit levels of the encoded value. Compact profiles approximate the curve by a few
 * dozen samples and stay within one level; a plain gamma of 2.2 is six levels off.
 */
const TONE_TOLERANCE_LEVELS = 1.5;

/** @returns the space whose colorants a profile's matrix holds, undefined when it is another. */
export function matchColorants(rgbToXyzD50: readonly number[]): EncodedSpace | undefined {
  return (['srgb', 'display-p3'] as const).find((space) => COLORANTS[space].every((value, index) => Math.abs(value - rgbToXyzD50[index]) <= COLORANT_TOLERANCE));
}

/** @returns whether a tone response is sRGB's, which Display P3 shares. */
export function isSrgbToneResponse(response: ToneResponse): boolean {
  for (let level = 0; level <= 255; level++) {
    if (Math.abs(linearToSrgb(response(level / 255)) * 255 - level) > TONE_TOLERANCE_LEVELS) return false;
  }
  return true;
}

/**
 * Adobe RGB (1998), for cameras that mark it in EXIF and embed no profile.
 *
 * @see Adobe RGB (1998) Color Image Encoding, 2005, 4.3.1: the profile's D50 colorants and gamma 563/256.
 */
export const ADOBE_RGB = {
  description: 'Adobe RGB (1998)',
  rgbToXyzD50: [0.60974, 0.20528, 0.14919, 0.31111, 0.62567, 0.06322, 0.01947, 0.06087, 0.74457],
  gamma: 563 / 256,
} as const;
