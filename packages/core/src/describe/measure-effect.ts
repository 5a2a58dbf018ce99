import { BRADFORD, chromaticAdaptationMatrix } from '../color/chromatic-adaptation.js';
import { ciede2000 } from '../color/ciede2000.js';
import { xyzToLab } from '../color/lab.js';
import { invertMatrix3, transformVector3, type Vector3 } from '../color/matrix3.js';
import { linearSrgbToOklab } from '../color/oklab.js';
import { type Chromaticity, chromaticityToXyz, D65_CHROMATICITY, D65_XYZ, xyzToRgbMatrix } from '../color/rgb-xyz.js';
import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import { chromaticityToTemperatureTint, temperatureTintToChromaticity } from '../color/white-point.js';
import { exposeLinear } from '../operations/exposure.js';
import type { BandName } from '../operations/hue-bands.js';
import { NEUTRAL_TEMPERATURE_KELVIN } from '../operations/white-balance.js';
import type { EncodedSpace } from '../raster/raster.js';
import { BAND_NAMES, changedPatches, type EffectStep, GREY_COUNT, originalPatches, type PatchColours } from './effect-patches.js';

/** What a change does to one band of hues, beyond what it does to all colours. */
export interface HueEffect {
  /** Factor on saturation, chroma over lightness in Oklab. */
  readonly saturation: number;
  /** Turn of the hue in degrees of Oklab; towards yellow from red is positive. */
  readonly hueDegrees: number;
  /** Change of L*, 0..100. */
  readonly lightness: number;
}

/** What a change does, measured on a grey ramp and eight patches of hue. */
export interface Effect {
  /** Brightness of the middle greys in stops of linear light; over places, the mean. */
  readonly exposureEv: number;
  /** Smallest and largest brightness over the picture, where the change differs by place. */
  readonly exposureRangeEv?: readonly [number, number];
  /** Slope of the middle greys on encoded values, beyond that of the exposure; 1 changes nothing. */
  readonly contrast: number;
  /** Change of L* of black, of dark greys, bright greys and white, beyond exposure and contrast. */
  readonly tones: { readonly blacks: number; readonly shadows: number; readonly highlights: number; readonly whites: number };
  /** The white balance that has the same effect on greys: kelvin beyond 6500, warmer is positive; and tint, magenta is positive. */
  readonly temperatureKelvin: number;
  readonly tint: number;
  /** Difference in colour of the middle greys from neutral, CIEDE2000. */
  readonly cast: number;
  /** Offset of the middle greys from neutral in Oklab a and b, over their lightness. */
  readonly middleTint: readonly [a: number, b: number];
  /** Offsets in Oklab a and b of dark and bright greys from the colour of the middle ones. */
  readonly shadowTint: readonly [a: number, b: number];
  readonly highlightTint: readonly [a: number, b: number];
  /** Factor on saturation that is typical of the eight hues. */
  readonly saturation: number;
  readonly hues: Readonly<Record<BandName, HueEffect>>;
  /** Largest CIEDE2000 difference of any patch. */
  readonly largestDifference: number;
}

/** Greys from a quarter to three quarters of the encoded range: what a viewer judges brightness by. */
const MIDDLE = range(4, 12);
const DARK = 2;
const BRIGHT = 14;
/** Below, a logarithm says nothing a viewer sees: a hundredth of an 8-bit level. */
const DARKEST_LUMINANCE = 1e-6;
/** Chroma over lightness below which hue is noise. */
const GREYEST = 0.01;

/**
 * Measures what steps of a plan do to colours.
 *
 * @param steps - on encoded values of `space`; a masked one is measured as where its mask is full.
 * @param strength - of the whole, 0..1.
 */
