/** Past, present and future of one value. A gesture, such as one drag of a slider, is one step however often the value changes. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the value was when the gesture that is under way began. */
  readonly gestureStart?: T;
}

/** Steps that are kept; more than anyone takes back one by one. */
const MAXIMUM_STEPS = 200;

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** Replaces the present: a step of its own, or part of the gesture under way. */
export function recordChange<T>(history: History<T>, present: T): History<T> {
  if (Object.is(present, history.present)) return history;
  if (history.gestureStart !== undefined) return { ...history, present };
  return { past: [...history.past, history.present].slice(-MAXIMUM_STEPS), present, future: [] };
}

export function beginGesture<T>(history: History<T>): History<T> {
  return history.gestureStart === undefined ? { ...history, gestureStart: history.present } : history;
}

export function endGesture<T>(history: History<T>): History<T> {
  const { gestureStart, ...rest } = history;
  if (gestureStart === undefined) return history;
  return recordChange({ ...rest, present: gestureStart }, history.present);
}

/** Puts the value back to where the gesture began. */
export function cancelGesture<T>(history: History<T>): History<T> {
  const { gestureStart, ...rest } = history;
  return gestureStart === undefined ? history : { ...rest, present: gestureStart };
}

export function undo<T>(history: History<T>): History<T> {
  const { past, present, future } = endGesture(history);
  if (past.length === 0) return { past, present, future };
  return { past: past.slice(0, -1), present: past[past.length - 1], future: [present, ...future] };
}

export function redo<T>(history: History<T>): History<T> {
  const { past, present, future } = endGesture(history);
  if (future.length === 0) return { past, present, future };
  return { past: [...past, present], present: future[0], future: future.slice(1) };
}
