import { describe, expect, it } from 'vitest';
import { linearToSrgb, srgbToLinear } from '../../../packages/core/src/color/transfer-functions.js';
import { TOLERANCES } from '../../tolerances.js';
import { golden, largestDifference } from './golden.js';

const { encoded, linear } = golden.culori.transfer;

describe('sRGB transfer functions', () => {
  it('decode as culori does from -0.5 to 1.5', () => {
    expect(largestDifference(encoded.map(srgbToLinear), linear)).toBeLessThan(TOLERANCES.color.transferJoin);
  });

  it('encode back what culori decoded', () => {
    expect(largestDifference(linear.map(linearToSrgb), encoded)).toBeLessThan(TOLERANCES.color.transferJoin);
  });

  it('decode mid grey 128/255 to the published 0.2158605', () => {
    expect(srgbToLinear(128 / 255)).toBeCloseTo(0.2158605, 7);
  });

  it('keep 0 and 1 exactly', () => {
    expect([srgbToLinear(0), srgbToLinear(1), linearToSrgb(0), linearToSrgb(1)]).toEqual([0, 1, 0, 1]);
  });

  it('are odd-symmetric', () => {
    for (const value of [0.01, 0.04045, 0.5, 1, 2]) {
      expect(srgbToLinear(-value)).toBe(-srgbToLinear(value));
      expect(linearToSrgb(-value)).toBe(-linearToSrgb(value));
    }
  });

  it('undo each other, beside the join too', () => {
    for (let step = -2000; step <= 4000; step += 1) {
      const value = step / 2000;
      expect(Math.abs(linearToSrgb(srgbToLinear(value)) - value)).toBeLessThan(TOLERANCES.color.rounding);
      const beside = 0.04045 + step * 1e-9;
      expect(Math.abs(linearToSrgb(srgbToLinear(beside)) - beside)).toBeLessThan(TOLERANCES.color.rounding);
    }
  });

  it('rise without a jump across the join', () => {
    for (let step = 0; step < 3000; step += 1) {
      const value = 0.003129 + step * 1e-9;
      const rise = linearToSrgb(value + 1e-9) - linearToSrgb(value);
      expect(rise).toBeGreaterThan(0);
      expect(rise).toBeLessThan(TOLERANCES.color.transferContinuity);
    }
  });

  it('obey the fifth and twelfth powers of the standard, since 2.4 is 12 / 5', () => {
    for (let step = 0; step < 6000; step += 1) {
      const encoded = 0.0405 + step / 1000;
      const base = ((encoded + 0.055) / 1.055) ** 4;
      expect(Math.abs(srgbToLinear(encoded) ** 5 / (base * base * base) - 1), `${encoded}`).toBeLessThan(TOLERANCES.color.rounding);
    }
  });

  it('pass NaN on', () => {
    expect([srgbToLinear(NaN), linearToSrgb(NaN)]).toEqual([NaN, NaN]);
  });
});
