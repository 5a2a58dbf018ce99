/**
 * Chroma at which a band has half its effect on lightness: a little more than clear sky or skin has. The share bends over early,
 * because what sets in late is steep where skies are, and shows the blocks of their chroma as mottled light.
 */
const HALF_CHROMA = 0.1;
/** Chroma below which colour is mostly noise, which should not become grain. */
const NOISE_CHROMA = 0.015;
/** Powers of two of the exponent at full weight and boundless chroma. */
const REACH = 1.4;

/**
 * Lightens or darkens a colour as far as it is colourful: L to a power, so that black and white stay and tones keep order.
 *
 * @param lightness - Oklab L.
 * @param chroma - Oklab C; towards grey the effect falls with its square.
 * @param weight - -1 (darker) .. 1 (lighter).
 */
export function weighLightness(lightness: number, chroma: number, weight: number): number {
  if (weight === 0 || lightness <= 0) return lightness;
  const share = (chroma * chroma) / ((chroma + HALF_CHROMA) * (chroma + NOISE_CHROMA));
  // L to the power 2^x by exponentials: `**` takes three times as long, twice.
  return Math.exp(Math.log(lightness) * Math.exp(-REACH * Math.LN2 * weight * share));
}
