import type { Vector3 } from '../../color/matrix3.js';
import { linearSrgbToOklab } from '../../color/oklab.js';
import { srgbToLinear } from '../../color/transfer-functions.js';

/** A tint as a vector: its direction is a hue of Oklab, its length the amount. */
export type Tint = readonly [a: number, b: number];

/** Angles tried for a tint, 0.1 degree apart. */
const ANGLE_COUNT = 3600;

/** @returns the tint of an angle of the colour wheel (HSB: 0 red, 120 green, 240 blue) and an amount, as colour grading reads them. */
export function tintOf(wheelDegrees: number, amount: number): Tint {
  const radians = (oklabHueOf(wheelDegrees) * Math.PI) / 180;
  return [amount * Math.cos(radians), amount * Math.sin(radians)];
}

/**
 * @returns the angle (0..360 without 360, in steps of 0.1; 0 for no tint) that comes nearest to a tint, and its amount.
 * @remarks The hue of Oklab does not rise everywhere with the angle: about red and blue a few angles share theirs.
 */
export function wheelOf([a, b]: Tint): { readonly hue: number; readonly amount: number } {
  const amount = Math.sqrt(a * a + b * b);
  if (amount === 0) return { hue: 0, amount };
  const wanted = (Math.atan2(b, a) * 180) / Math.PI;
  let best = 0;
  let bestDistance = Infinity;
  for (let step = 0; step < ANGLE_COUNT; step += 1) {
    const angle = (step * 360) / ANGLE_COUNT;
    const distance = Math.abs(((oklabHueOf(angle) - wanted + 900) % 360) - 180);
    if (distance < bestDistance) [best, bestDistance] = [angle, distance];
  }
  return { hue: best, amount };
}

/** The Oklab hue of the vivid colour at an angle of the wheel, -180..180. */
function oklabHueOf(wheelDegrees: number): number {
  const rgb = [0, 120, 240].map((channelDegrees) => {
    const distance = Math.abs(((wheelDegrees - channelDegrees + 540) % 360) - 180);
    return srgbToLinear(Math.min(Math.max(2 - distance / 60, 0), 1));
  }) as Vector3;
  const [, a, b] = linearSrgbToOklab(rgb);
  return (Math.atan2(b, a) * 180) / Math.PI;
}
