import { describe, expect, it } from 'vitest';
import {
  chromaticityToTemperatureTint,
  daylightChromaticity,
  temperatureTintToChromaticity,
} from '../../../packages/core/src/color/white-point.js';
import { BRADFORD } from '../../../packages/core/src/color/chromatic-adaptation.js';
import { transformVector3 } from '../../../packages/core/src/color/matrix3.js';
import { chromaticityToXyz } from '../../../packages/core/src/color/rgb-xyz.js';
import { TOLERANCES } from '../../tolerances.js';
import { largestDifference, published } from './golden.js';

const uvOf = ([x, y]: readonly [number, number]): [number, number] => {
  const divisor = -2 * x + 12 * y + 3;
  return [(4 * x) / divisor, (6 * y) / divisor];
};

const distance = (a: readonly [number, number], b: readonly [number, number]): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

const krystekUv = (temperatureKelvin: number): [number, number] => {
  const { uNumerator, uDenominator, vNumerator, vDenominator } = published.planckianLocus;
  const quadratic = ([a, b, c]: [number, number, number]): number => a + b * temperatureKelvin + c * temperatureKelvin ** 2;
  return [quadratic(uNumerator) / quadratic(uDenominator), quadratic(vNumerator) / quadratic(vDenominator)];
};

const TINTS = [-150, -75, -10, 0, 10, 40, 75, 150];
const MIREDS = Array.from({ length: 461 }, (_, index) => 40 + index);
const kelvinOf = (mired: number): number => Math.min(25000, 1e6 / mired);

describe('daylight locus', () => {
  it.each(published.illuminants.daylight)('puts %i K at the CIE illuminant', (temperatureKelvin, x, y) => {
    expect(largestDifference(daylightChromaticity(temperatureKelvin), [x, y])).toBeLessThan(TOLERANCES.color.daylightPublished);
  });

  it('is continuous where its two polynomials meet', () => {
    expect(distance(daylightChromaticity(7000), daylightChromaticity(7000 * (1 + 1e-12)))).toBeLessThan(TOLERANCES.color.locusContinuity);
  });

  it.each([3999, 25001, NaN])('refuses %d K', (temperatureKelvin) => {
    expect(() => daylightChromaticity(temperatureKelvin)).toThrow(`${temperatureKelvin} (expected 4000 to 25000 K)`);
  });
});

