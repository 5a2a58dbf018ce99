import { fileURLToPath } from 'node:url';
import { analyse, applyPlan, planPhoto, type Raster } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from '../../../packages/cli/src/files/decode-photo.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';

const PHOTO = fileURLToPath(new URL('../../photos/good/mountain-lake.jpg', import.meta.url));
const WHITE: Raster = { data: Uint8Array.of(255, 255, 255), width: 1, height: 1, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };

/** @returns the levels that automatic white balance, decided for a photo, makes of white. */
async function whiteAfter(photo: Raster): Promise<number[]> {
  const plan = await planPhoto(recipeOf([{ op: 'whiteBalance', auto: true }]), analyse(photo));
  return [...(await applyPlan(plan, WHITE)).data];
}

const spread = (levels: readonly number[]): number => Math.max(...levels) - Math.min(...levels);

/** The photo as if its light had been a lamp's; rows at the top are burnt out where they are asked for. */
async function underLamp(whiteShare: number): Promise<Raster> {
  const { raster } = await decodePhoto(PHOTO, { maximumSide: 400 });
  const burnt = Math.round(whiteShare * raster.height) * raster.width * raster.channels;
  const gains = [0.95, 0.75, 0.45];
  return { ...raster, data: Uint8Array.from(raster.data, (value, i) => (i < burnt ? 255 : value * gains[i % raster.channels])) };
}

describe('automatic white balance', () => {
  it('gives what is burnt out no colour, though it takes the lamp out where nothing is', async () => {
    expect(spread(await whiteAfter(await underLamp(0)))).toBeGreaterThan(20);
    expect(spread(await whiteAfter(await underLamp(0.03)))).toBeLessThanOrEqual(10);
  });
});
