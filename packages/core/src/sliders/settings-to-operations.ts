import { NEUTRAL_TEMPERATURE_KELVIN } from '../operations/white-balance.js';
import type { RecipeOperation } from '../recipe/recipe.js';
import { CONTRAST_PIVOT, CURVE_INPUTS, NEUTRAL_SETTINGS, type SliderSettings } from './slider-model.js';

/** Steps of the sliders, and of a curve's points: what a person could have set. */
const ROUNDING = { temperature: 10, tint: 0.5, ev: 0.01, gain: 0.01, point: 0.001 };

/**
 * Writes settings as operations of a recipe, in canonical order, rounded to the steps of their sliders.
 *
 * @returns none where the sliders stand at their defaults.
 */
export function settingsToOperations({ temperatureKelvin, tint, exposureEv, contrast, curve, saturation, axis }: SliderSettings): RecipeOperation[] {
  const temperature = roundTo(temperatureKelvin, ROUNDING.temperature);
  const balance = { ...(temperature === NEUTRAL_TEMPERATURE_KELVIN ? {} : { temperature }), ...(roundTo(tint, ROUNDING.tint) === 0 ? {} : { tint: roundTo(tint, ROUNDING.tint) }) };
  const ev = roundTo(exposureEv, ROUNDING.ev);
  const [contrastGain, saturationGain] = [contrast, saturation].map((gain) => roundTo(gain, ROUNDING.gain));
  const points = curve?.map((output, i): [number, number] => [CURVE_INPUTS[i], roundTo(output, ROUNDING.point)]);
  return [
    ...(Object.keys(balance).length === 0 ? [] : [{ op: 'whiteBalance', ...balance }]),
    ...(ev === 0 ? [] : [{ op: 'exposure', ev }]),
    ...(contrastGain === 1 ? [] : [{ op: 'contrast', gain: contrastGain, pivot: CONTRAST_PIVOT }]),
    ...(points === undefined ? [] : [{ op: 'toneCurve', points }]),
    ...(saturationGain === 1 ? [] : [{ op: 'saturation', gain: saturationGain, ...(axis === NEUTRAL_SETTINGS.axis ? {} : { axis }) }]),
  ];
}

/** Divides by a whole number where the step is a fraction, so that 0.07 is not 0.07000000000000001. */
function roundTo(value: number, step: number): number {
  const rounded = step >= 1 ? Math.round(value / step) * step : Math.round(value / step) / Math.round(1 / step);
  return rounded === 0 ? 0 : rounded;
}
