import { describe, expect, it } from 'vitest';
import { movableBuffers } from '../../../packages/core/src/worker/movable-buffers.js';

describe('memory that may move', () => {
  const picture = { width: 1, height: 1 };

  it('is that of rasters, masks and LUTs at any depth, and of nothing inside a plan', () => {
    const array = () => new Float32Array(3);
    const value = {
      raster: { data: array(), ...picture },
      masks: { brush: { mask: { data: array(), ...picture } } },
      writePlan: { steps: [{ lut: { values: array(), size: 1 } }, { pixels: { raster: { data: array(), ...picture } } }] },
      plan: { steps: [{ transforms: [{ values: array(), size: 1 }] }] },
      statistics: { red: { counts: array() } },
    };
    const moved = movableBuffers(value);
    expect(moved.value).toEqual(value);
    const [{ lut }, { pixels }] = value.writePlan.steps;
    // By identity: equal contents would pass for each other.
    expect(moved.buffers.map((buffer) => [value.raster.data, value.masks.brush.mask.data, lut?.values, pixels?.raster.data].findIndex((part) => part?.buffer === buffer))).toEqual([0, 1, 2, 3]);
  });

  it('is listed once where two parts share it, and never where others share it', () => {
    const data = new Uint8Array(4);
    expect(movableBuffers({ raster: { data, ...picture }, mask: { data, ...picture } }).buffers).toEqual([data.buffer]);
    const shared = new Uint8Array(new SharedArrayBuffer(4));
    const kept = movableBuffers({ raster: { data: shared, ...picture } });
    expect(kept.buffers).toEqual([]);
    expect(kept.value.raster.data).toBe(shared);
  });

  it('leaves functions behind, which cannot travel', () => {
    expect(movableBuffers({ slot: 'brush', reload: () => undefined }).value).toEqual({ slot: 'brush' });
  });

  it.each([undefined, null, 3, { raster: null }, { mask: undefined }, { raster: { data: [1, 2], width: 1 } }])('is none of %j', (value) => {
    expect(movableBuffers(value)).toEqual({ value, buffers: [] });
  });
});
