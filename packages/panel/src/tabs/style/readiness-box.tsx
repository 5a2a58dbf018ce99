import type { Readiness } from '@openretouch/core';
import type { JSX } from 'preact';
import { useStrings } from '../../hooks/context.js';
import { describeReadiness, METER_TICKS, readinessWords } from './readiness.js';

export interface ReadinessBoxProps {
  readonly likedCount: number;
  readonly readiness: Readiness | undefined;
}

/** How far a taste is known; it never stops anyone. */
export function ReadinessBox({ likedCount, readiness }: ReadinessBoxProps): JSX.Element {
  const strings = useStrings();
  const { text, number } = strings;
  const words = text(readinessWords(likedCount));
  const missing = METER_TICKS - likedCount;
  return (
    <div class="or-readiness">
      <div class="or-readiness-head">
        <b>{words}</b>
        <span>{text('style.ofAbout', { n: number(likedCount), all: number(METER_TICKS) })}</span>
      </div>
      <div class="or-ticks" role="meter" aria-label={text('style.liked')} aria-valuemin={0} aria-valuemax={METER_TICKS} aria-valuenow={Math.min(likedCount, METER_TICKS)} aria-valuetext={words}>
        {Array.from({ length: METER_TICKS }, (_, tick) => (
          <i key={tick} class={tick < likedCount ? 'or-is-on' : ''} />
        ))}
      </div>
      <p class="or-hint">
        {readiness !== undefined ? describeReadiness(readiness, strings).join(' ') : likedCount === 0 ? text('style.readyNone') : missing > 0 ? text('style.readyMore', { n: missing }) : text('style.readyEnough')}
      </p>
    </div>
  );
}
