/**
 * Weights of red, green and blue in luma, ITU-R BT.601-7 (2.5.1): the ones the CSRNet paper uses.
 *
 * They sum to 1, in float64 to one rounding error.
 */
export const LUMA_WEIGHTS = Object.freeze([0.299, 0.587, 0.114] as const);

/**
 * Computes luma Y' from encoded RGB; it is not luminance, which needs linear light.
 *
 * @param r - encoded red, nominal range 0..1.
 * @param g - encoded green, nominal range 0..1.
 * @param b - encoded blue, nominal range 0..1.
 * @returns luma in the unit of the inputs; NaN if any input is NaN.
 * @see ITU-R BT.601-7, 2.5.1.
 */
export function luma(r: number, g: number, b: number): number {
  return LUMA_WEIGHTS[0] * r + LUMA_WEIGHTS[1] * g + LUMA_WEIGHTS[2] * b;
}
