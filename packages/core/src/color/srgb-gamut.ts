import { CONE_TO_LINEAR_SRGB, OKLAB_TO_ROOT_CONE } from './oklab.js';

/** More than any colour of sRGB has (magenta, 0.3225). */
const CHROMA_BOUND = 0.4;
const HALVING_COUNT = 18;
/** White is 1 to rounding; it counts as inside. */
const SLACK = 1e-9;

/**
 * Finds the largest Oklab chroma that sRGB has at a lightness and a hue.
 *
 * @param lightness - Oklab L, 0..1.
 * @returns chroma, within 2e-6; 0 at black and white, and for a lightness outside 0..1.
 */
export function largestSrgbChroma(lightness: number, hueDegrees: number): number {
  const n = OKLAB_TO_ROOT_CONE;
  const hueRadians = (hueDegrees * Math.PI) / 180;
  const cosine = Math.cos(hueRadians);
  const sine = Math.sin(hueRadians);
  const long = n[1] * cosine + n[2] * sine;
  const medium = n[4] * cosine + n[5] * sine;
  const short = n[7] * cosine + n[8] * sine;
  let inside = 0;
  let outside = CHROMA_BOUND;
  for (let i = 0; i < HALVING_COUNT; i += 1) {
    const chroma = (inside + outside) / 2;
    const l = cube(lightness + long * chroma);
    const m = cube(lightness + medium * chroma);
    const s = cube(lightness + short * chroma);
    if (isUnit(l, m, s, 0) && isUnit(l, m, s, 3) && isUnit(l, m, s, 6)) inside = chroma;
    else outside = chroma;
  }
  return inside;
}

/** Whether one channel of linear sRGB lies in 0..1. */
function isUnit(l: number, m: number, s: number, row: number): boolean {
  const k = CONE_TO_LINEAR_SRGB;
  const value = k[row] * l + k[row + 1] * m + k[row + 2] * s;
  return value >= -SLACK && value <= 1 + SLACK;
}

function cube(value: number): number {
  return value * value * value;
}
