import { describe, expect, it } from 'vitest';
import { createLutAsset, InvalidArgumentError } from '@openretouch/core';

const cube = (size: number, values: ArrayLike<number> = new Float32Array(size ** 3 * 3)) => ({ kind: 'lut3d', size, values: Float32Array.from(values), space: 'srgb' }) as const;
const bytesOf = (text: string): number[] => [...Buffer.from(text, 'base64')];

describe('createLutAsset', () => {
  it('stores little-endian IEEE 754 half floats in the order given', () => {
    const values = new Float32Array(24);
    values.set([0, 1, -2, 0.5, 65504, 2 ** -24, 0.1]);
    // Bit patterns from Python 3's struct.pack('<e', value), an independent encoder.
    const expected = [0x0000, 0x3c00, 0xc000, 0x3800, 0x7bff, 0x0001, 0x2e66].flatMap((bits) => [bits & 255, bits >> 8]);
    const asset = createLutAsset(cube(2, values));
    expect(bytesOf(asset.data).slice(0, 14)).toEqual(expected);
    expect(asset).toMatchObject({ type: 'lut3d', size: 2, space: 'srgb' });
    expect(bytesOf(asset.data)).toHaveLength(48);
  });

  it('keeps domain, shaper and colour space of a 1D table', () => {
    const domain = { minimum: [-1, 0, 0], maximum: [2, 1, 1] } as const;
    const asset = createLutAsset({ kind: 'lut1d', size: 2, values: [0, 0, 0, 1, 1, 1], space: 'display-p3' }, { domain, shaper: { size: 2, values: [0, 0, 0, 1, 1, 1] } });
    expect(asset).toEqual({ type: 'lut1d', size: 2, space: 'display-p3', domain, shaper: { size: 2, data: 'AAAAAAAAADwAPAA8' }, data: 'AAAAAAAAADwAPAA8' });
  });

  it.each<[string, () => unknown, RegExp]>([
    ['66 nodes an edge', () => createLutAsset(cube(66, [])), /lut\.size: 66 \(expected a whole number from 2 to 65\)/],
    ['one node', () => createLutAsset(cube(1)), /lut\.size: 1/],
    ['half a node', () => createLutAsset(cube(2.5, [])), /lut\.size: 2\.5/],
    ['a count that does not fit', () => createLutAsset(cube(3, new Float32Array(24))), /lut\.values: "24 numbers" \(expected 81/],
    ['NaN', () => createLutAsset(cube(2, Float32Array.from({ length: 24 }, (_, i) => (i === 7 ? NaN : 0)))), /lut\.values\[7\]: NaN/],
    ['more than half floats hold', () => createLutAsset(cube(2, new Float32Array(24).fill(65520))), /lut\.values\[0\]: 65520/],
    ['4097 entries a channel', () => createLutAsset({ kind: 'lut1d', size: 4097, values: new Float32Array(4097 * 3), space: 'srgb' }), /2 to 4096/],
    ['a domain that does not rise', () => createLutAsset(cube(2), { domain: { minimum: [0, 0, 1], maximum: [1, 1, 1] } }), /domain\.maximum\[2\]: 1/],
    ['a shaper of another length', () => createLutAsset(cube(2), { shaper: { size: 2, values: [0] } }), /shaper\.values/],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(message);
  });
});
