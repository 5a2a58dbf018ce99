import type { JSX, TargetedPointerEvent } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { useStrings } from '../hooks/context.js';
import { NumberField } from './number-field.js';
import { clampToRange, keyTarget, pointerTarget } from './slider-motion.js';

export interface SliderProps {
  readonly label: string;
  /** What it does, as a tooltip. */
  readonly help?: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** Where it stands when nothing is done: the tick, and what reset goes back to. */
  readonly default: number;
  /** Where the filled part begins; by default at the default. */
  readonly fillFrom?: number;
  readonly digits?: number;
  readonly unit?: string;
  readonly isSigned?: boolean;
  /** A coloured track instead of a filled one. */
  readonly track?: 'temperature' | 'tint' | 'saturation' | 'hue';
  /** Beyond this value the track is dashed: allowed, and more than was proposed. */
  readonly dashedFrom?: number;
  /** Tools, such as the size of a brush, have no default that one goes back to. */
  readonly isTool?: boolean;
  readonly isDisabled?: boolean;
  readonly class?: string;
  /** During a drag, a key or a typed value. */
  readonly onChange: (value: number) => void;
  /** Around a drag, so that it is one step of undo. */
  readonly onGestureStart?: () => void;
  readonly onGestureEnd?: () => void;
}

/** A number on a track: label and value above, the track below over the whole width. */
export function Slider(props: SliderProps): JSX.Element {
  const { label, help, value, minimum, maximum, step, digits = 0, unit = '', isSigned = false, track, dashedFrom, isTool = false, isDisabled = false, onChange } = props;
  const { number, text } = useStrings();
  const id = useId();
  const thumb = useRef<HTMLDivElement>(null);
  const fraction = (at: number): number => (clampToRange(at, minimum, maximum) - minimum) / (maximum - minimum);
  const from = fraction(props.fillFrom ?? props.default);
  const place = fraction(value);
  const isModified = !isTool && Math.abs(value - props.default) > step / 1000;
  const shown = number(value, { digits, isSigned });
  const reset = (): void => {
    if (!isTool) onChange(props.default);
  };

  const onPointerDown = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || isDisabled) return;
    const { currentTarget: element, pointerId } = event;
    const range = { minimum, maximum, step, detent: isTool ? undefined : props.default };
    const follow = (move: PointerEvent): void => onChange(pointerTarget(move.clientX, element, range));
    const stop = (): void => {
      element.removeEventListener('pointermove', follow);
      element.removeEventListener('pointerup', stop);
      element.removeEventListener('pointercancel', stop);
      props.onGestureEnd?.();
    };
    event.preventDefault();
    element.focus({ preventScroll: true });
    element.setPointerCapture(pointerId);
    element.addEventListener('pointermove', follow);
    element.addEventListener('pointerup', stop);
    element.addEventListener('pointercancel', stop);
    props.onGestureStart?.();
    follow(event);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = keyTarget(event, value, { minimum, maximum, step, detent: isTool ? undefined : props.default });
    if (target === undefined || isDisabled) return;
    event.preventDefault();
    onChange(target);
  };
  const onWheel = (event: WheelEvent): void => {
    if (document.activeElement !== thumb.current || isDisabled) return;
    event.preventDefault();
    onChange(clampToRange(value + (event.deltaY < 0 ? step : -step), minimum, maximum));
  };

  return (
    <div
      class={`or-slider${isModified ? ' or-is-modified' : ''} ${props.class ?? ''}`}
      style={{ '--or-place': place, '--or-from': Math.min(from, place), '--or-to': Math.max(from, place), '--or-tick': fraction(props.default), ...(dashedFrom === undefined ? {} : { '--or-dashed': fraction(dashedFrom) }) }}
    >
      {isModified && <button type="button" class="or-slider-dot" tabIndex={-1} aria-label={text('frame.resetOf', { what: label })} title={text('frame.reset')} onClick={reset} />}
      <span class="or-slider-label" id={id} title={help ?? label} onDblClick={reset}>
        {label}
      </span>
      <span class="or-slider-value">
        <NumberField labelledBy={id} shown={shown} isDisabled={isDisabled} onCommit={(typed) => onChange(clampToRange(typed, minimum, maximum))} />
        {unit !== '' && <span class="or-unit">{unit}</span>}
      </span>
      <div
        ref={thumb}
        class="or-slider-track"
        role="slider"
        tabIndex={isDisabled ? -1 : 0}
        aria-labelledby={id}
        aria-disabled={isDisabled || undefined}
        aria-valuemin={minimum}
        aria-valuemax={maximum}
        aria-valuenow={value}
        aria-valuetext={unit === '' ? shown : `${shown} ${unit}`}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
        onWheel={onWheel}
        onDblClick={reset}
      >
        <i class={`or-rail${track === undefined ? '' : ` or-rail-${track}`}${dashedFrom === undefined ? '' : ' or-rail-dashed'}`} />
        {track === undefined && <i class="or-fill" />}
        {!isTool && <i class="or-tick" />}
        <i class="or-thumb" />
      </div>
    </div>
  );
}