describe('temperature and tint', () => {
  it('put 2856 K at illuminant A', () => {
    const [temperatureKelvin, x, y] = published.illuminants.tungsten;
    expect(largestDifference(temperatureTintToChromaticity(temperatureKelvin, 0), [x, y])).toBeLessThan(
      TOLERANCES.color.tungstenPublished,
    );
  });

  it("follow the Planckian locus of Krystek's formula from 2000 K to 4000 K", () => {
    for (let temperatureKelvin = 2000; temperatureKelvin <= 4000; temperatureKelvin += 50) {
      const uv = uvOf(temperatureTintToChromaticity(temperatureKelvin, 0));
      expect(largestDifference(uv, krystekUv(temperatureKelvin))).toBeLessThan(TOLERANCES.color.planckianUv);
    }
  });

  it('follow the daylight locus from 5000 K', () => {
    for (let temperatureKelvin = 5000; temperatureKelvin <= 25000; temperatureKelvin += 250) {
      expect(
        largestDifference(temperatureTintToChromaticity(temperatureKelvin, 0), daylightChromaticity(temperatureKelvin)),
      ).toBeLessThan(TOLERANCES.color.rounding);
    }
  });

  it('move evenly along temperature: no jump or standstill anywhere, the joins included', () => {
    for (const tint of TINTS) {
      for (let mired = 40; mired < 499.75; mired += 0.25) {
        const step = distance(
          uvOf(temperatureTintToChromaticity(kelvinOf(mired), tint)),
          uvOf(temperatureTintToChromaticity(1e6 / (mired + 0.25), tint)),
        );
        expect(step).toBeGreaterThan(TOLERANCES.color.locusStepMinimum);
        expect(step).toBeLessThan(TOLERANCES.color.locusStepMaximum);
      }
    }
  });

  it('are continuous at each join', () => {
    for (const temperatureKelvin of [4000, 5000, 7000]) {
      for (const tint of TINTS) {
        const below = temperatureTintToChromaticity(temperatureKelvin * (1 - 1e-12), tint);
        expect(distance(below, temperatureTintToChromaticity(temperatureKelvin * (1 + 1e-12), tint))).toBeLessThan(TOLERANCES.color.locusContinuity);
      }
    }
  });

  it('get bluer with every kelvin at tint 0', () => {
    let [uBefore, vBefore] = uvOf(temperatureTintToChromaticity(2000, 0));
    for (let temperatureKelvin = 2001; temperatureKelvin <= 25000; temperatureKelvin += 1) {
      const [u, v] = uvOf(temperatureTintToChromaticity(temperatureKelvin, 0));
      expect(u < uBefore && v < vBefore).toBe(true);
      [uBefore, vBefore] = [u, v];
    }
  });

  it('name a greener light by a positive tint, 3000 per unit of Duv', () => {
    for (const mired of [60, 154, 250]) {
      const locus = uvOf(temperatureTintToChromaticity(1e6 / mired, 0));
      const greener = uvOf(temperatureTintToChromaticity(1e6 / mired, 30));
      expect(greener[1]).toBeGreaterThan(locus[1]);
      expect(greener[0]).toBeLessThan(locus[0]);
      expect(distance(greener, locus)).toBeCloseTo(10 / 1000, 12);
    }
  });

  it('move further from the locus with every step of tint', () => {
    for (const temperatureKelvin of [2000, 3200, 4500, 6504, 25000]) {
      let before = -Infinity;
      for (let tint = -150; tint <= 150; tint += 1) {
        const v = uvOf(temperatureTintToChromaticity(temperatureKelvin, tint))[1];
        expect(v).toBeGreaterThan(before);
        before = v;
      }
    }
  });

  it('keep every cone response, and so every gain, positive and the blue gain within four times', () => {
    for (const mired of MIREDS) {
      const plain = transformVector3(BRADFORD, chromaticityToXyz(temperatureTintToChromaticity(kelvinOf(mired), 0)));
      for (const tint of TINTS) {
        const xyz = chromaticityToXyz(temperatureTintToChromaticity(kelvinOf(mired), tint));
        const cone = transformVector3(BRADFORD, xyz);
        expect(Math.min(...cone, ...xyz)).toBeGreaterThan(0);
        expect(cone[2]).toBeGreaterThan(plain[2] / 4);
      }
    }
  });

  it('are found again from the chromaticity', () => {
    for (const mired of MIREDS) {
      for (const tint of TINTS) {
        const temperatureKelvin = kelvinOf(mired);
        const found = chromaticityToTemperatureTint(temperatureTintToChromaticity(temperatureKelvin, tint));
        expect(Math.abs(1e6 / found.temperatureKelvin - 1e6 / temperatureKelvin)).toBeLessThan(
          TOLERANCES.color.temperatureRoundTripMired,
        );
        expect(Math.abs(found.tint - tint)).toBeLessThan(TOLERANCES.color.tintRoundTrip);
      }
    }
  });

  it('are the ends of the scale for lights beyond it', () => {
    expect(chromaticityToTemperatureTint([0.65, 0.33]).temperatureKelvin).toBe(2000);
    expect(chromaticityToTemperatureTint([0.2, 0.2]).temperatureKelvin).toBe(25000);
    expect(chromaticityToTemperatureTint([0.3, 0.6]).tint).toBe(150);
    expect(chromaticityToTemperatureTint([0.35, 0.15]).tint).toBe(-150);
  });

  it('are NaN for a chromaticity that is', () => {
    expect(chromaticityToTemperatureTint([NaN, 0.3])).toEqual({ temperatureKelvin: NaN, tint: NaN });
  });

  it.each([
    [1999, 0, 'temperature: 1999 (expected 2000 to 25000 K)'],
    [NaN, 0, 'temperature: NaN'],
    [6504, 151, 'tint: 151 (expected -150 to 150)'],
    [6504, NaN, 'tint: NaN'],
  ])('refuse %d K with tint %d', (temperatureKelvin, tint, message) => {
    expect(() => temperatureTintToChromaticity(temperatureKelvin, tint)).toThrow(message);
  });
});
