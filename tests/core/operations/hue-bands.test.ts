import { describe, expect, it } from 'vitest';
import { blendBands, HUE_BANDS, mapBands, type BandName } from '../../../packages/core/src/operations/hue-bands.js';
import { flowHues } from '../../../packages/core/src/operations/hue-flow.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';

const circle = Array.from({ length: 3600 }, (_, index) => index / 10);
const alone = (name: BandName): ((hueDegrees: number) => number) => blendBands(mapBands((band) => (band === name ? 1 : 0)));
const random = seededRandom(5);
const randomShifts = (): Record<BandName, number> => mapBands(() => Math.round(random() * 60 - 30));

describe('blendBands', () => {
  it('has weights that sum to 1 everywhere, 1 at the own centre and 0 at every other', () => {
    const bands = mapBands(alone);
    for (const hue of circle) expect(Object.values(bands).reduce((sum, weightAt) => sum + weightAt(hue), 0)).toBeCloseTo(1, 12);
    for (const [name, centre] of Object.entries(HUE_BANDS)) {
      for (const [other, weightAt] of Object.entries(bands)) expect(weightAt(centre)).toBe(other === name ? 1 : 0);
    }
  });

  it('has no seam, in value or in slope, where it passes from 360 to 0 degrees', () => {
    const at = blendBands(mapBands((name) => (name === 'magenta' ? 1 : name === 'red' ? -1 : 0)));
    expect(at(359.999)).toBeCloseTo(at(0), 3);
    expect(at(0.001) - at(0)).toBeCloseTo(at(359.999) - at(359.998), 6);
  });
});

describe('flowHues', () => {
  it('turns every hue alike where all bands turn alike', () => {
    const shiftAt = flowHues(blendBands(mapBands(() => -12)));
    for (const hue of circle) expect(shiftAt(hue)).toBeCloseTo(-12, 9);
  });

  it('turns a centre by nearly what was asked while that is small', () => {
    const shiftAt = flowHues(blendBands(mapBands((name) => (name === 'blue' ? 8 : 0))));
    expect(shiftAt(HUE_BANDS.blue)).toBeGreaterThan(7.6);
    expect(shiftAt(HUE_BANDS.blue)).toBeLessThanOrEqual(8);
  });

  it('keeps the order of hues for any shifts', () => {
    for (let run = 0; run < 40; run += 1) {
      const shiftAt = flowHues(blendBands(randomShifts()));
      const turned = circle.map((hue) => hue + shiftAt(hue));
      turned.forEach((hue, index) => expect((index === 0 ? turned[turned.length - 1] - 360 : turned[index - 1]) - hue).toBeLessThanOrEqual(0));
    }
  });

  it('is undone by the opposite shifts', () => {
    for (let run = 0; run < 10; run += 1) {
      const shifts = randomShifts();
      const there = flowHues(blendBands(shifts));
      const back = flowHues(blendBands(mapBands((name) => -shifts[name])));
      for (const hue of circle) {
        const turned = hue + there(hue);
        expect(Math.abs(turned + back((turned + 360) % 360) - hue)).toBeLessThan(TOLERANCES.operations.hueFlowDegrees);
      }
    }
  });
});
