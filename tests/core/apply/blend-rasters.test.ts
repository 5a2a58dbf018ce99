import { InvalidRasterError, type Raster } from '@openretouch/core';
import { describe, expect, test } from 'vitest';
import { blendRasters } from '../../../packages/core/src/apply/blend-rasters.js';
import { TOLERANCES } from '../../tolerances.js';

const raster = (...data: number[]): Raster => ({ data: Uint8Array.from(data), width: data.length / 4, height: 1, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' });

describe('blendRasters', () => {
  test('takes before at no coverage, after at full coverage, and the mean at half', () => {
    const before = raster(10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 30, 40);
    const after = raster(110, 220, 31, 255, 110, 220, 31, 255, 110, 220, 31, 255);
    const mask = { data: Float32Array.of(0, 1, 0.5), width: 3, height: 1 };
    // The fourth channel is always before's; 30.5 rounds up.
    expect([...blendRasters(before, after, mask).data]).toEqual([10, 20, 30, 40, 110, 220, 31, 40, 60, 120, 31, 40]);
  });

  test('blends linear light in encoded values, as editors do', () => {
    const linear = (value: number): Raster => ({ data: Float32Array.of(value, value, value), width: 1, height: 1, channels: 3, bitDepth: 32, encoding: 'linear-srgb', alpha: 'none' });
    const { data } = blendRasters(linear(0), linear(1), { data: Float32Array.of(0.5), width: 1, height: 1 });
    // Encoded 0.5 is 0.214 in linear light (IEC 61966-2-1).
    expect(Math.abs(data[0] - 0.2140411)).toBeLessThan(TOLERANCES.host.linearHalf);
  });

  test('crosses from band to band without a seam', () => {
    const width = 600_000;
    const flat = (value: number): Raster => ({ data: new Uint8Array(width * 3).fill(value), width, height: 1, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' });
    const { data } = blendRasters(flat(0), flat(200), { data: new Uint8Array(width).fill(255), width, height: 1 });
    expect(data.every((value) => value === 200)).toBe(true);
  });

  test('refuses pictures that differ in form', () => {
    const before = raster(0, 0, 0, 0);
    expect(() => blendRasters(before, { ...before, encoding: 'display-p3' }, { data: Uint8Array.of(0), width: 1, height: 1 })).toThrow(InvalidRasterError);
    expect(() => blendRasters(before, before, { data: Uint8Array.of(0, 0), width: 2, height: 1 })).toThrow('mask "limit"');
  });
});
