import type { Raster } from '@openretouch/core';
import type { JSX, TargetedPointerEvent } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { clampToRange } from '../components/slider-motion.js';
import { usePanel } from '../hooks/context.js';
import { PICK_SIDE } from '../session/pick-grey.js';
import { drawRaster } from './draw-raster.js';
import type { Size } from './fit-photo.js';

interface Place {
  readonly x: number;
  readonly y: number;
}

const ROOM_FOR_LOUPE_PX = 96;

/** Takes what is to be grey: a cross with a loupe of 5 x 5 pixels. Arrows move it, Enter takes, Escape leaves. */
export function GreyPicker({ raster, shown }: { readonly raster: Raster; readonly shown: Size }): JSX.Element {
  const { session, view, strings } = usePanel();
  const [place, setPlace] = useState<Place>({ x: 0.5, y: 0.5 });
  const loupe = useRef<HTMLCanvasElement>(null);
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => ref.current?.focus({ preventScroll: true }), []);
  useLayoutEffect(() => {
    if (loupe.current !== null) drawRaster(loupe.current, cutSquare(raster, place));
  }, [raster, place]);

  const placeOf = (event: TargetedPointerEvent<HTMLElement>): Place => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return { x: clampToRange((event.clientX - left) / width, 0, 1), y: clampToRange((event.clientY - top) / height, 0, 1) };
  };
  const take = (at: Place): void => {
    view.patch({ tool: 'move' });
    void session.pickGrey(at.x, at.y);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = (event.shiftKey ? 10 : 1) / Math.max(raster.width, raster.height);
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (event.key === 'Escape') view.patch({ tool: 'move' });
    else if (event.key === 'Enter' || event.key === ' ') take(place);
    else if (dx === 0 && dy === 0) return;
    else setPlace(({ x, y }) => ({ x: clampToRange(x + dx, 0, 1), y: clampToRange(y + dy, 0, 1) }));
    event.preventDefault();
    event.stopPropagation();
  };
  const isLow = place.y * shown.height < ROOM_FOR_LOUPE_PX;
  const position = { left: `${place.x * 100}%`, top: `${place.y * 100}%` };
  return (
    <div
      ref={ref}
      style={{ position: 'absolute', inset: 0 }}
      role="application"
      tabIndex={0}
      aria-label={strings.text('adjust.picking')}
      onPointerMove={(event) => setPlace(placeOf(event))}
      onPointerDown={(event) => {
        event.stopPropagation();
        take(placeOf(event));
      }}
      onKeyDown={onKeyDown}
    >
      <i class="or-cross" style={position} />
      <span class={`or-loupe${isLow ? ' or-is-below' : ''}`} style={position}>
        <canvas ref={loupe} />
      </span>
    </div>
  );
}

/** @returns the square about a place, its edge pixels repeated beyond the picture. */
function cutSquare(raster: Raster, { x, y }: Place): Raster {
  const { data, width, height, channels } = raster;
  const half = (PICK_SIDE - 1) / 2;
  const square = new Uint8Array(PICK_SIDE * PICK_SIDE * channels);
  for (let v = 0; v < PICK_SIDE; v += 1) {
    for (let u = 0; u < PICK_SIDE; u += 1) {
      const column = clampToRange(Math.min(Math.floor(x * width), width - 1) + u - half, 0, width - 1);
      const row = clampToRange(Math.min(Math.floor(y * height), height - 1) + v - half, 0, height - 1);
      for (let c = 0; c < channels; c += 1) square[(v * PICK_SIDE + u) * channels + c] = data[(row * width + column) * channels + c];
    }
  }
  return { ...raster, data: square, width: PICK_SIDE, height: PICK_SIDE };
}
