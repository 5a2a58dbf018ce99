import { CATALOGUE } from '../catalogue/catalogue.generated.js';
import { SECTION_OPERATIONS, type SectionId } from '../catalogue/sections.js';
import type { SliderSpec } from '../catalogue/slider-spec.js';
import type { AdjustmentValues, Edit } from './edit.js';

/** Parameters of which only one group may be given; setting one takes the others out. */
const EXCLUSIVE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  whiteBalance: [['gains'], ['temperature', 'tint'], ['auto']],
  toneCurve: [['segments', 'redSegments', 'greenSegments', 'blueSegments'], ['points', 'redPoints', 'greenPoints', 'bluePoints'], ['auto']],
};
/** What sliders of the panel mean where the registry leaves a choice: colours keep their lightness and hue. */
const CHOSEN: Readonly<Record<string, AdjustmentValues>> = { saturation: { axis: 'oklab' } };

/** @returns the number that a slider shows. A word such as `auto` is shown as the default. */
export function readSlider(edit: Edit, { operation, group, name, default: fallback, toShown }: SliderSpec): number {
  const values = adjustmentOf(edit, operation);
  const holder = group === undefined ? values : values?.[group];
  const value = isFields(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
  return typeof value === 'number' ? toShown(value) : fallback;
}

/** @returns the edit with a slider moved; an operation whose numbers are all at their defaults goes. */
export function writeSlider(edit: Edit, { operation, group, name, default: fallback, fromShown }: SliderSpec, shown: number): Edit {
  const before = adjustmentOf(edit, operation) ?? CHOSEN[operation] ?? {};
  const value = shown === fallback ? undefined : fromShown(shown);
  if (group === undefined) return setAdjustment(edit, operation, withField(onlyGroupOf(operation, name, before), name, value));
  const fields = withField(isFields(before[group]) ? before[group] : {}, name, value);
  return setAdjustment(edit, operation, withField(before, group, Object.keys(fields).length === 0 ? undefined : fields));
}

/**
 * @param values - `undefined`, or nothing but what the panel chooses by itself, takes the operation out; one that acts without any value
 * stays until it is taken out.
 */
export function setAdjustment(edit: Edit, operation: string, values: AdjustmentValues | undefined): Edit {
  const { [operation]: _before, ...others } = edit.adjustments;
  const isEmpty = values === undefined || (!actsByDefault(operation) && Object.keys(values).every((key) => CHOSEN[operation]?.[key] === values[key]));
  return { ...edit, adjustments: isEmpty ? others : { ...others, [operation]: values } };
}

export function adjustmentOf(edit: Edit, operation: string): AdjustmentValues | undefined {
  return Object.hasOwn(edit.adjustments, operation) ? edit.adjustments[operation] : undefined;
}

export function isSectionModified(edit: Edit, section: SectionId): boolean {
  return SECTION_OPERATIONS[section].some((operation) => adjustmentOf(edit, operation) !== undefined);
}

export function resetSection(edit: Edit, section: SectionId): Edit {
  const dropped = SECTION_OPERATIONS[section];
  return { ...edit, adjustments: Object.fromEntries(Object.entries(edit.adjustments).filter(([operation]) => !dropped.includes(operation))) };
}

/** A section is off when every step that it has is. */
export function isSectionOff(edit: Edit, section: SectionId): boolean {
  const operations = SECTION_OPERATIONS[section];
  const present = operations.filter((operation) => adjustmentOf(edit, operation) !== undefined);
  return (present.length === 0 ? operations : present).every((operation) => edit.steps[operation]?.isOff === true);
}

/** Switches a section's steps, those that come later too. */
export function setSectionOff(edit: Edit, section: SectionId, isOff: boolean): Edit {
  return SECTION_OPERATIONS[section].reduce((changed, operation) => setStepOff(changed, operation, isOff), edit);
}

export function setStepOff(edit: Edit, step: string, isOff: boolean): Edit {
  const { isOff: _before, ...settings } = Object.hasOwn(edit.steps, step) ? edit.steps[step] : {};
  return withSettings(edit, step, isOff ? { ...settings, isOff } : settings);
}

/** @param strength - 0..1; 1 is what a step has by itself. */
export function setStepStrength(edit: Edit, step: string, strength: number): Edit {
  if (step === 'auto') return edit.auto === undefined ? edit : { ...edit, auto: { ...edit.auto, strength } };
  if (step === 'look') return edit.look === undefined ? edit : { ...edit, look: { ...edit.look, strength } };
  const { strength: _before, ...settings } = Object.hasOwn(edit.steps, step) ? edit.steps[step] : {};
  return withSettings(edit, step, strength === 1 ? settings : { ...settings, strength });
}

function withSettings(edit: Edit, step: string, settings: Edit['steps'][string]): Edit {
  const { [step]: _before, ...others } = edit.steps;
  return { ...edit, steps: Object.keys(settings).length === 0 ? others : { ...others, [step]: settings } };
}

function onlyGroupOf(operation: string, name: string, values: AdjustmentValues): AdjustmentValues {
  const dropped = (EXCLUSIVE[operation] ?? []).filter((group) => !group.includes(name)).flat();
  return Object.fromEntries(Object.entries(values).filter(([key]) => !dropped.includes(key)));
}

function withField(values: AdjustmentValues, name: string, value: unknown): AdjustmentValues {
  const { [name]: _before, ...others } = values;
  return value === undefined ? others : { ...others, [name]: value };
}

function actsByDefault(operation: string): boolean {
  return CATALOGUE.find(({ name }) => name === operation)?.actsByDefault === true;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
