import type { JSX, TargetedPointerEvent } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { clampToRange } from '../../components/slider-motion.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { addPoint, type CurvePoint, movePoint, readCurve, removePoint, writeCurve } from '../../session/curves.js';
import type { CurveChannel } from '../../view/view.js';
import { CurvePath } from './curve-path.js';
import { CurvePointKnob } from './curve-point-knob.js';
import { Histograms } from './histograms.js';

export interface CurvePlotProps {
  readonly channel: CurveChannel;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

const OTHERS: readonly CurveChannel[] = ['rgb', 'red', 'green', 'blue'];

/** Click adds a point, a drag moves it, a double click removes it. */
export function CurvePlot({ channel, chosen, onChoose }: CurvePlotProps): JSX.Element {
  const { session, strings } = usePanel();
  const ref = useRef<SVGSVGElement>(null);
  const { width, height } = useSizeOf(ref);
  const edit = useSession((state) => state.edit);
  const points = readCurve(edit, channel);
  const write = (next: readonly CurvePoint[]): void => session.change((before) => writeCurve(before, channel, next));
  const currentPoints = (): readonly CurvePoint[] => readCurve(session.state.edit, channel);

  const placeOf = ({ clientX, clientY }: PointerEvent): CurvePoint => {
    const box = ref.current?.getBoundingClientRect();
    if (box === undefined) return [0, 0];
    return [clampToRange((clientX - box.left) / box.width, 0, 1), clampToRange(1 - (clientY - box.top) / box.height, 0, 1)];
  };
  const onPointerDown = (event: TargetedPointerEvent<SVGSVGElement>): void => {
    if (event.button !== 0) return;
    const { currentTarget: plot, pointerId } = event;
    const hit = (event.target as Element).closest('[data-point]')?.getAttribute('data-point');
    session.beginGesture();
    let index = Number(hit);
    if (hit === null || hit === undefined) {
      const added = addPoint(points, placeOf(event));
      index = added.index;
      write(added.points);
    }
    onChoose(index);
    const follow = (move: PointerEvent): void => write(movePoint(currentPoints(), index, placeOf(move)));
    plot.setPointerCapture(pointerId);
    plot.addEventListener('pointermove', follow);
    plot.addEventListener(
      'lostpointercapture',
      () => {
        plot.removeEventListener('pointermove', follow);
        session.endGesture();
      },
      { once: true },
    );
  };
  const remove = (index: number): void => {
    write(removePoint(currentPoints(), index));
    onChoose(Math.max(index - 1, 0));
  };

  const quarters = [0.25, 0.5, 0.75].map((share) => `M${width * share} 0V${height}M0 ${height * share}H${width}`).join('');
  return (
    <div class="or-plot-box">
      <svg ref={ref} class="or-plot" viewBox={`0 0 ${width} ${height}`} role="group" aria-label={strings.text('adjust.curves')} onPointerDown={onPointerDown}>
        <Histograms channel={channel} width={width} height={height} />
        <path class="or-plot-grid" d={quarters} />
        <path class="or-plot-diagonal" d={`M0 ${height}L${width} 0`} />
        {OTHERS.filter((other) => other !== channel).map((other) => (
          <CurvePath key={other} channel={other} points={readCurve(edit, other)} width={width} height={height} isOther />
        ))}
        <CurvePath channel={channel} points={points} width={width} height={height} />
        {points.map((point, index) => (
          <CurvePointKnob
            key={index}
            index={index}
            point={point}
            channel={channel}
            x={point[0] * width}
            y={(1 - point[1]) * height}
            isChosen={index === chosen}
            onFocus={() => onChoose(index)}
            onMove={(to) => write(movePoint(points, index, to))}
            onRemove={() => remove(index)}
          />
        ))}
      </svg>
    </div>
  );
}

const FIRST_SIZE = { width: 276, height: 150 };

function useSizeOf(ref: { readonly current: Element | null }): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState(FIRST_SIZE);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { width, height } = element.getBoundingClientRect();
      if (width > 0 && height > 0) setSize({ width: Math.round(width), height: Math.round(height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return size;
}
