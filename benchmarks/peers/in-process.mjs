// Peers that run in this process.
import sharp from 'sharp';

export const SHARP_VERSION = `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`;

sharp.concurrency(1);
sharp.cache(false);

/** The floor: every byte read and written once. */
export function copy(picture, out) {
  out.data.set(picture.data);
}

/** A LUT as one would write it down first: trilinear, float, a byte at a time. */
export function applyTrilinear({ size, values }, { data }, out) {
  const top = size - 1;
  for (let p = 0; p < data.length; p += 4) {
    const x = (data[p] / 255) * top;
    const y = (data[p + 1] / 255) * top;
    const z = (data[p + 2] / 255) * top;
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const z0 = Math.floor(z);
    const x1 = Math.min(x0 + 1, top);
    const y1 = Math.min(y0 + 1, top);
    const z1 = Math.min(z0 + 1, top);
    const fx = x - x0;
    const fy = y - y0;
    const fz = z - z0;
    for (let c = 0; c < 3; c += 1) {
      const at = (i, j, k) => values[(i + size * (j + size * k)) * 3 + c];
      const c00 = at(x0, y0, z0) * (1 - fx) + at(x1, y0, z0) * fx;
      const c10 = at(x0, y1, z0) * (1 - fx) + at(x1, y1, z0) * fx;
      const c01 = at(x0, y0, z1) * (1 - fx) + at(x1, y0, z1) * fx;
      const c11 = at(x0, y1, z1) * (1 - fx) + at(x1, y1, z1) * fx;
      const c0 = c00 * (1 - fy) + c10 * fy;
      const c1 = c01 * (1 - fy) + c11 * fy;
      out.data[p + c] = Math.round(Math.min(Math.max((c0 * (1 - fz) + c1 * fz) * 255, 0), 255));
    }
    out.data[p + 3] = data[p + 3];
  }
}

/**
 * The nearest sharp has to a chain: gain and offset a channel, then a colour matrix, on encoded 8-bit values. It has no curve and no
 * linear light here, so it does less than the task it stands beside; and it makes a new buffer, which the task does not.
 */
export function sharpLinearRecomb({ data, width, height }) {
  return sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false })
    .linear([1.32, 1.2, 1.08, 1], [-22, -22, -22, 0])
    .recomb([[1.13, -0.07, -0.06], [-0.07, 1.13, -0.06], [-0.07, -0.07, 1.14]])
    .raw()
    .toBuffer();
}
