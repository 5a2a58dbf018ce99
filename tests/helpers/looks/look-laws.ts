import type { LookLimits } from './look-limits.js';
import type { GradientMeasures, GreyMeasures, SkinMeasures } from './measure-look.js';

const isWithin = ([from, to]: readonly [number, number], [lowest, highest]: readonly [number, number]): boolean => from >= lowest && to <= highest;
const print = (values: readonly number[]): string => values.map((value) => value.toFixed(3)).join(' to ');
/** Oklab lightness of ends is a cube root: float32 zeros and ones come out this far off. */
const END = 1e-3;

/** @returns each law on greys that a look breaks, with what came and what its limit is. */
export function findGreyFaults(greys: GreyMeasures, limits: LookLimits): string[] {
  const faults: string[] = [];
  const strayHues = greys.tintHues.filter((hue) => !limits.greyHues.some(([from, to]) => hue >= from && hue <= to));
  if (greys.largestChroma > limits.greyChroma) faults.push(`chroma of greys: ${print([greys.largestChroma])} (limit ${limits.greyChroma})`);
  if (strayHues.length > 0) faults.push(`hue of greys: ${print([Math.min(...strayHues), Math.max(...strayHues)])} (limit ${limits.greyHues.join(' or ')})`);
  if (Math.abs(greys.black - Math.min(Math.max(greys.black, limits.black[0]), limits.black[1])) > END) faults.push(`black: ${print([greys.black])} (limit ${print(limits.black)})`);
  if (Math.abs(greys.white - Math.min(Math.max(greys.white, limits.white[0]), limits.white[1])) > END) faults.push(`white: ${print([greys.white])} (limit ${print(limits.white)})`);
  if (!(greys.smallestRise > 0)) faults.push(`order of greys: smallest rise ${print([greys.smallestRise])} (limit above 0)`);
  if (greys.clippedCount > limits.clippedGreys) faults.push(`clipped greys: ${greys.clippedCount} (limit ${limits.clippedGreys})`);
  return faults;
}

/** @returns each law on gradients that a look breaks: steps that would show as bands, colours that run together, falls. */
export function findGradientFaults(gradients: GradientMeasures, limits: LookLimits): string[] {
  const faults: string[] = [];
  // A gradient of 4096 columns rises by at most 1/16 level a column, and both ends of a step are rounded to 1/257.
  const largestStep16 = limits.slope / 16 + 1 / 257;
  // One level a column, and a rounding at both ends.
  const largestStep8 = Math.ceil(limits.slope) + 1;
  if (gradients.largestStep16 > largestStep16) faults.push(`steps in 16 bit: ${print([gradients.largestStep16])} (limit ${print([largestStep16])})`);
  if (gradients.largestStep8 > largestStep8) faults.push(`steps in 8 bit: ${gradients.largestStep8} (limit ${largestStep8})`);
  if (gradients.coloursKept < limits.coloursKept) faults.push(`colours kept: ${print([gradients.coloursKept])} (limit ${limits.coloursKept})`);
  if (gradients.largestFall > 1e-4) faults.push(`order of gradients: falls by ${print([gradients.largestFall])} (limit 0)`);
  return faults;
}

/** @returns each law on skin that a look breaks. */
export function findSkinFaults(skin: SkinMeasures, limits: LookLimits): string[] {
  const faults: string[] = [];
  if (!isWithin(skin.hueTurns, limits.skinHue)) faults.push(`hue of skin: ${print(skin.hueTurns)} (limit ${print(limits.skinHue)})`);
  if (!isWithin(skin.chromaRatios, limits.skinChroma)) faults.push(`chroma of skin: ${print(skin.chromaRatios)} (limit ${print(limits.skinChroma)})`);
  if (!isWithin(skin.lightnessChanges, limits.skinLightness)) faults.push(`lightness of skin: ${print(skin.lightnessChanges)} (limit ${print(limits.skinLightness)})`);
  if (skin.separation < limits.skinSeparation) faults.push(`separation of skin tones: ${print([skin.separation])} (limit ${limits.skinSeparation})`);
  return faults;
}

/** @param worst - the photo that clips most, and its share of pixels that clip anew. */
export function findClippingFaults(worst: { name: string; fraction: number }, limits: LookLimits): string[] {
  return worst.fraction > limits.newClipping ? [`new clipping: ${print([worst.fraction])} of ${worst.name} (limit ${limits.newClipping})`] : [];
}
