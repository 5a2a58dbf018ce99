import { CATALOGUE } from './catalogue.generated.js';
import { sliderOf, type SliderSpec } from './slider-spec.js';

export type SectionId = 'light' | 'whiteBalance' | 'colour' | 'curves';

/** Sliders that act on one group of an operation at a time, such as a band of hues. */
export interface GroupedSliders {
  readonly operation: 'hsl' | 'colorGrade' | 'blackWhite';
  readonly groups: readonly string[];
  slidersOf(group: string): readonly SliderSpec[];
  /** Those that belong to no group. */
  readonly common: readonly SliderSpec[];
}

const TONE = ['highlights', 'shadows', 'whites', 'blacks'];

export const LIGHT_SLIDERS: readonly SliderSpec[] = [sliderOf('exposure', 'ev'), sliderOf('contrast', 'gain'), ...TONE.map((name) => sliderOf('tone', name))];
export const WHITE_BALANCE_SLIDERS: readonly SliderSpec[] = [sliderOf('whiteBalance', 'temperature'), sliderOf('whiteBalance', 'tint')];
export const COLOUR_SLIDERS: readonly SliderSpec[] = [sliderOf('vibrance', 'amount'), sliderOf('saturation', 'gain')];

/** What follows in the section Colour, as the registry has it. */
export const COLOUR_GROUPS: readonly GroupedSliders[] = [grouped('hsl'), grouped('colorGrade'), bands('blackWhite')];

/** Operations that a section stands for. */
export const SECTION_OPERATIONS: Readonly<Record<SectionId, readonly string[]>> = {
  light: ['exposure', 'levels', 'brightness', 'contrast', 'tone'],
  whiteBalance: ['whiteBalance'],
  colour: ['vibrance', 'saturation', 'hsl', 'blackWhite', 'colorGrade'],
  curves: ['toneCurve'],
};

function grouped(operation: 'hsl' | 'colorGrade'): GroupedSliders {
  const entry = CATALOGUE.find(({ name }) => name === operation);
  const groups = entry?.groups ?? [];
  return {
    operation,
    groups: groups.map(({ name }) => name),
    slidersOf: (group) => (groups.find(({ name }) => name === group)?.numbers ?? []).map(({ name }) => sliderOf(operation, name, group)),
    common: (entry?.numbers ?? []).map(({ name }) => sliderOf(operation, name)),
  };
}

/** An operation with one number a band: its bands are the sliders. */
function bands(operation: 'blackWhite'): GroupedSliders {
  const numbers = CATALOGUE.find(({ name }) => name === operation)?.numbers ?? [];
  return { operation, groups: [], slidersOf: () => [], common: numbers.map(({ name }) => ({ ...sliderOf(operation, name), label: name })) };
}