export function measureEffect(steps: readonly EffectStep[], space: EncodedSpace, strength = 1): Effect {
  const exposureEv = exposureOf(originalPatches(space, 0), meanColours(changedPatches(steps, space, strength, 0)));
  // Colours at a shoulder lose their hue as well as their saturation, and would be told of instead of the brightness.
  const dimmingEv = Math.max(0, exposureEv);
  const before = originalPatches(space, dimmingEv);
  const places = changedPatches(steps, space, strength, dimmingEv);
  const after = meanColours(places);
  const line = fitMiddle(before, after, exposureEv);
  const greyXy = meanChromaticity(MIDDLE.map((index) => after.greys[index]));
  const toneAt = (index: number): number => {
    const found = lightnessOf(after.greys[index]);
    return agreedChange([lightnessOf(before.greys[index]), encodedToLightness(line.exposed(index)), encodedToLightness(line.withContrast(index))].map((expected) => found - expected));
  };
  const neutral = after.greys.map((colour) => toNeutral(colour, greyXy));
  const balance = balanceOf(greyXy);
  const middleTint = oklabOf(after.greys[GREY_COUNT >> 1]);
  return {
    exposureEv,
    ...(places.length === 1 ? {} : { exposureRangeEv: spread(places.map((place) => exposureOf(before, place))) }),
    contrast: line.slope,
    tones: { blacks: toneAt(0), shadows: toneAt(DARK), highlights: toneAt(BRIGHT), whites: toneAt(GREY_COUNT - 1) },
    temperatureKelvin: balance.temperatureKelvin - NEUTRAL_TEMPERATURE_KELVIN,
    tint: balance.tint,
    cast: ciede2000(xyzToLab(after.greys[GREY_COUNT >> 1]), xyzToLab(neutralOf(after.greys[GREY_COUNT >> 1]))),
    middleTint: tintBeyond(middleTint, [1, 0, 0]),
    shadowTint: tintBeyond(oklabOf(after.greys[DARK + 1]), middleTint),
    highlightTint: tintBeyond(oklabOf(after.greys[BRIGHT - 1]), middleTint),
    ...hueEffects(before, { greys: neutral, hues: after.hues.map((colour) => toNeutral(colour, greyXy)) }),
    largestDifference: Math.max(...places.map((place) => largestDifference(before, place))),
  };
}

/** Means of XYZ over places: what the eye averages is light. */
function meanColours(places: readonly PatchColours[]): PatchColours {
  const meanOf = (side: keyof PatchColours): Vector3[] =>
    places[0][side].map((_, index) => [0, 1, 2].map((axis) => mean(places.map((place) => place[side][index][axis]))) as Vector3);
  return places.length === 1 ? places[0] : { greys: meanOf('greys'), hues: meanOf('hues') };
}

/** The median holds out against a shoulder at one end; a change that darkens no grey never gets a value below 0. */
function exposureOf(before: PatchColours, after: PatchColours): number {
  return median(MIDDLE.map((index) => Math.log2(Math.max(after.greys[index][1], DARKEST_LUMINANCE) / before.greys[index][1])));
}

/** What exposure alone would make of the greys, encoded, and what it would with the contrast of the middle ones. */
interface MiddleLine {
  readonly slope: number;
  readonly exposed: (index: number) => number;
  readonly withContrast: (index: number) => number;
}

/** The middle greys after the change, as a straight line of what the exposure alone would make of them. */
function fitMiddle(before: PatchColours, after: PatchColours, exposureEv: number): MiddleLine {
  const exposed = before.greys.map(([, luminance]) => linearToSrgb(exposeLinear(luminance, exposureEv)));
  const found = after.greys.map(([, luminance]) => linearToSrgb(luminance));
  const meanX = mean(MIDDLE.map((index) => exposed[index]));
  const meanY = mean(MIDDLE.map((index) => found[index]));
  const slope = sum(MIDDLE.map((index) => (exposed[index] - meanX) * (found[index] - meanY))) / sum(MIDDLE.map((index) => (exposed[index] - meanX) ** 2));
  return { slope, exposed: (index) => exposed[index], withContrast: (index) => Math.min(1, Math.max(0, meanY + slope * (exposed[index] - meanX))) };
}

/** The light that white balance would have to take out to make the same of a grey: its cones are divided by that light's. */
function balanceOf(greyXy: Chromaticity): { temperatureKelvin: number; tint: number } {
  const neutral = transformVector3(BRADFORD, chromaticityToXyz(temperatureTintToChromaticity(NEUTRAL_TEMPERATURE_KELVIN, 0)));
  const original = transformVector3(BRADFORD, D65_XYZ);
  const changed = transformVector3(BRADFORD, chromaticityToXyz(greyXy));
  const source = neutral.map((response, cone) => (response * original[cone]) / changed[cone]) as Vector3;
  return chromaticityToTemperatureTint(chromaticityOf(transformVector3(invertMatrix3(BRADFORD), source)));
}

