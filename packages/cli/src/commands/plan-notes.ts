import type { PlanNote } from '@openretouch/core';

type PrintedNote = Pick<PlanNote, 'code' | 'message'>;

/**
 * @returns a plan's notes as lines for people. Automatic operations that leave a photo alone are told only where all of them do:
 * in a folder of a thousand photos their lines would hide the others.
 */
export function describePlanNotes(notes: readonly PrintedNote[]): string[] {
  const lines = notes.filter(({ code }) => code !== 'unchanged').map(({ message }) => message);
  const isLeftAlone = notes.some(({ code }) => code === 'unchanged') && !notes.some(({ code }) => code === 'decided');
  return isLeftAlone ? ['nothing to correct automatically', ...lines] : lines;
}
