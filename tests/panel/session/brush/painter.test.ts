import type { Raster } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { makeGuide } from '../../../../packages/panel/src/session/brush/likeness.js';
import { coveredFraction, emptyMask, fullMask, type PaintedMask } from '../../../../packages/panel/src/session/brush/mask.js';
import { Painter } from '../../../../packages/panel/src/session/brush/painter.js';
import { seededRandom } from '../../../helpers/seeded-random.js';
import { TOLERANCES } from '../../../tolerances.js';

const SIZE = { width: 96, height: 64 };
const TIP = { diameter: 36, hardness: 0.6, flow: 1 };

/** @param levelAt - of a column, before noise of a few levels. */
function picture(levelAt: (x: number) => number): Raster {
  const random = seededRandom(7);
  const data = new Uint8Array(SIZE.width * SIZE.height * 4);
  for (let pixel = 0; pixel < SIZE.width * SIZE.height; pixel += 1) {
    const level = levelAt(pixel % SIZE.width);
    for (let c = 0; c < 3; c += 1) data[pixel * 4 + c] = level + Math.round((random() - 0.5) * 8);
    data[pixel * 4 + 3] = 255;
  }
  return { ...SIZE, data, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
}

const TWO_SIDES = makeGuide(picture((x) => (x < 48 ? 60 : 170)));
const ONE_SIDE = makeGuide(picture(() => 120));

function paint(guide?: ReturnType<typeof makeGuide>, mask: PaintedMask = emptyMask(SIZE), mode: 'paint' | 'erase' = 'paint'): PaintedMask {
  const painter = new Painter({ mask, mode, tip: TIP, ...(guide === undefined ? {} : { guide }) });
  for (let y = 20; y <= 44; y += 4) painter.moveTo({ x: 40, y, pressure: 1 });
  return painter.mask();
}

const meanOver = ({ data }: PaintedMask, left: number, right: number): number => {
  let sum = 0;
  for (let y = 24; y < 40; y += 1) for (let x = left; x < right; x += 1) sum += data[y * SIZE.width + x];
  return sum / (16 * (right - left) * 255);
};

describe('painting', () => {
  it('keeps to its side of an edge that the tip reaches over', () => {
    const [plain, following] = [paint(), paint(TWO_SIDES)];
    expect(meanOver(plain, 50, 54)).toBeGreaterThan(0.5);
    expect(meanOver(following, 50, 54)).toBeLessThan(0.05);
    expect(meanOver(following, 36, 46)).toBeGreaterThan(0.95);
  });

  it('is as without edges where the picture has none', () => {
    const [plain, following] = [paint(), paint(ONE_SIDE)];
    following.data.forEach((value, i) => expect(Math.abs(value - plain.data[i])).toBeLessThanOrEqual(TOLERANCES.brush.flatLevels));
  });

  it('covers nothing that the tip did not reach', () => {
    const plain = paint();
    paint(TWO_SIDES).data.forEach((value, i) => {
      if (plain.data[i] === 0) expect(value).toBe(0);
    });
  });

  it('covers single pixels that look different as those around them', () => {
    const { data, ...rest } = picture(() => 120);
    const dots = data.map((value, i) => (Math.floor(i / 4) % 13 === 0 && i % 4 < 3 ? 150 : value));
    const following = paint(makeGuide({ ...rest, data: dots }));
    const inside = Array.from({ length: 12 }, (_, i) => following.data[32 * SIZE.width + 34 + i]);
    expect(Math.min(...inside)).toBeGreaterThan(240);
  });

  it('erases along edges as well', () => {
    const erased = paint(TWO_SIDES, fullMask(SIZE), 'erase');
    expect(meanOver(erased, 36, 46)).toBeLessThan(0.05);
    expect(meanOver(erased, 50, 54)).toBeGreaterThan(0.95);
  });

  it('ends the same whether or not it was looked at on the way', () => {
    const watched = new Painter({ mask: emptyMask(SIZE), mode: 'paint', tip: TIP, guide: TWO_SIDES });
    for (let y = 20; y <= 44; y += 4) {
      watched.moveTo({ x: 40, y, pressure: 1 });
      watched.mask();
    }
    expect(watched.mask()).toEqual(paint(TWO_SIDES));
  });

  it('leaves the mask it began on alone, and is that mask while nothing is covered', () => {
    const mask = emptyMask(SIZE);
    const painter = new Painter({ mask, mode: 'paint', tip: TIP });
    painter.moveTo({ x: -500, y: -500, pressure: 1 });
    expect(painter.mask()).toBe(mask);
    painter.moveTo({ x: 20, y: 20, pressure: 1 });
    expect(coveredFraction(painter.mask())).toBeGreaterThan(0);
    expect(coveredFraction(mask)).toBe(0);
  });
});
