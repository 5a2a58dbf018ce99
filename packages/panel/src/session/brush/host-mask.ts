import { type HostAdapter, HOST_MASK_SLOT, type PlacedMask, resampleMask } from '@openretouch/core';
import type { SessionPhoto } from '../state.js';
import { toPainted } from './brush-edit.js';
import { fullMask, type PaintedMask } from './mask.js';

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

async function readNow(host: HostAdapter, photo: SessionPhoto): Promise<PaintedMask | null> {
  const read = await host.readMask(photo.target, HOST_MASK_SLOT);
  if (read === null) return null;
  try {
    const { width, height } = photo.original;
    return toPainted(resampleMask(placeOnPhoto(read, photo), width, height));
  } finally {
    read.release?.();
  }
}

/** A mask that lies elsewhere than its layer is cut to the layer; beyond the mask its outside goes on. */
function placeOnPhoto({ mask, bounds, outsideCoverage }: PlacedMask, { open: { bounds: photo }, width, height }: SessionPhoto): PaintedMask {
  const { data } = toPainted(mask);
  const whole = fullMask({ width, height });
  whole.data.fill(Math.round(outsideCoverage * 255));
  const shift = { left: bounds.left - photo.left, top: bounds.top - photo.top };
  const first = Math.max(0, shift.left);
  const last = Math.min(width, shift.left + mask.width);
  if (first >= last) return whole;
  for (let y = Math.max(0, shift.top); y < Math.min(height, shift.top + mask.height); y += 1) {
    const row = (y - shift.top) * mask.width - shift.left;
    whole.data.set(data.subarray(row + first, row + last), y * width + first);
  }
  return whole;
}
