import type { Raster } from '@openretouch/core';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { drawClipping, drawRaster } from './draw-raster.js';

export interface RasterCanvasProps {
  readonly raster: Raster;
  /** What is drawn of it; default the picture itself. */
  readonly shows?: 'picture' | 'clipping';
  readonly class?: string;
  /** Names the picture; without one it is decoration. */
  readonly label?: string;
}

/** A picture, drawn once for each raster. */
export function RasterCanvas({ raster, shows = 'picture', class: extra, label }: RasterCanvasProps): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (ref.current === null) return;
    if (shows === 'clipping') drawClipping(ref.current, raster);
    else drawRaster(ref.current, raster);
  }, [raster, shows]);
  return <canvas ref={ref} class={extra} role={label === undefined ? undefined : 'img'} aria-label={label} aria-hidden={label === undefined || undefined} />;
}
