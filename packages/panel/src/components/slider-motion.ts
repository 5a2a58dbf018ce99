export interface SliderRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** Where a drag sticks. */
  readonly detent: number | undefined;
}

/** Share of the range within which a drag sticks to the detent. */
const STICKY_SHARE = 0.012;
const DEFAULT_THUMB_PX = 12;

export function clampToRange(value: number, minimum: number, maximum: number): number {
  return Math.min(Math.max(value, minimum), maximum);
}

/** @returns the value under a pointer: on a step, or at the detent. */
export function pointerTarget(clientX: number, track: HTMLElement, { minimum, maximum, step, detent }: SliderRange): number {
  const { left, width } = track.getBoundingClientRect();
  const thumbPx = Number.parseFloat(getComputedStyle(track).getPropertyValue('--thumb-d')) || DEFAULT_THUMB_PX;
  const place = clampToRange((clientX - left - thumbPx / 2) / (width - thumbPx), 0, 1);
  const value = minimum + place * (maximum - minimum);
  if (detent !== undefined && Math.abs(value - detent) < STICKY_SHARE * (maximum - minimum)) return detent;
  return clampToRange(roundToStep(value, step), minimum, maximum);
}

/** @returns where a key moves the value to, or `undefined` for a key that moves nothing. */
export function keyTarget({ key, shiftKey, altKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey'>, value: number, { minimum, maximum, step, detent }: SliderRange): number | undefined {
  const size = step * (shiftKey ? 10 : altKey ? 0.1 : 1);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return clampToRange(tidy(value + size), minimum, maximum);
    case 'ArrowLeft':
    case 'ArrowDown':
      return clampToRange(tidy(value - size), minimum, maximum);
    case 'PageUp':
      return clampToRange(tidy(value + step * 10), minimum, maximum);
    case 'PageDown':
      return clampToRange(tidy(value - step * 10), minimum, maximum);
    case 'Home':
      return minimum;
    case 'End':
      return maximum;
    case 'Delete':
    case 'Backspace':
      return detent;
    default:
      return undefined;
  }
}

function roundToStep(value: number, step: number): number {
  return tidy(Math.round(value / step) * step);
}

/** Sums of steps have binary tails that nobody set. */
function tidy(value: number): number {
  return Number(value.toFixed(6));
}
