import { analyse, type Raster, retouch } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { recipeOf } from '../helpers/arbitrary-operation.js';

const photo = (): Raster => ({ data: Uint8Array.from({ length: 40 * 30 * 3 }, (_, i) => (i * 37) % 251), width: 40, height: 30, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' });
const recipe = recipeOf([{ op: 'brightness', gain: 1.3 }]);

describe('retouch', () => {
  it('hands back what analyse sees of the picture as it was, and as plain data where it is sent elsewhere', async () => {
    const { analysis } = await retouch(photo(), recipe);
    expect(structuredClone(analysis)).toEqual(analyse(photo()));
  });

  it('hands it back too where the picture is written over', async () => {
    const raster = photo();
    const { analysis } = await retouch(raster, recipe, { out: raster });
    expect(raster.data).not.toEqual(photo().data);
    expect(analysis).toEqual(analyse(photo()));
  });

  it('looks at no pixel for a recipe that does not ask for any', async () => {
    let lookCount = 0;
    const kernels = { name: 'counting', countLevels: () => void (lookCount += 1), averageArea: () => void (lookCount += 1) };
    await retouch(photo(), recipe, { kernels: kernels as never, implementation: 'reference' });
    expect(lookCount).toBe(0);
  });
});
