import { describe, expect, it } from 'vitest';
import { blendStroke, coveredFraction, emptyMask, fullMask, gradientMask, invertMask, paintedMaskOf } from '../../../../packages/panel/src/session/brush/mask.js';
import { seededRandom } from '../../../helpers/seeded-random.js';

const SIZE = { width: 40, height: 30 };
const ALL = { left: 0, top: 0, right: 40, bottom: 30 };

function noise(seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: SIZE.width * SIZE.height }, () => random());
}

describe('a mask', () => {
  const painted = blendStroke(emptyMask(SIZE), noise(1), ALL, 'paint');

  it('is itself again when it is inverted twice', () => {
    expect(invertMask(invertMask(painted))).toEqual(painted);
    expect(invertMask(fullMask(SIZE))).toEqual(emptyMask(SIZE));
  });

  it('is covered whole, half and not at all, in numbers', () => {
    expect(coveredFraction(fullMask(SIZE))).toBe(1);
    expect(coveredFraction(emptyMask(SIZE))).toBe(0);
    expect(coveredFraction(painted)).toBeCloseTo(0.5, 1);
    expect(coveredFraction(painted) + coveredFraction(invertMask(painted))).toBeCloseTo(1, 12);
  });

  it('stays full under more paint and empty under the eraser', () => {
    expect(blendStroke(fullMask(SIZE), noise(2), ALL, 'paint')).toEqual(fullMask(SIZE));
    expect(blendStroke(emptyMask(SIZE), noise(2), ALL, 'erase')).toEqual(emptyMask(SIZE));
  });

  it('only grows under paint and only shrinks under the eraser', () => {
    const more = blendStroke(painted, noise(3), ALL, 'paint');
    const less = blendStroke(painted, noise(3), ALL, 'erase');
    painted.data.forEach((value, i) => {
      expect(more.data[i]).toBeGreaterThanOrEqual(value);
      expect(less.data[i]).toBeLessThanOrEqual(value);
    });
  });

  it('erases as painting would paint on its inverse', () => {
    expect(invertMask(blendStroke(painted, noise(4), ALL, 'erase'))).toEqual(blendStroke(invertMask(painted), noise(4), ALL, 'paint'));
  });

  it('is replaced and not changed', () => {
    const before = painted.data.slice();
    expect(blendStroke(painted, noise(5), ALL, 'paint')).not.toBe(painted);
    expect(painted.data).toEqual(before);
  });

  it('falls from the bottom to nothing as a gradient, alike in every column', () => {
    const { data } = gradientMask(SIZE);
    const column = (x: number): number[] => Array.from({ length: SIZE.height }, (_, y) => data[y * SIZE.width + x]);
    expect(column(0)).toEqual(column(39));
    expect(column(0)).toEqual([...column(0)].sort((a, b) => a - b));
    expect([column(0)[0], column(0)[29]]).toEqual([0, 255]);
  });

  it('is painted on where it is of the right size and kind', () => {
    expect(paintedMaskOf(painted, SIZE)).toBe(painted);
    expect(paintedMaskOf(painted, { width: 41, height: 30 })).toBeUndefined();
    expect(paintedMaskOf({ ...SIZE, data: new Float32Array(1200) }, SIZE)).toBeUndefined();
  });
});
