import { CATALOGUE } from '../catalogue/catalogue.generated.js';
import type { Edit, StepId, StepSettings } from './edit.js';

/** Operations that sliders make, in canonical order. */
const ADJUSTMENT_ORDER: readonly StepId[] = CATALOGUE.map(({ name }) => name);
const CANONICAL_ORDER: readonly StepId[] = ['auto', ...ADJUSTMENT_ORDER, 'look', 'brush'];

/** @returns the steps of an edit in the order in which they act. */
export function stepsOfEdit(edit: Edit): StepId[] {
  const present = CANONICAL_ORDER.filter((id) => hasStep(edit, id));
  if (edit.order === undefined) return present;
  const ordered = edit.order.filter((id) => present.includes(id));
  return insertMissing(ordered, present);
}

export function hasStep(edit: Edit, id: StepId): boolean {
  if (id === 'auto') return edit.auto !== undefined;
  if (id === 'look') return edit.look !== undefined;
  if (id === 'brush') return edit.brush !== undefined;
  return Object.hasOwn(edit.adjustments, id);
}

export function settingsOf(edit: Edit, id: StepId): StepSettings {
  return Object.hasOwn(edit.steps, id) ? edit.steps[id] : {};
}

export function isStepOff(edit: Edit, id: StepId): boolean {
  return settingsOf(edit, id).isOff === true;
}

/** @returns the edit as far as it acts before a step, the brush left out: it acts in places. */
export function beforeStep(edit: Edit, id: StepId): Edit {
  const { auto, look, brush: _brush, ...rest } = edit;
  const all = stepsOfEdit({ ...edit, adjustments: { ...edit.adjustments, [id]: {} } });
  const before = all.slice(0, all.indexOf(id));
  return {
    ...rest,
    adjustments: Object.fromEntries(Object.entries(edit.adjustments).filter(([operation]) => before.includes(operation))),
    ...(auto !== undefined && before.includes('auto') ? { auto } : {}),
    ...(look !== undefined && before.includes('look') ? { look } : {}),
  };
}

/** Each missing step goes behind the nearest one that precedes it in canonical order. */
function insertMissing(ordered: readonly StepId[], canonical: readonly StepId[]): StepId[] {
  const result = [...ordered];
  canonical.forEach((id, index) => {
    if (result.includes(id)) return;
    const before = canonical.slice(0, index).filter((other) => result.includes(other)).at(-1);
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, id);
  });
  return result;
}
