import type { PlacedMask, PlacedRaster } from '@openretouch/core';
import { describe, expect, test } from 'vitest';
import { alignMask, coveredBounds, cropPlacedRaster, intersectRectangles, invertMask, multiplyMasks } from '../../../packages/core/src/host/placement.js';
import { TOLERANCES } from '../../tolerances.js';

const placed: PlacedMask = { mask: { data: Uint8Array.of(0, 0, 0, 0, 0, 10, 20, 0, 0, 30, 40, 0), width: 4, height: 3 }, bounds: { left: -2, top: 5, width: 4, height: 3 }, outsideCoverage: 0 };

describe('placement', () => {
  test('finds the common part of two rectangles, and none where they only touch', () => {
    const a = { left: -2, top: -2, width: 4, height: 4 };
    expect(intersectRectangles(a, { left: 1, top: 0, width: 9, height: 9 })).toEqual({ left: 1, top: 0, width: 1, height: 2 });
    expect(intersectRectangles(a, { left: 2, top: 0, width: 9, height: 9 })).toBeUndefined();
  });

  test('finds the smallest rectangle of a mask in document pixels', () => {
    expect(coveredBounds(placed)).toEqual({ left: -1, top: 6, width: 2, height: 2 });
    expect(coveredBounds({ ...placed, mask: { data: new Uint8Array(12), width: 4, height: 3 } })).toBeUndefined();
  });

  test('aligns a mask to pixels elsewhere, with the coverage it has outside', () => {
    const rectangle = { left: -1, top: 6, width: 4, height: 3 };
    const { data } = alignMask({ ...placed, outsideCoverage: 1 }, rectangle);
    expect([...data]).toEqual([10, 20, 0, 255, 30, 40, 0, 255, 255, 255, 255, 255]);
    expect([...alignMask(placed, { left: 50, top: 50, width: 2, height: 1 }).data]).toEqual([0, 0]);
  });

  test('crops pixels row by row', () => {
    const data = Uint16Array.from({ length: 4 * 3 * 3 }, (_, i) => i);
    const picture: PlacedRaster = { raster: { data, width: 4, height: 3, channels: 3, bitDepth: 16, encoding: 'srgb', alpha: 'none' }, bounds: { left: 10, top: 10, width: 4, height: 3 } };
    const { raster, bounds } = cropPlacedRaster(picture, { left: 12, top: 11, width: 2, height: 2 });
    expect([...raster.data]).toEqual([18, 19, 20, 21, 22, 23, 30, 31, 32, 33, 34, 35]);
    expect([raster.width, raster.height, bounds.left]).toEqual([2, 2, 12]);
  });

  test('multiplies coverage, floats outside 0..1 clamped as wherever a mask is read', () => {
    const product = multiplyMasks({ data: Float32Array.of(1.5, -1, NaN), width: 3, height: 1 }, { data: Float32Array.of(0.5, -1, 1), width: 3, height: 1 });
    expect([...product.data]).toEqual([0.5, 0, 0]);
  });

  test('inverts and multiplies coverage of any sample type', () => {
    expect([...invertMask({ data: Uint16Array.of(0, 65535, 1), width: 3, height: 1 }).data]).toEqual([65535, 0, 65534]);
    const product = multiplyMasks({ data: Uint8Array.of(255, 51), width: 2, height: 1 }, { data: Float32Array.of(0.5, 1), width: 2, height: 1 });
    for (const [index, wanted] of [0.5, 0.2].entries()) {
      expect(Math.abs(product.data[index] - wanted)).toBeLessThan(TOLERANCES.host.coverage);
    }
  });
});
