import { describe, expect, it } from 'vitest';
import { parseRecipe, RECIPE_SCHEMA_ID } from '@openretouch/core';
import { MIGRATIONS, migrateRecipe } from '../../packages/core/src/recipe/migrations.js';

const data = 'A'.repeat(64);

describe('migrations', () => {
  it('form a chain from version 0 to the present one', () => {
    expect(MIGRATIONS.map(({ from }) => from)).toEqual(MIGRATIONS.map((_, i) => i));
    expect(RECIPE_SCHEMA_ID).toBe(`openretouch/recipe@${MIGRATIONS.length}`);
  });

  it('leave a recipe of the present version as it is', () => {
    const recipe = { schema: RECIPE_SCHEMA_ID, name: 'Case', operations: [{ op: 'exposure', ev: 1 }] };
    expect(migrateRecipe(recipe)).toEqual(recipe);
  });
});

describe('version 0 to 1', () => {
  const cases: [string, Record<string, unknown>, Record<string, unknown>][] = [
    [
      'lifts params into the operation and keeps its switch and mask',
      { schema: 'openretouch/recipe@0', name: 'Old', ops: [{ op: 'exposure', params: { ev: 0.5 }, enabled: false, mask: { slot: 'brush' } }, { op: 'brightness' }] },
      { schema: 'openretouch/recipe@1', name: 'Old', operations: [{ op: 'exposure', ev: 0.5, enabled: false, mask: { slot: 'brush' } }, { op: 'brightness' }] },
    ],
    [
      'keeps who, when and how strong',
      { schema: 'openretouch/recipe@0', id: '1b4e28ba', name: 'Old', author: 'Ana', licence: 'CC0-1.0', created: '2025-01-02', strength: 0.5, ops: [] },
      { schema: 'openretouch/recipe@1', id: '1b4e28ba', name: 'Old', author: 'Ana', licence: 'CC0-1.0', created: '2025-01-02', strength: 0.5, operations: [] },
    ],
    [
      'keeps what version 1 has no place for in extensions',
      { schema: 'openretouch/recipe@0', version: '1.0.0', name: 'Old', space: 'prophoto', ops: [], targets: { photopea: {} }, 'x-mine': [1] },
      { schema: 'openretouch/recipe@1', name: 'Old', operations: [], extensions: { 'openretouch/recipe@0': { version: '1.0.0', space: 'prophoto', targets: { photopea: {} }, 'x-mine': [1] } } },
    ],
    [
      'makes a recipe that is only a LUT a lut operation',
      { schema: 'openretouch/recipe@0', name: 'Old', space: 'display-p3', lut: { size: 2, order: 'r-fastest', dtype: 'f16', data, dE: { mean: 0, p99: 0, max: 0 } } },
      { schema: 'openretouch/recipe@1', name: 'Old', operations: [{ op: 'lut', asset: 'lut' }], assets: { lut: { type: 'lut3d', size: 2, space: 'display-p3', data } } },
    ],
    [
      'does not apply the baked copy of operations a second time',
      { schema: 'openretouch/recipe@0', name: 'Old', ops: [{ op: 'exposure', params: { ev: 1 } }], lut: { size: 2, data } },
      { schema: 'openretouch/recipe@1', name: 'Old', operations: [{ op: 'exposure', ev: 1 }], extensions: { 'openretouch/recipe@0': { lut: { size: 2, data } } } },
    ],
  ];

  it.each(cases)('%s', (_, before, after) => {
    const copy = structuredClone(before);
    expect(parseRecipe(JSON.stringify(before))).toEqual(after);
    expect(migrateRecipe(before)).toEqual(after);
    expect(before).toEqual(copy);
  });
});
