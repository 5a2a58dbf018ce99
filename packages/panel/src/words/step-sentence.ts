import { CATALOGUE } from '../catalogue/catalogue.generated.js';
import { COLOUR_GROUPS } from '../catalogue/sections.js';
import { sliderOf, type SliderSpec } from '../catalogue/slider-spec.js';
import { adjustmentOf, readSlider } from '../session/adjust.js';
import { readCurve } from '../session/curves.js';
import type { Edit, StepId } from '../session/edit.js';
import type { AutoEffect } from '../session/state.js';
import type { StringKey, Strings } from '../strings/strings.js';
import { tellEffect } from './reason.js';

const TONES = ['highlights', 'shadows', 'whites', 'blacks'];
const BRUSH_SENTENCES = { lighten: 'recipe.brushLighten', darken: 'recipe.brushDarken', even: 'recipe.brushEven' } as const;

/** @returns what a step does, in one sentence without jargon. */
export function tellStep(edit: Edit, id: StepId, effect: AutoEffect | undefined, strings: Strings): string {
  const { text, number } = strings;
  switch (id) {
    case 'auto':
      return effect === undefined ? text('recipe.autoPlain') : text('recipe.auto', { reason: tellEffect(effect.effect, strings) });
    case 'look':
      return text('recipe.look', { name: edit.look?.recipe.name ?? '' });
    case 'brush':
      return edit.brush === undefined ? '' : text(BRUSH_SENTENCES[edit.brush.target], { v: number(edit.brush.amountEv, { digits: 2 }) });
    case 'whiteBalance':
      return tellWhiteBalance(edit, strings);
    case 'exposure':
      return tellAmount(edit, sliderOf('exposure', 'ev'), 'recipe.exposureUp', 'recipe.exposureDown', strings);
    case 'contrast':
      return tellAmount(edit, sliderOf('contrast', 'gain'), 'recipe.contrastUp', 'recipe.contrastDown', strings);
    case 'vibrance':
      return tellAmount(edit, sliderOf('vibrance', 'amount'), 'recipe.vibranceUp', 'recipe.vibranceDown', strings);
    case 'saturation':
      return tellAmount(edit, sliderOf('saturation', 'gain'), 'recipe.saturationUp', 'recipe.saturationDown', strings);
    case 'tone':
      return text('recipe.tone', { list: strings.list(TONES.flatMap((name) => tellItem(edit, sliderOf('tone', name), strings))) });
    case 'toneCurve':
      return strings.plural('recipe.curve', Math.max(...(['rgb', 'red', 'green', 'blue'] as const).map((channel) => readCurve(edit, channel).length)));
    case 'blackWhite':
      return text('recipe.blackWhite');
    case 'hsl':
    case 'colorGrade':
      return text(`recipe.${id}`, { list: strings.list(changedGroups(edit, id).map((group) => text(`adjust.${group}` as StringKey))) });
    default:
      return text('recipe.other', { what: CATALOGUE.find(({ name }) => name === id)?.title ?? id });
  }
}

function tellAmount(edit: Edit, spec: SliderSpec, up: StringKey, down: StringKey, { text, number }: Strings): string {
  const value = readSlider(edit, spec);
  return text(value < 0 ? down : up, { v: number(Math.abs(value), { digits: spec.digits }) });
}

function tellItem(edit: Edit, spec: SliderSpec, { text, number }: Strings): string[] {
  const value = readSlider(edit, spec);
  return value === spec.default ? [] : [text('recipe.toneItem', { what: text(`adjust.${spec.label}` as StringKey), v: number(value, { isSigned: true }) })];
}

function tellWhiteBalance(edit: Edit, { text, number }: Strings): string {
  const { auto } = adjustmentOf(edit, 'whiteBalance') ?? {};
  if (auto === true) return text('recipe.whiteBalanceAuto');
  const temperature = sliderOf('whiteBalance', 'temperature');
  const warmer = readSlider(edit, temperature) - temperature.default;
  if (warmer !== 0) return text(warmer > 0 ? 'recipe.whiteBalanceWarmer' : 'recipe.whiteBalanceCooler', { v: number(Math.abs(warmer)) });
  return text('recipe.whiteBalanceTint', { v: number(readSlider(edit, sliderOf('whiteBalance', 'tint')), { isSigned: true }) });
}

function changedGroups(edit: Edit, operation: 'hsl' | 'colorGrade'): string[] {
  const values = adjustmentOf(edit, operation) ?? {};
  return COLOUR_GROUPS.find((group) => group.operation === operation)?.groups.filter((name) => values[name] !== undefined) ?? [];
}