function hueEffects(before: PatchColours, neutral: PatchColours): { readonly saturation: number; readonly hues: Record<BandName, HueEffect> } {
  const originals = before.hues.map(oklabOf);
  const changed = neutral.hues.map(oklabOf);
  const saturations = changed.map((lab, index) => saturationOf(lab) / saturationOf(originals[index]));
  const saturation = median(saturations);
  // A colour is compared with the grey that was as light as it: what all tones have in common is no effect on a hue.
  const lightnesses = neutral.hues.map((colour, index) => lightnessOf(colour) - greyLightnessAt(lightnessOf(before.hues[index]), before, neutral));
  const common = median(lightnesses);
  const effects = BAND_NAMES.map((name, index): [BandName, HueEffect] => {
    const isColour = saturationOf(changed[index]) > GREYEST;
    return [name, { saturation: isColour ? saturations[index] / saturation : 1, hueDegrees: isColour ? turnBetween(originals[index], changed[index]) : 0, lightness: lightnesses[index] - common }];
  });
  return { saturation, hues: Object.fromEntries(effects) as Record<BandName, HueEffect> };
}

function greyLightnessAt(lightness: number, before: PatchColours, after: PatchColours): number {
  const upper = Math.max(1, before.greys.findIndex((grey) => lightnessOf(grey) >= lightness));
  const [low, high] = [lightnessOf(before.greys[upper - 1]), lightnessOf(before.greys[upper])];
  const [lowAfter, highAfter] = [lightnessOf(after.greys[upper - 1]), lightnessOf(after.greys[upper])];
  return lowAfter + ((lightness - low) / (high - low)) * (highAfter - lowAfter);
}

function largestDifference(before: PatchColours, after: PatchColours): number {
  return Math.max(...(['greys', 'hues'] as const).flatMap((side) => before[side].map((colour, index) => ciede2000(xyzToLab(colour), xyzToLab(after[side][index])))));
}

/** @returns a colour as it would be without the cast that greys have; black has none. */
function toNeutral(colour: Readonly<Vector3>, greyXy: Chromaticity): Vector3 {
  return transformVector3(chromaticAdaptationMatrix(greyXy, D65_CHROMATICITY), colour);
}

function neutralOf([, luminance]: Readonly<Vector3>): Vector3 {
  return D65_XYZ.map((value) => value * luminance) as Vector3;
}

/** Every grey counts alike, however light it is. Where all are black, neutral. */
function meanChromaticity(greys: readonly Readonly<Vector3>[]): Chromaticity {
  const visible = greys.filter(([, luminance]) => luminance > DARKEST_LUMINANCE).map(([x, y, z]): Vector3 => [x / y, 1, z / y]);
  if (visible.length === 0) return D65_CHROMATICITY;
  return chromaticityOf([0, 1, 2].map((axis) => mean(visible.map((colour) => colour[axis]))) as Vector3);
}

function chromaticityOf([x, y, z]: Readonly<Vector3>): Chromaticity {
  return [x / (x + y + z), y / (x + y + z)];
}

const XYZ_TO_SRGB = xyzToRgbMatrix('srgb');

function oklabOf(colour: Readonly<Vector3>): Vector3 {
  return linearSrgbToOklab(transformVector3(XYZ_TO_SRGB, colour));
}

function saturationOf([lightness, a, b]: Readonly<Vector3>): number {
  return lightness > 0 ? Math.hypot(a, b) / lightness : 0;
}

/** Scaled to one lightness: a tint of dark greys is smaller in numbers, not to the eye. */
function tintBeyond([lightness, a, b]: Readonly<Vector3>, [middleLightness, middleA, middleB]: Readonly<Vector3>): [number, number] {
  if (!(lightness > 0) || !(middleLightness > 0)) return [0, 0];
  return [a / lightness - middleA / middleLightness, b / lightness - middleB / middleLightness];
}

function turnBetween([, a, b]: Readonly<Vector3>, [, c, d]: Readonly<Vector3>): number {
  return (Math.atan2(a * d - b * c, a * c + b * d) * 180) / Math.PI;
}

function lightnessOf(colour: Readonly<Vector3>): number {
  return xyzToLab(colour)[0];
}

function encodedToLightness(encoded: number): number {
  return lightnessOf(neutralOf([0, srgbToLinear(encoded), 0]));
}

/** An end of the ramp moved where it did so by every account: white that a darker picture spares was not brightened. */
function agreedChange(changes: readonly number[]): number {
  if (changes.every((change) => change > 0)) return Math.min(...changes);
  return changes.every((change) => change < 0) ? Math.max(...changes) : 0;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function spread(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
