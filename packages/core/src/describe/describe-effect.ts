import { type BandName, HUE_BANDS } from '../operations/hue-bands.js';
import type { EncodedSpace } from '../raster/raster.js';
import { BAND_NAMES, type EffectStep } from './effect-patches.js';
import { type Effect, measureEffect } from './measure-effect.js';

/*
 * Maintainer notes. A threshold is where an effect begins to show on one photo beside the other, about twice the just noticeable
 * difference of patches side by side. What stays below one is not told; what stays below all of them together changes nothing to speak of.
 */
const THRESHOLDS = {
  /** Stops: a twentieth, under half of an 8-bit level in ten. */
  exposureEv: 0.05,
  /** A range of brightness over the picture worth two numbers. */
  exposureRangeEv: 0.2,
  /** Slope of the middle greys. */
  contrast: 0.05,
  /** L* at the ends of the grey ramp. */
  tone: 3,
  /** CIEDE2000 of a grey, before a temperature or tint is told at all. */
  cast: 1,
  /** Reciprocal megakelvin; 5.5 is a cast of 1 at 6500 K. */
  mired: 4,
  tint: 3,
  /** Offset of dark or bright greys in Oklab, over their lightness. */
  splitTint: 0.02,
  /** Share of the saturation. */
  saturation: 0.05,
  /** Below, a picture has no colours. */
  colourless: 0.04,
  /** One hue against the others. */
  hueSaturation: 0.1,
  hueDegrees: 5,
  hueLightness: 3,
  /** CIEDE2000 of any patch, where no word applies. */
  difference: 1,
} as const;

/** Hues told, the strongest effects first: more would be a table, not a sentence. */
const MAXIMUM_HUES = 3;
const NEUTRAL_KELVIN = 6500;
const CHANGES_NOTHING = 'leaves the photo as it is';

/** What a change does to colours, in words and in numbers. */
export interface EffectDescription {
  /** `brighter by 0.4 EV, warmer by 600 K, greens less saturated`. */
  readonly sentence: string;
  /** Its parts, the most telling first; none where nothing shows. */
  readonly phrases: readonly string[];
  readonly effect: Effect;
}

/**
 * Tells in words what steps of a plan do to colours, whatever they were made by, from their measured effect on greys and eight hues.
 *
 * @param steps - on encoded values of `space`; a masked one is told as where its mask is full.
 * @param strength - of the whole, 0..1; default 1.
 */
export function describeEffect(steps: readonly EffectStep[], space: EncodedSpace, strength = 1): EffectDescription {
  const effect = measureEffect(steps, space, strength);
  const phrases = phrasesOf(effect);
  const nothing = effect.largestDifference < THRESHOLDS.difference ? CHANGES_NOTHING : 'changes colours slightly';
  return { sentence: phrases.length === 0 ? nothing : phrases.join(', '), phrases, effect };
}

function phrasesOf(effect: Effect): string[] {
  if (effect.largestDifference < THRESHOLDS.difference) return [];
  const light = [...describeExposure(effect), ...describeShare(effect.contrast, 'contrast', THRESHOLDS.contrast), ...describeTones(effect.tones)];
  if (effect.saturation < THRESHOLDS.colourless) {
    const toned = effect.cast < THRESHOLDS.cast ? '' : ` toned ${nearestBand(effect.middleTint)}`;
    return [`black and white${toned}`, ...light];
  }
  const colour = [...describeCast(effect), ...describeShare(effect.saturation, 'saturation', THRESHOLDS.saturation), ...describeHues(effect)];
  return [...light, ...colour, ...describeSplitTint('shadows', effect.shadowTint), ...describeSplitTint('highlights', effect.highlightTint)];
}

function describeExposure({ exposureEv, exposureRangeEv }: Effect): string[] {
  const [low, high] = exposureRangeEv ?? [exposureEv, exposureEv];
  const isUneven = high - low >= THRESHOLDS.exposureRangeEv;
  const byPlace = isUneven ? ` (${signed(low)} to ${signed(high)} EV over the picture)` : '';
  if (Math.abs(exposureEv) >= THRESHOLDS.exposureEv) return [`${exposureEv > 0 ? 'brighter' : 'darker'} by ${twoDigits(Math.abs(exposureEv))} EV${byPlace}`];
  return isUneven ? [`brightness evened out${byPlace}`] : [];
}

