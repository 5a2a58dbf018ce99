import { describe, expect, it } from 'vitest';
import { tintOf, wheelOf } from '../../../../packages/core/src/formats/camera-raw/hue-angles.js';
import { TOLERANCES } from '../../../tolerances.js';

const angles = Array.from({ length: 720 }, (_, i) => i / 2);
const hueOf = (degrees: number): number => {
  const [a, b] = tintOf(degrees, 1);
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
};

describe('angles of the colour wheel', () => {
  it('have the Oklab hues that Ottosson and the CSS working group print for the corners of sRGB', () => {
    expect([0, 60, 120, 180, 240, 300].map((degrees) => Math.round(hueOf(degrees)))).toEqual([29, 110, 142, 195, 264, 328]);
  });

  it('are found again from their tint: the same hue within a tenth of a degree of the wheel, and the amount', () => {
    for (const degrees of angles) {
      const { hue, amount } = wheelOf(tintOf(degrees, 0.3));
      expect(Math.abs(((hueOf(hue) - hueOf(degrees) + 540) % 360) - 180)).toBeLessThan(TOLERANCES.formats.tintHueDegrees);
      expect(amount).toBeCloseTo(0.3, 12);
    }
  });

  it('add up: red and green tints are yellow, opposite ones go out', () => {
    const [red, cyan, green] = [0, 180, 120].map((degrees) => tintOf(degrees, 0.2));
    expect(wheelOf([red[0] + green[0], red[1] + green[1]]).hue).toBeGreaterThan(30);
    expect(wheelOf([red[0] + green[0], red[1] + green[1]]).hue).toBeLessThan(90);
    expect(wheelOf([red[0] + cyan[0], red[1] + cyan[1]]).amount).toBeLessThan(0.1);
  });
});
