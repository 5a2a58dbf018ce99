import { cubeRoot } from './cube-root.js';
import type { Vector3 } from './matrix3.js';
import { D65_XYZ, rgbToXyzMatrix } from './rgb-xyz.js';
import { srgbToLinear } from './transfer-functions.js';

/** Ratio below which CIELAB is linear, (6/29)^3: the exact value behind the older 0.008856. */
const LINEAR_LIMIT = 216 / 24389;

/** Slope of the linear part, (29/3)^3 / 116: the exact value behind the older 7.787. */
const LINEAR_SLOPE = 24389 / 27 / 116;

const LINEAR_OFFSET = 16 / 116;

const SRGB_TO_XYZ = rgbToXyzMatrix('srgb');

function compressRatio(ratio: number): number {
  return ratio > LINEAR_LIMIT ? cubeRoot(ratio) : LINEAR_SLOPE * ratio + LINEAR_OFFSET;
}

function writeLab(x: number, y: number, z: number, out: Vector3): Vector3 {
  const fx = compressRatio(x / D65_XYZ[0]);
  const fy = compressRatio(y / D65_XYZ[1]);
  const fz = compressRatio(z / D65_XYZ[2]);
  out[0] = 116 * fy - 16;
  out[1] = 500 * (fx - fy);
  out[2] = 200 * (fy - fz);
  return out;
}

/**
 * Converts CIE XYZ to CIELAB relative to the D65 white.
 *
 * @param xyz - `[X, Y, Z]` with Y = 1 for the white.
 * @param out - receives the result; may be `xyz` itself. Default: a new tuple.
 * @returns `out` as `[L, a, b]`, L 0..100; negative XYZ continues on the linear part; NaN spreads to what it reaches.
 * @see CIE 15:2004, 8.2.1.
 */
export function xyzToLab(xyz: Readonly<Vector3>, out: Vector3 = [0, 0, 0]): Vector3 {
  return writeLab(xyz[0], xyz[1], xyz[2], out);
}

/**
 * Converts encoded sRGB to CIELAB relative to its own D65 white.
 *
 * @param r - encoded red, nominal range 0..1.
 * @param g - encoded green, nominal range 0..1.
 * @param b - encoded blue, nominal range 0..1.
 * @param out - receives the result. Default: a new tuple.
 * @returns `out` as `[L, a, b]`, L 0..100; greys have a and b of 0 to rounding error; NaN spreads to all three.
 * @see IEC 61966-2-1:1999; CIE 15:2004, 8.2.1.
 */
export function srgbToLab(r: number, g: number, b: number, out: Vector3 = [0, 0, 0]): Vector3 {
  const m = SRGB_TO_XYZ;
  const linearR = srgbToLinear(r);
  const linearG = srgbToLinear(g);
  const linearB = srgbToLinear(b);
  return writeLab(
    m[0] * linearR + m[1] * linearG + m[2] * linearB,
    m[3] * linearR + m[4] * linearG + m[5] * linearB,
    m[6] * linearR + m[7] * linearG + m[8] * linearB,
    out,
  );
}
