import { isUntouched } from '../session/edit.js';
import type { SessionState } from '../session/state.js';

export type ShownState = 'original' | 'preview' | 'applied';
export type ResultState = 'untouched' | 'edited' | 'applied' | 'changed';

/** @returns how the edit stands to what is in the host. */
export function resultStateOf({ edit, applied }: SessionState): ResultState {
  if (applied === undefined) return isUntouched(edit) ? 'untouched' : 'edited';
  return applied.edit === edit ? 'applied' : 'changed';
}

/** @returns what the preview shows. */
export function shownStateOf(state: SessionState, isHeld: boolean): ShownState {
  const result = resultStateOf(state);
  if (isHeld || result === 'untouched') return 'original';
  return result === 'applied' ? 'applied' : isUntouched(state.edit) ? 'original' : 'preview';
}
