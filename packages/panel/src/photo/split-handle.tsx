import type { JSX, TargetedPointerEvent } from 'preact';
import { Icon } from '../components/icon.js';
import { clampToRange } from '../components/slider-motion.js';
import { usePanel, useView } from '../hooks/context.js';

const NEAREST_TO_EDGE = 0.02;

/** The line between before and after, and its tags. Arrows move it by 1 %, with Shift by 10. */
export function SplitHandle(): JSX.Element {
  const { view, strings } = usePanel();
  const position = useView(({ splitPosition }) => splitPosition);
  const move = (to: number): void => view.patch({ splitPosition: clampToRange(to, NEAREST_TO_EDGE, 1 - NEAREST_TO_EDGE) });
  const onPointerDown = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const { currentTarget: handle, pointerId } = event;
    const stage = handle.parentElement as HTMLElement;
    const follow = ({ clientX }: PointerEvent): void => {
      const { left, width } = stage.getBoundingClientRect();
      move((clientX - left) / width);
    };
    event.stopPropagation();
    handle.setPointerCapture(pointerId);
    handle.addEventListener('pointermove', follow);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', follow), { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    move(position + direction * (event.shiftKey ? 0.1 : 0.01));
  };
  return (
    <>
      <div
        class="or-split"
        role="slider"
        tabIndex={0}
        aria-label={strings.text('frame.split')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(position * 100)}
        aria-valuetext={strings.percent(position)}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      >
        <i>
          <Icon name="compare" size={14} />
        </i>
      </div>
      <span class="or-tag or-tag-before">{strings.text('frame.before')}</span>
      <span class="or-tag or-tag-after">{strings.text('frame.after')}</span>
    </>
  );
}
