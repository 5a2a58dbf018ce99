import { monotoneCubic } from '@openretouch/core';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { type CurvePoint, isStraight } from '../../session/curves.js';
import type { CurveChannel } from '../../view/view.js';

export interface CurvePathProps {
  readonly channel: CurveChannel;
  readonly points: readonly CurvePoint[];
  readonly width: number;
  readonly height: number;
  /** Of a channel that is not being edited: at half strength, and only where it bends. */
  readonly isOther?: boolean;
}

const SEGMENTS = 96;

/** A curve as it acts, by the core's own interpolation. */
export function CurvePath({ channel, points, width, height, isOther = false }: CurvePathProps): JSX.Element | null {
  const path = useMemo(() => pathOf(points, width, height), [points, width, height]);
  if (isOther && isStraight(points)) return null;
  return <path class={`or-curve${isOther ? ' or-is-other' : ''}`} data-channel={channel} d={path} />;
}

function pathOf(points: readonly CurvePoint[], width: number, height: number): string {
  const curve = monotoneCubic(points.map(([input]) => input), points.map(([, output]) => output));
  const places = Array.from({ length: SEGMENTS + 1 }, (_, i) => i / SEGMENTS);
  return places.map((input, i) => `${i === 0 ? 'M' : 'L'}${(input * width).toFixed(1)} ${((1 - curve(input)) * height).toFixed(1)}`).join('');
}
