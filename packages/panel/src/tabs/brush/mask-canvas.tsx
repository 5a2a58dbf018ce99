import type { Mask } from '@openretouch/core';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { toPainted } from '../../session/brush/mask.js';

/** A mask over the photo, in its colour, at half strength. */
export function MaskCanvas({ mask }: { readonly mask: Mask | null }): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (ref.current !== null && mask !== null) drawMask(ref.current, mask);
  }, [mask]);
  return <canvas ref={ref} class="or-mask or-after" aria-hidden="true" />;
}

function drawMask(canvas: HTMLCanvasElement, mask: Mask): void {
  const { width, height } = mask;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (context === null) return;
  const picture = new ImageData(width, height);
  const coverage = mask.data instanceof Uint8Array ? mask.data : toPainted(mask).data;
  for (let pixel = 0; pixel < coverage.length; pixel += 1) picture.data[pixel * 4 + 3] = coverage[pixel];
  context.globalCompositeOperation = 'source-over';
  context.putImageData(picture, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = getComputedStyle(canvas).color;
  context.fillRect(0, 0, width, height);
}
