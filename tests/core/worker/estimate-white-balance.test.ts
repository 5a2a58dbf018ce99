import { type EncodedSpace, type Raster, retouch } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { createTestEngine, recipeOf } from './helpers.js';

/** One colour with, in its middle, a square of another. */
function picture(rgb: readonly [number, number, number], encoding: EncodedSpace = 'srgb', side = 21): Raster {
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y += 1) for (let x = 0; x < side; x += 1) data.set(Math.hypot(x - 10, y - 10) < 5 ? rgb : [10, 200, 60], (y * side + x) * 3);
  return { data, width: side, height: side, channels: 3, bitDepth: 8, encoding, alpha: 'none' };
}

const estimate = async (raster: Raster, place: { x: number; y: number; radius?: number } = { x: 0.5, y: 0.5 }) => {
  const engine = createTestEngine();
  const { photo } = await engine.open({ raster });
  return engine.estimateWhiteBalance({ photo, ...place });
};

describe('the light by which a place is grey', () => {
  it.each([
    ['srgb', [180, 140, 110]],
    ['srgb', [90, 110, 140]],
    ['srgb', [120, 140, 118]],
    ['display-p3', [150, 128, 110]],
    ['srgb', [128, 128, 128]],
  ] as const)('makes %s %j neutral when it is taken out', async (encoding, rgb) => {
    const raster = picture([...rgb], encoding);
    const { temperature, tint, isNeutral } = await estimate(raster, { x: 0.5, y: 0.5, radius: 0.1 });
    expect(isNeutral).toBe(true);
    const { data } = (await retouch(raster, recipeOf({ op: 'whiteBalance', temperature, tint }))).raster;
    const middle = [...data.subarray((10 * 21 + 10) * 3, (10 * 21 + 10) * 3 + 3)];
    expect(Math.max(...middle) - Math.min(...middle)).toBeLessThanOrEqual(1);
  });

  it('is the neutral one for a grey', async () => {
    expect(await estimate(picture([128, 128, 128]))).toMatchObject({ temperature: 6500, tint: 0 });
  });

  it('says so where a colour is beyond what temperature and tint can take out', async () => {
    expect(await estimate(picture([250, 40, 20]))).toMatchObject({ isNeutral: false });
  });

  it.each([
    ['black', [0, 0, 0], {}, 'as good as black'],
    ['clipped', [255, 200, 180], {}, 'clipped or transparent'],
    ['outside', [128, 128, 128], { x: 1.2 }, 'request.x: 1.2 (expected a number from 0 to 1)'],
  ] as const)('is refused for a place that is %s', async (_, rgb, place, message) => {
    await expect(estimate(picture([...rgb]), { x: 0.5, y: 0.5, ...place })).rejects.toThrow(message);
  });
});
