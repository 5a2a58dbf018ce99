import type { Edit, StepId } from './edit.js';
import { stepsOfEdit } from './steps.js';

/** @returns the edit with a step moved to another place among its steps, counted without it. */
export function moveStep(edit: Edit, id: StepId, to: number): Edit {
  const others = stepsOfEdit(edit).filter((other) => other !== id);
  const place = Math.min(Math.max(to, 0), others.length);
  return { ...edit, order: [...others.slice(0, place), id, ...others.slice(place)] };
}
