import { cubeRoot } from './cube-root.js';
import { invertMatrix3, multiplyMatrix3 } from './matrix3.js';
import type { Matrix3, Vector3 } from './matrix3.js';
import { rgbToXyzMatrix } from './rgb-xyz.js';

/*
 * Maintainer notes
 *
 * Ottosson's 2020 matrices have ten digits and an XYZ white that is not quite (0.3127, 0.3290): through them white has
 * a chroma of about 4e-8 from linear sRGB and 1e-4 from XYZ. CSS Color 4 recomputed both matrices in float64 for this
 * white, keeping Ottosson's construction; those are used here, so that greys stay grey to rounding error.
 */

const XYZ_TO_CONE: Matrix3 = [
  0.819022437996703, 0.3619062600528904, -0.1288737815209879, //
  0.0329836539323885, 0.9292868615863434, 0.0361446663506424, //
  0.0481771893596242, 0.2642395317527308, 0.6335478284694309,
];

/** Matrix from the cube roots of the cone responses to Oklab; the last step of {@link linearSrgbToOklab}. */
export const ROOT_CONE_TO_OKLAB: Matrix3 = [
  0.210454268309314, 0.7936177747023054, -0.0040720430116193, //
  1.9779985324311684, -2.42859224204858, 0.450593709617411, //
  0.0259040424655478, 0.7827717124575296, -0.8086757549230774,
];

/** Matrix from linear-light sRGB to the cone responses of Oklab; the first step of {@link linearSrgbToOklab}. */
export const LINEAR_SRGB_TO_CONE: Matrix3 = multiplyMatrix3(XYZ_TO_CONE, rgbToXyzMatrix('srgb'));

/** Inverse of {@link LINEAR_SRGB_TO_CONE}. */
export const CONE_TO_LINEAR_SRGB: Matrix3 = invertMatrix3(LINEAR_SRGB_TO_CONE);

/** Inverse of {@link ROOT_CONE_TO_OKLAB}. */
export const OKLAB_TO_ROOT_CONE: Matrix3 = invertMatrix3(ROOT_CONE_TO_OKLAB);

/**
 * Converts linear-light sRGB to Oklab.
 *
 * @param rgb - linear-light sRGB, nominal range 0..1; other values follow the same formula (cube roots keep their sign).
 * @param out - receives the result; may be `rgb` itself. Default: a new tuple.
 * @returns `out` as `[L, a, b]`: L is 0 for black and 1 for white, a and b are 0 for greys; NaN spreads to all three.
 * @see B. Ottosson, "A perceptual color space for image processing" (2020); matrices of CSS Color 4, section 18.
 */
export function linearSrgbToOklab(rgb: Readonly<Vector3>, out: Vector3 = [0, 0, 0]): Vector3 {
  const m = LINEAR_SRGB_TO_CONE;
  const r = rgb[0];
  const g = rgb[1];
  const b = rgb[2];
  const long = cubeRoot(m[0] * r + m[1] * g + m[2] * b);
  const medium = cubeRoot(m[3] * r + m[4] * g + m[5] * b);
  const short = cubeRoot(m[6] * r + m[7] * g + m[8] * b);
  const k = ROOT_CONE_TO_OKLAB;
  out[0] = k[0] * long + k[1] * medium + k[2] * short;
  out[1] = k[3] * long + k[4] * medium + k[5] * short;
  out[2] = k[6] * long + k[7] * medium + k[8] * short;
  return out;
}

/**
 * Converts Oklab to linear-light sRGB, without gamut mapping.
 *
 * @param lab - `[L, a, b]`, L nominal range 0..1.
 * @param out - receives the result; may be `lab` itself. Default: a new tuple.
 * @returns `out` as linear-light `[r, g, b]`, outside 0..1 for colours outside sRGB; NaN spreads to all three.
 * @see B. Ottosson, "A perceptual color space for image processing" (2020).
 */
export function oklabToLinearSrgb(lab: Readonly<Vector3>, out: Vector3 = [0, 0, 0]): Vector3 {
  const k = OKLAB_TO_ROOT_CONE;
  const lightness = lab[0];
  const a = lab[1];
  const b = lab[2];
  const rootLong = k[0] * lightness + k[1] * a + k[2] * b;
  const rootMedium = k[3] * lightness + k[4] * a + k[5] * b;
  const rootShort = k[6] * lightness + k[7] * a + k[8] * b;
  const long = rootLong * rootLong * rootLong;
  const medium = rootMedium * rootMedium * rootMedium;
  const short = rootShort * rootShort * rootShort;
  const m = CONE_TO_LINEAR_SRGB;
  out[0] = m[0] * long + m[1] * medium + m[2] * short;
  out[1] = m[3] * long + m[4] * medium + m[5] * short;
  out[2] = m[6] * long + m[7] * medium + m[8] * short;
  return out;
}

/**
 * Converts Oklab to its polar form Oklch.
 *
 * @param lab - `[L, a, b]`.
 * @param out - receives the result; may be `lab` itself. Default: a new tuple.
 * @returns `out` as `[L, C, h]`: chroma C is at least 0, hue h is in degrees, 0..360 without 360, and 0 where C is 0.
 */
export function oklabToOklch(lab: Readonly<Vector3>, out: Vector3 = [0, 0, 0]): Vector3 {
  const a = lab[1];
  const b = lab[2];
  const chroma = Math.hypot(a, b);
  const hueDegrees = chroma === 0 ? 0 : (Math.atan2(b, a) * 180) / Math.PI;
  const positiveHueDegrees = hueDegrees < 0 ? hueDegrees + 360 : hueDegrees;
  out[0] = lab[0];
  out[1] = chroma;
  // A hue of minus one rounding error becomes exactly 360 when 360 is added.
  out[2] = positiveHueDegrees === 360 ? 0 : positiveHueDegrees;
  return out;
}

/**
 * Converts Oklch to Oklab.
 *
 * @param lch - `[L, C, h]`, hue in degrees, any finite value.
 * @param out - receives the result; may be `lch` itself. Default: a new tuple.
 * @returns `out` as `[L, a, b]`.
 */
export function oklchToOklab(lch: Readonly<Vector3>, out: Vector3 = [0, 0, 0]): Vector3 {
  const chroma = lch[1];
  const hueRadians = (lch[2] * Math.PI) / 180;
  out[0] = lch[0];
  out[1] = chroma * Math.cos(hueRadians);
  out[2] = chroma * Math.sin(hueRadians);
  return out;
}
