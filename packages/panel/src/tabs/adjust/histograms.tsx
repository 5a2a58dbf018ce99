import type { Histogram } from '@openretouch/core';
import type { JSX } from 'preact';
import { useSession } from '../../hooks/context.js';
import type { CurveChannel } from '../../view/view.js';
import { histogramPath, peakOf } from './histogram-path.js';

export interface HistogramsProps {
  readonly channel: CurveChannel;
  readonly width: number;
  readonly height: number;
}

/** The tones of the result: of all channels, or of the one whose curve is edited. */
export function Histograms({ channel, width, height }: HistogramsProps): JSX.Element | null {
  const statistics = useSession(({ preview }) => preview?.measured?.statistics);
  if (statistics === undefined) return null;
  const { red, green, blue, luma } = statistics;
  const peak = peakOf(luma);
  const shown: readonly (readonly [name: string, histogram: Histogram])[] = channel === 'rgb' ? [['red', red], ['green', green], ['blue', blue], ['luma', luma]] : [[channel, statistics[channel]]];
  return (
    <g class="or-histograms" aria-hidden="true">
      {shown.map(([name, histogram]) => (
        <path key={name} class={`or-histogram${channel === 'rgb' ? '' : ' or-is-alone'}`} data-channel={name} d={histogramPath(histogram, peak, width, height)} />
      ))}
    </g>
  );
}
