import { luma } from '../../color/luma.js';

/**
 * Mixes colours towards their own luma, in place: v = Y + share (v - Y).
 *
 * @param rgb - interleaved encoded sRGB, which may leave 0..1.
 * @param share - of colour that is kept, 0..1; 1 changes nothing, and at 0 all three channels become the same number.
 */
export function keepColorShare(rgb: Float32Array, share: number): void {
  if (share === 1) return;
  for (let at = 0; at < rgb.length; at += 3) {
    const grey = luma(rgb[at], rgb[at + 1], rgb[at + 2]);
    for (let channel = 0; channel < 3; channel += 1) rgb[at + channel] = share === 0 ? grey : grey + share * (rgb[at + channel] - grey);
  }
}
