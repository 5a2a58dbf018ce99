import { Buffer } from 'node:buffer';
import { Float16Array } from '@petamoriken/float16';
import { describe, expect, it } from 'vitest';
import { decodeHalfFloats, encodeHalfFloats } from '../../../packages/core/src/recipe/half-float.js';

const textOf = (halves: Uint16Array): string => Buffer.from(halves.buffer).toString('base64');

describe('half floats', () => {
  it('are read as another implementation reads them, every finite one of them', () => {
    const finite = Uint16Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);
    const decoded = decodeHalfFloats(textOf(finite), finite.length);
    const expected = Float32Array.from(new Float16Array(finite.buffer) as unknown as ArrayLike<number>);
    expect(decoded.findIndex((value, i) => !Object.is(value, expected[i]))).toBe(-1);
  });

  it('are written as another implementation rounds, on every half float, halfway between two, and a hair beside that', () => {
    const finite = new Float16Array(Uint16Array.from({ length: 0x7c00 }, (_, bits) => bits).buffer);
    const halves = Array.from(finite as unknown as ArrayLike<number>);
    const between = halves.slice(1).flatMap((half, i) => {
      const middle = (half + halves[i]) / 2;
      return [middle * (1 - 2 ** -40), middle, middle * (1 + 2 ** -40)];
    });
    const values = [...halves, ...between].flatMap((value) => [value, -value]);
    const expected = new Uint16Array(Float16Array.from(values).buffer);
    expect(encodeHalfFloats(values)).toBe(textOf(expected));
  });

  it('are the same on every reading, whatever became of the numbers read before', () => {
    const text = encodeHalfFloats([0.25, -1.5, 3]);
    decodeHalfFloats(text, 3).fill(9);
    expect([...decodeHalfFloats(text, 3)]).toEqual([0.25, -1.5, 3]);
    expect(() => decodeHalfFloats(text, 6)).toThrow('lut data: 8 characters (expected 16');
  });

  it.each([
    ['infinity', 0x7c00, 'Infinity'],
    ['minus infinity', 0xfc00, '-Infinity'],
    ['not-a-number', 0x7e01, 'NaN'],
  ])('are refused where they hold %s', (_, bits, word) => {
    expect(() => decodeHalfFloats(textOf(Uint16Array.of(0x3c00, bits, 0)), 3)).toThrow(`lut data[1]: ${word} (expected a finite number)`);
  });
});