function describeShare(factor: number, noun: string, threshold: number): string[] {
  if (Math.abs(factor - 1) < threshold) return [];
  if (factor <= 0) return [`no ${noun}`];
  return factor >= 2 ? [`${noun} ${twoDigits(factor)} times as strong`] : [`${Math.round(Math.abs(factor - 1) * 100)} % ${factor > 1 ? 'more' : 'less'} ${noun}`];
}

/** The very end is named where it moved, else the zone beside it. */
function describeTones({ blacks, shadows, highlights, whites }: Effect['tones']): string[] {
  const shows = (change: number): boolean => Math.abs(change) >= THRESHOLDS.tone;
  const dark = shows(blacks) ? [blacks > 0 ? 'blacks lifted' : 'blacks deeper'] : shows(shadows) ? [shadows > 0 ? 'shadows lighter' : 'shadows darker'] : [];
  const bright = shows(whites) ? [whites > 0 ? 'whites brighter' : 'whites dimmed'] : shows(highlights) ? [highlights > 0 ? 'highlights lighter' : 'highlights darker'] : [];
  return [...dark, ...bright];
}

function describeCast({ cast, temperatureKelvin, tint }: Effect): string[] {
  if (cast < THRESHOLDS.cast) return [];
  const mired = 1e6 / NEUTRAL_KELVIN - 1e6 / (NEUTRAL_KELVIN + temperatureKelvin);
  const temperature = Math.abs(mired) < THRESHOLDS.mired ? [] : [`${temperatureKelvin > 0 ? 'warmer' : 'cooler'} by ${roundKelvin(Math.abs(temperatureKelvin))} K`];
  return [...temperature, ...(Math.abs(tint) < THRESHOLDS.tint ? [] : [`tinted ${tint > 0 ? 'magenta' : 'green'} by ${Math.round(Math.abs(tint))}`])];
}

function describeHues({ hues }: Effect): string[] {
  const told = BAND_NAMES.flatMap((name) => {
    const { saturation, hueDegrees, lightness } = hues[name];
    const effects = [
      { weight: Math.abs(Math.log(Math.max(saturation, 1e-3))) / Math.log(1 + THRESHOLDS.hueSaturation), words: saturation > 1 ? 'more saturated' : 'less saturated' },
      { weight: Math.abs(hueDegrees) / THRESHOLDS.hueDegrees, words: `towards ${neighbourOf(name, hueDegrees)}` },
      { weight: Math.abs(lightness) / THRESHOLDS.hueLightness, words: lightness > 0 ? 'lighter' : 'darker' },
    ].filter(({ weight }) => weight >= 1);
    if (effects.length === 0) return [];
    effects.sort((a, b) => b.weight - a.weight);
    return [{ weight: effects[0].weight, phrase: `${PLURALS[name]} ${effects.map(({ words }) => words).join(' and ')}` }];
  });
  const strongest = [...told].sort((a, b) => b.weight - a.weight).slice(0, MAXIMUM_HUES);
  return told.filter((hue) => strongest.includes(hue)).map(({ phrase }) => phrase);
}

/** Noun of a band, as one speaks of the parts of a photo that have its hue. */
const PLURALS: Readonly<Record<BandName, string>> = { red: 'reds', orange: 'oranges', yellow: 'yellows', green: 'greens', aqua: 'aquas', blue: 'blues', purple: 'purples', magenta: 'magentas' };

function neighbourOf(name: BandName, hueDegrees: number): BandName {
  const index = BAND_NAMES.indexOf(name) + (hueDegrees > 0 ? 1 : -1);
  return BAND_NAMES[(index + BAND_NAMES.length) % BAND_NAMES.length];
}

function describeSplitTint(zone: string, [a, b]: readonly [number, number]): string[] {
  return Math.hypot(a, b) < THRESHOLDS.splitTint ? [] : [`${zone} towards ${nearestBand([a, b])}`];
}

function nearestBand([a, b]: readonly [number, number]): BandName {
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  const distance = (name: BandName): number => Math.abs(((hue - HUE_BANDS[name] + 540) % 360) - 180);
  return BAND_NAMES.reduce((best, name) => (distance(name) < distance(best) ? name : best));
}

function roundKelvin(kelvin: number): number {
  const step = kelvin < 1000 ? 50 : 100;
  return Math.max(step, Math.round(kelvin / step) * step);
}

function twoDigits(value: number): string {
  return String(Number(value.toPrecision(value < 0.1 ? 1 : 2)));
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${Number(value.toFixed(1))}`;
}
