import type { Effect } from '@openretouch/core';
import type { StringKey, Strings } from '../strings/strings.js';

/** Things told in one sentence; more would be a table. */
const MAXIMUM_PHRASES = 3;
/** Where an effect begins to show: as for the core's own descriptions. */
const THRESHOLDS = { exposureEv: 0.05, rangeEv: 0.2, contrast: 0.05, tone: 3, kelvin: 150, tint: 3, saturation: 0.05, colourless: 0.04, difference: 1 } as const;

interface Phrase {
  readonly key: StringKey;
  readonly value?: string;
  /** How many times over its threshold. */
  readonly weight: number;
}

/** @returns what a change did to a photo, in one sentence in the past tense, the strongest things first. */
export function tellEffect(effect: Effect, strings: Strings): string {
  if (effect.largestDifference < THRESHOLDS.difference) return strings.text('auto.nothing');
  const phrases = phrasesOf(effect, strings)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAXIMUM_PHRASES)
    .map(({ key, value }) => strings.text(key, value === undefined ? {} : { v: value }));
  return phrases.length === 0 ? strings.text('auto.little') : strings.sentence(phrases);
}

function phrasesOf(effect: Effect, strings: Strings): Phrase[] {
  const { exposureEv, exposureRangeEv, contrast, tones, temperatureKelvin, tint, saturation } = effect;
  const phrase = (amount: number, threshold: number, up: StringKey, down: StringKey, value?: string): Phrase[] => {
    const weight = Math.abs(amount) / threshold;
    return weight < 1 ? [] : [{ key: amount > 0 ? up : down, weight, ...(value === undefined ? {} : { value }) }];
  };
  const range = exposureRangeEv === undefined ? 0 : exposureRangeEv[1] - exposureRangeEv[0];
  const light = [
    ...phrase(exposureEv, THRESHOLDS.exposureEv, 'auto.brighter', 'auto.darker', strings.number(Math.abs(exposureEv), { digits: 2 })),
    ...(range < THRESHOLDS.rangeEv ? [] : [{ key: 'auto.evened', weight: range / THRESHOLDS.rangeEv } as const]),
    ...phrase(contrast - 1, THRESHOLDS.contrast, 'auto.contrastUp', 'auto.contrastDown'),
    ...strongest(phrase(tones.blacks, THRESHOLDS.tone, 'auto.blacksUp', 'auto.blacksDown'), phrase(tones.shadows, THRESHOLDS.tone, 'auto.shadowsUp', 'auto.shadowsDown')),
    ...strongest(phrase(tones.whites, THRESHOLDS.tone, 'auto.whitesUp', 'auto.whitesDown'), phrase(tones.highlights, THRESHOLDS.tone, 'auto.highlightsUp', 'auto.highlightsDown')),
  ];
  if (saturation < THRESHOLDS.colourless) return [{ key: 'auto.blackWhite', weight: Infinity }, ...light];
  return [
    ...light,
    ...phrase(temperatureKelvin, THRESHOLDS.kelvin, 'auto.warmer', 'auto.cooler', strings.number(roundKelvin(Math.abs(temperatureKelvin)))),
    ...phrase(tint, THRESHOLDS.tint, 'auto.magenta', 'auto.green'),
    ...phrase(saturation - 1, THRESHOLDS.saturation, 'auto.saturationUp', 'auto.saturationDown'),
  ];
}

/** An end and the zone beside it say nearly the same. */
function strongest(a: Phrase[], b: Phrase[]): Phrase[] {
  return [...a, ...b].sort((one, other) => other.weight - one.weight).slice(0, 1);
}

function roundKelvin(kelvin: number): number {
  return kelvin < 1000 ? Math.round(kelvin / 10) * 10 : Math.round(kelvin / 50) * 50;
}
