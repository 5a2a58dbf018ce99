import { linearToSrgb, srgbToLinear } from '@openretouch/core';
import type { StudioPhoto } from './decode-photo.js';

/**
 * Makes a smaller copy by averaging areas in linear light, colours weighted by coverage.
 *
 * @param maximumSide - of the copy, in pixels; a photo that fits comes back as it is.
 */
export function shrinkRaster(raster: StudioPhoto['raster'], maximumSide: number): StudioPhoto['raster'] {
  const longest = Math.max(raster.width, raster.height);
  if (longest <= maximumSide) return raster;
  const width = Math.max(1, Math.round((raster.width * maximumSide) / longest));
  const height = Math.max(1, Math.round((raster.height * maximumSide) / longest));
  const { data, channels } = raster;
  const full = data instanceof Uint16Array ? 65_535 : 255;
  const toLinear = Float32Array.from({ length: full + 1 }, (_, value) => srgbToLinear(value / full));
  const out = data instanceof Uint16Array ? new Uint16Array(width * height * channels) : new Uint8Array(width * height * channels);
  const columns = areaWeights(raster.width, width);
  const sums = new Float64Array(width * 5);
  areaWeights(raster.height, height).forEach(({ first, weights }, y) => {
    sums.fill(0);
    weights.forEach((rowWeight, k) => addRow((first + k) * raster.width, rowWeight));
    for (let x = 0; x < width; x += 1) {
      const [red, green, blue, coverage, area] = sums.subarray(x * 5, x * 5 + 5);
      const at = (y * width + x) * channels;
      [red, green, blue].forEach((sum, c) => (out[at + c] = coverage === 0 ? 0 : Math.round(linearToSrgb(sum / coverage) * full)));
      if (channels === 4) out[at + 3] = Math.round((coverage / area) * full);
    }
  });
  return { ...raster, data: out, width, height };

  function addRow(start: number, rowWeight: number): void {
    columns.forEach(({ first, weights }, x) => {
      for (let k = 0; k < weights.length; k += 1) {
        const at = (start + first + k) * channels;
        const weight = weights[k] * rowWeight;
        const coverage = channels === 4 ? (weight * data[at + 3]) / full : weight;
        sums[x * 5] += coverage * toLinear[data[at]];
        sums[x * 5 + 1] += coverage * toLinear[data[at + 1]];
        sums[x * 5 + 2] += coverage * toLinear[data[at + 2]];
        sums[x * 5 + 3] += coverage;
        sums[x * 5 + 4] += weight;
      }
    });
  }
}

/** How much of each source sample lies in each target sample. */
function areaWeights(from: number, to: number): { readonly first: number; readonly weights: readonly number[] }[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, index) => {
    const [start, end] = [index * scale, Math.min((index + 1) * scale, from)];
    const first = Math.floor(start);
    const weights = Array.from({ length: Math.ceil(end) - first }, (_unused, k) => Math.min(end, first + k + 1) - Math.max(start, first + k));
    return { first, weights };
  });
}
