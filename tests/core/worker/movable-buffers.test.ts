import { describe, expect, it } from 'vitest';
import { movableBuffers } from '../../../packages/core/src/worker/movable-buffers.js';

describe('memory that may move', () => {
  it('is that of rasters, masks and LUTs at the top, and of nothing inside a plan', () => {
    const array = () => new Float32Array(3);
    const value = { raster: { data: array(), width: 1 }, mask: { data: array() }, lut: { values: array() }, plan: { steps: [{ transforms: [{ values: array() }] }] }, statistics: { red: { counts: array() } } };
    const moved = movableBuffers(value);
    expect(moved.value).toEqual(value);
    expect(moved.buffers).toEqual([value.raster.data.buffer, value.mask.data.buffer, value.lut.values.buffer]);
  });

  it('is listed once where two parts share it, and never where others share it', () => {
    const data = new Uint8Array(4);
    expect(movableBuffers({ raster: { data }, mask: { data } }).buffers).toEqual([data.buffer]);
    const shared = new Uint8Array(new SharedArrayBuffer(4));
    const kept = movableBuffers({ raster: { data: shared } });
    expect(kept.buffers).toEqual([]);
    expect(kept.value.raster.data).toBe(shared);
  });

  it.each([undefined, null, 3, { raster: null }, { mask: undefined }, { raster: { data: [1, 2] } }])('is none of %j', (value) => {
    expect(movableBuffers(value)).toEqual({ value, buffers: [] });
  });
});
