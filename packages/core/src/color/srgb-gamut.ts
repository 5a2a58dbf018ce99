import { CONE_TO_LINEAR_SRGB, OKLAB_TO_ROOT_CONE } from './oklab.js';

/** More than any colour of sRGB has (magenta, 0.3225). */
const CHROMA_BOUND = 0.4;
const HALVING_COUNT = 18;
/** White is 1 to rounding; it counts as inside. */
const SLACK = 1e-9;
/**
 * Linear light below 0, as a share of that of the grey of the same lightness, that still counts as inside. The way from grey to
 * pure blue at constant lightness leaves sRGB by 0.0076 and comes back at blue itself; found by walking to all its surface.
 */
const DENT = 0.0077;

/**
 * Finds the largest Oklab chroma that sRGB has at a lightness and a hue.
 *
 * @param lightness - Oklab L, 0..1.
 * @returns chroma, within 2e-6; 0 at black and white, and for a lightness outside 0..1. No channel of that colour is below
 * -0.0077 L^3 in linear light.
 */
export function largestSrgbChroma(lightness: number, hueDegrees: number): number {
  const n = OKLAB_TO_ROOT_CONE;
  const hueRadians = (hueDegrees * Math.PI) / 180;
  const cosine = Math.cos(hueRadians);
  const sine = Math.sin(hueRadians);
  const l = n[1] * cosine + n[2] * sine;
  const m = n[4] * cosine + n[5] * sine;
  const s = n[7] * cosine + n[8] * sine;
  // Each channel of linear sRGB is a cubic of chroma: L^3 + (c1 + (c2 + c3 C) C) C.
  const k = CONE_TO_LINEAR_SRGB;
  const grey = lightness * lightness * lightness;
  const slope = 3 * lightness * lightness;
  const r1 = slope * (k[0] * l + k[1] * m + k[2] * s);
  const g1 = slope * (k[3] * l + k[4] * m + k[5] * s);
  const b1 = slope * (k[6] * l + k[7] * m + k[8] * s);
  const bend = 3 * lightness;
  const r2 = bend * (k[0] * l * l + k[1] * m * m + k[2] * s * s);
  const g2 = bend * (k[3] * l * l + k[4] * m * m + k[5] * s * s);
  const b2 = bend * (k[6] * l * l + k[7] * m * m + k[8] * s * s);
  const r3 = k[0] * l * l * l + k[1] * m * m * m + k[2] * s * s * s;
  const g3 = k[3] * l * l * l + k[4] * m * m * m + k[5] * s * s * s;
  const b3 = k[6] * l * l * l + k[7] * m * m * m + k[8] * s * s * s;
  const lowest = -(1 + DENT) * grey;
  const highest = 1 + SLACK - grey;
  let inside = 0;
  let step = CHROMA_BOUND;
  for (let i = 0; i < HALVING_COUNT; i += 1) {
    step /= 2;
    const c = inside + step;
    const r = (r1 + (r2 + r3 * c) * c) * c;
    const g = (g1 + (g2 + g3 * c) * c) * c;
    const b = (b1 + (b2 + b3 * c) * c) * c;
    if (r >= lowest && r <= highest && g >= lowest && g <= highest && b >= lowest && b <= highest) inside = c;
  }
  return inside;
}
