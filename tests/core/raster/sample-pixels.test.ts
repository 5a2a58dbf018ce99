import { describe, expect, it } from 'vitest';
import { samplePixelsToCopy } from '../../../packages/core/src/raster/sample-pixels.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';

/** Red is the column, green the row: a sample says where it was taken. */
function coordinatePicture(width: number, height: number): Raster {
  const data = new Uint16Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) data.set([pixel % width, Math.floor(pixel / width), 7, pixel % 3 === 0 ? 65535 : 0], pixel * 4);
  return { data, width, height, channels: 4, bitDepth: 16, encoding: 'srgb', alpha: 'straight' };
}

describe('a sample of pixels', () => {
  it.each([
    [100, 60, 33, 20],
    [7, 5, 7, 5],
    [1000, 3, 10, 1],
  ])('of %i x %i in %i x %i cells takes one real pixel of each cell', (width, height, columns, rows) => {
    const { rgb } = samplePixelsToCopy(coordinatePicture(width, height), columns, rows);
    for (let cell = 0; cell < columns * rows; cell += 1) {
      const column = Math.round(rgb[cell * 3] * 65535);
      const row = Math.round(rgb[cell * 3 + 1] * 65535);
      expect(Math.abs((column + 0.5) / width - ((cell % columns) + 0.5) / columns)).toBeLessThan(0.5 / columns + 1 / width);
      expect(Math.abs((row + 0.5) / height - (Math.floor(cell / columns) + 0.5) / rows)).toBeLessThan(0.5 / rows + 1 / height);
    }
  });

  it('takes the alpha of the same pixel as weight', () => {
    const { rgb, weights } = samplePixelsToCopy(coordinatePicture(90, 80), 30, 20);
    weights?.forEach((weight, cell) => {
      const pixel = Math.round(rgb[cell * 3] * 65535) + 90 * Math.round(rgb[cell * 3 + 1] * 65535);
      expect(weight).toBe(pixel % 3 === 0 ? 1 : 0);
    });
    expect(weights).toHaveLength(600);
  });

  it('sees both sides of a checkerboard alike', () => {
    const side = 512;
    const data = Float32Array.from({ length: side * side * 3 }, (_, index) => ((Math.floor(index / 3) % side) + Math.floor(index / (3 * side))) % 2);
    const { rgb } = samplePixelsToCopy({ data, width: side, height: side, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' }, 128, 128);
    // Four standard deviations of 16384 fair coins.
    expect(Math.abs(rgb.reduce((sum, value) => sum + value, 0) / rgb.length - 0.5)).toBeLessThan(4 * 0.5 / 128);
  });

  it('encodes linear light', () => {
    const data = new Float32Array(12).fill(0.2140411);
    const { rgb } = samplePixelsToCopy({ data, width: 2, height: 2, channels: 3, bitDepth: 32, encoding: 'linear-srgb', alpha: 'none' }, 1, 1);
    expect(rgb[0]).toBeCloseTo(0.5, 6);
  });
});
