import { IDENTITY_MATRIX3, invertMatrix3, multiplyMatrix3, transformVector3 } from './matrix3.js';
import type { Matrix3, Vector3 } from './matrix3.js';

/** An RGB colour space the product works in; both use the sRGB transfer function and the D65 white. */
export type RgbSpace = 'srgb' | 'display-p3';

/** CIE 1931 2-degree chromaticity coordinates `[x, y]`. */
export type Chromaticity = readonly [x: number, y: number];

/**
 * The D65 white as IEC 61966-2-1 and Display P3 (SMPTE EG 432-1) print it, four digits.
 *
 * The tabulated illuminant is (0.31272, 0.32903); the rounded pair is the one that defines both RGB spaces, and with it
 * R = G = B = 1 is the white of XYZ, Lab and Oklab alike, so that greys have exactly no chroma.
 */
export const D65_CHROMATICITY: Chromaticity = Object.freeze([0.3127, 0.329] as const);

const PRIMARIES: Readonly<Record<RgbSpace, readonly [Chromaticity, Chromaticity, Chromaticity]>> = {
  srgb: [
    [0.64, 0.33],
    [0.3, 0.6],
    [0.15, 0.06],
  ],
  'display-p3': [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
};

/**
 * Converts a chromaticity to the XYZ of that colour with luminance Y = 1.
 *
 * @param chromaticity - CIE 1931 x and y; y is not 0.
 * @returns `[x / y, 1, (1 - x - y) / y]`.
 */
export function chromaticityToXyz(chromaticity: Chromaticity): Vector3 {
  const [x, y] = chromaticity;
  return [x / y, 1, (1 - x - y) / y];
}

/** XYZ of the D65 white with Y = 1. */
export const D65_XYZ: Readonly<Vector3> = Object.freeze(chromaticityToXyz(D65_CHROMATICITY));

function deriveRgbToXyz(space: RgbSpace): Matrix3 {
  const [red, green, blue] = PRIMARIES[space].map(chromaticityToXyz);
  const unscaled = [red[0], green[0], blue[0], red[1], green[1], blue[1], red[2], green[2], blue[2]];
  const luminances = transformVector3(invertMatrix3(unscaled), D65_XYZ);
  return Object.freeze(unscaled.map((value, index) => value * luminances[index % 3]));
}

const RGB_TO_XYZ: Readonly<Record<RgbSpace, Matrix3>> = {
  srgb: deriveRgbToXyz('srgb'),
  'display-p3': deriveRgbToXyz('display-p3'),
};

const XYZ_TO_RGB: Readonly<Record<RgbSpace, Matrix3>> = {
  srgb: Object.freeze(invertMatrix3(RGB_TO_XYZ.srgb)),
  'display-p3': Object.freeze(invertMatrix3(RGB_TO_XYZ['display-p3'])),
};

/**
 * Returns the matrix from linear-light RGB to CIE XYZ, derived in float64 from the primaries and the D65 white.
 *
 * @param space - the RGB space of the input.
 * @returns a frozen matrix; linear RGB (1, 1, 1) becomes D65 with Y = 1.
 * @see SMPTE RP 177:1993, derivation of basic television colour equations.
 */
export function rgbToXyzMatrix(space: RgbSpace): Matrix3 {
  return RGB_TO_XYZ[space];
}

/**
 * Returns the matrix from CIE XYZ (D65, white Y = 1) to linear-light RGB.
 *
 * @param space - the RGB space of the output.
 * @returns a frozen matrix, the inverse of {@link rgbToXyzMatrix}.
 */
export function xyzToRgbMatrix(space: RgbSpace): Matrix3 {
  return XYZ_TO_RGB[space];
}

/**
 * Returns the matrix that converts linear-light RGB of one space to another without gamut mapping.
 *
 * @param from - the RGB space of the input.
 * @param to - the RGB space of the output; values outside its gamut come out below 0 or above 1.
 * @returns the matrix; exactly {@link IDENTITY_MATRIX3} when both are the same.
 */
export function linearRgbConversionMatrix(from: RgbSpace, to: RgbSpace): Matrix3 {
  return from === to ? IDENTITY_MATRIX3 : multiplyMatrix3(XYZ_TO_RGB[to], RGB_TO_XYZ[from]);
}
