import { describe, expect, it } from 'vitest';
import { ciede2000 } from '../../../packages/core/src/color/ciede2000.js';
import { TOLERANCES } from '../../tolerances.js';
import { golden, published, triple } from './golden.js';

const { pairs, difference } = golden.scikitImage.ciede2000;

describe('CIEDE2000', () => {
  it("has all 34 pairs of Sharma's table to test against", () => {
    expect(published.ciede2000.pairs).toHaveLength(34);
  });

  it.each(published.ciede2000.pairs.map((row, index) => [index + 1, row] as const))(
    "gives pair %i of Sharma's table in both orders",
    (_, row) => {
      const expected = row[6];
      expect(Math.abs(ciede2000(triple(row), triple(row, 3)) - expected)).toBeLessThan(TOLERANCES.color.ciede2000Published);
      expect(Math.abs(ciede2000(triple(row, 3), triple(row)) - expected)).toBeLessThan(TOLERANCES.color.ciede2000Published);
    },
  );

  it('agrees with scikit-image and with culori on 200 random pairs', () => {
    pairs.forEach((row, index) => {
      const actual = ciede2000(triple(row), triple(row, 3));
      expect(Math.abs(actual - difference[index])).toBeLessThan(TOLERANCES.color.ciede2000);
      expect(Math.abs(actual - golden.culori.ciede2000[index])).toBeLessThan(TOLERANCES.color.ciede2000);
    });
  });

  it('takes exactly opposite hues on the unwrapped side, as pair 10 does, where angles round past 180 degrees too', () => {
    for (const [a, b] of [
      [85.44, -3.67],
      [98.18, -89.88],
      [-59.89, -80.99],
    ]) {
      // Turning the second colour by 1e-9 rad towards the first makes the difference clearly less than 180 degrees.
      const clearlyUnwrapped = ciede2000([50, a, b], [50, -a + b * 1e-9, -b - a * 1e-9]);
      expect(Math.abs(ciede2000([50, a, b], [50, -a, -b]) - clearlyUnwrapped)).toBeLessThan(TOLERANCES.color.ciede2000OppositeHue);
    }
  });

  it('is exactly 0 for equal colours', () => {
    for (const row of pairs) {
      expect(ciede2000(triple(row), triple(row))).toBe(0);
    }
  });

  it('is finite for chroma beyond any real colour', () => {
    expect(ciede2000([50, 1e60, 0], [50, 0, 1e60])).toBeLessThan(Infinity);
  });

  it('passes NaN on', () => {
    for (const position of [0, 1, 2]) {
      const lab = triple([50, 10, -10]);
      lab[position] = NaN;
      expect(ciede2000(lab, [50, 0, 0])).toBeNaN();
      expect(ciede2000([50, 0, 0], lab)).toBeNaN();
    }
  });
});
