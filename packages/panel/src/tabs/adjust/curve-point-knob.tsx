import type { JSX } from 'preact';
import { useStrings } from '../../hooks/context.js';
import type { CurvePoint } from '../../session/curves.js';
import type { CurveChannel } from '../../view/view.js';

export interface CurvePointKnobProps {
  readonly index: number;
  readonly point: CurvePoint;
  readonly channel: CurveChannel;
  /** Its place in the plot. */
  readonly x: number;
  readonly y: number;
  readonly isChosen: boolean;
  readonly onFocus: () => void;
  readonly onMove: (to: CurvePoint) => void;
  readonly onRemove: () => void;
}

const STEP = 1 / 255;

/** A control point: arrows move it by an 8-bit level, with Shift by ten; Delete or a double click removes it. */
export function CurvePointKnob({ index, point: [input, output], channel, x, y, isChosen, onFocus, onMove, onRemove }: CurvePointKnobProps): JSX.Element {
  const { text, number } = useStrings();
  const level = (value: number): string => number(value * 255);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEP * (event.shiftKey ? 10 : 1);
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
    if (move !== undefined) onMove([input + move[0], output + move[1]]);
    else if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
    else return;
    event.preventDefault();
  };
  return (
    <g
      class={`or-point${isChosen ? ' or-is-chosen' : ''}`}
      data-point={index}
      data-channel={channel}
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
      role="slider"
      tabIndex={0}
      aria-label={text('adjust.point', { n: index + 1 })}
      aria-valuemin={0}
      aria-valuemax={255}
      aria-valuenow={Math.round(output * 255)}
      aria-valuetext={text('adjust.pointAt', { input: level(input), output: level(output) })}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onDblClick={onRemove}
    >
      <circle class="or-point-hit" r="12" />
      <circle class="or-point-knob" r="4.5" />
    </g>
  );
}
