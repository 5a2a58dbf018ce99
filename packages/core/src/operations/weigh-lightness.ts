/** Chroma at which a band has half its effect on lightness; that of a clear sky or of skin. */
const HALF_CHROMA = 0.08;
/** Powers of two of the exponent at full weight and full chroma. */
const REACH = 1.6;

/**
 * Lightens or darkens a colour as far as it is colourful: L to a power, so that black and white stay and tones keep order.
 *
 * @param lightness - Oklab L.
 * @param chroma - Oklab C. Towards grey the effect falls with its square: there chroma is noise, and would become grain.
 * @param weight - -1 (darker) .. 1 (lighter).
 */
export function weighLightness(lightness: number, chroma: number, weight: number): number {
  if (weight === 0 || lightness <= 0) return lightness;
  const share = (chroma * chroma) / (chroma * chroma + HALF_CHROMA * HALF_CHROMA);
  return lightness ** (2 ** (-REACH * weight * share));
}
