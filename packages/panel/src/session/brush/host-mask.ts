import { type HostAdapter, HOST_MASK_SLOT } from '@openretouch/core';
import type { SessionPhoto } from '../state.js';
import { type PaintedMask, sampleMask, toPainted } from './mask.js';

const READ = new WeakMap<SessionPhoto, Promise<PaintedMask | null>>();

/** Reads the layer's own mask, once for each photo that was read. @returns it at the preview's size; `null` where the layer has none. */
export function readHostMask(host: HostAdapter, photo: SessionPhoto): Promise<PaintedMask | null> {
  const known = READ.get(photo);
  if (known !== undefined) return known;
  const reading = readNow(host, photo);
  READ.set(photo, reading);
  reading.catch(() => READ.delete(photo));
  return reading;
}

/** A mask that lies elsewhere than its layer is cut to the layer; beyond the mask its outside goes on. */
async function readNow(host: HostAdapter, { target, open, original, width, height }: SessionPhoto): Promise<PaintedMask | null> {
  const read = await host.readMask(target, HOST_MASK_SLOT);
  if (read === null) return null;
  try {
    const { mask, bounds, outsideCoverage } = read;
    const { data } = toPainted(mask);
    const [dx, dy] = [open.bounds.left - bounds.left, open.bounds.top - bounds.top];
    const isInside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < mask.width && y < mask.height;
    return sampleMask(original, { width, height }, (x, y) => (isInside(x + dx, y + dy) ? data[(y + dy) * mask.width + x + dx] : Math.round(outsideCoverage * 255)));
  } finally {
    read.release?.();
  }
}
