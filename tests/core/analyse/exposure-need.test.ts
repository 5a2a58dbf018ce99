import { describe, expect, it } from 'vitest';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import type { SmallCopy } from '../../../packages/core/src/analyse/analysis.js';
import { type ExposureNeed, measureExposureNeed } from '../../../packages/core/src/analyse/exposure-need.js';
import { listPhotos, PHOTO_FOLDERS, readPhoto } from '../../helpers/photos.js';
import { TOLERANCES } from '../../tolerances.js';

type Rgb = readonly [number, number, number];

const WIDTH = 96;
const HEIGHT = 64;

/** @param colourAt - of a place, both axes 0..1, in levels. */
function measure(colourAt: (x: number, y: number) => Rgb, width = WIDTH, height = HEIGHT): ExposureNeed {
  const rgb = Float32Array.from(Array.from({ length: width * height }, (_, i) => colourAt(((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height)).flat(), (level) => level / 255);
  return measureExposureNeed({ rgb, weights: undefined, width, height, space: 'srgb' });
}

const SKY: Rgb = [225, 235, 245];
const SHADE: Rgb = [26, 29, 24];
const horizon = (sky: Rgb, ground: Rgb, height = 0.4) => (_: number, y: number): Rgb => (y < height ? sky : ground);

/** A picture seen from another side: turned by quarter turns, or mirrored. */
function turn(copy: SmallCopy, isTransposed: boolean, isMirrored: boolean): SmallCopy {
  const [width, height] = isTransposed ? [copy.height, copy.width] : [copy.width, copy.height];
  const rgb = Float32Array.from({ length: copy.rgb.length }, (_, i) => {
    const [column, row] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    const [x, y] = isTransposed ? [row, column] : [column, row];
    return copy.rgb[(y * copy.width + (isMirrored ? copy.width - 1 - x : x)) * 3 + (i % 3)];
  });
  return { ...copy, rgb, width, height };
}

describe('the need of exposure', () => {
  it('is whole for dark ground before a bright sky, and for a dim picture without white', () => {
    expect(measure(horizon(SKY, SHADE)).backlit).toBeGreaterThan(0.95);
    expect(measure((x, y) => [12 + 60 * x, 10 + 60 * y, 12 + 50 * x]).underExposed).toBeGreaterThan(0.95);
  });

  it.each<[string, (x: number, y: number) => Rgb]>([
    ['a silhouette: what is before the sky is black', horizon(SKY, [6, 6, 6])],
    ['a sunset', horizon([250, 170, 90], SHADE)],
    ['deep water', horizon([40, 190, 250], SHADE)],
    ['a small dark part: a coat before a bright wall', (x, y) => (Math.abs(x - 0.5) < 0.25 && y > 0.4 ? SHADE : SKY)],
    ['a bright subject on a dark ground', (x, y) => (Math.hypot(x - 0.5, y - 0.5) < 0.3 ? SKY : SHADE)],
    ['waves: dark and bright in small parts', (x) => (Math.floor(x * 48) % 2 === 0 ? SKY : SHADE)],
    ['a night with lamps', (x, y) => (Math.hypot((x % 0.25) - 0.12, (y % 0.25) - 0.12) < 0.04 ? [255, 230, 160] : [8, 9, 16])],
    ['fog: no white, and no black either', (x, y) => [40 + 15 * x, 42 + 12 * y, 46]],
    ['snow', (x, y) => [215 + 30 * x, 220 + 25 * y, 240]],
  ])('is none for %s', (_, colourAt) => {
    expect(measure(colourAt).total).toBe(0);
  });

  it('is large for the one sample that is backlit by daylight, and none for any other sample or finished photo', async () => {
    const needs = new Map<string, number>();
    for (const path of [...listPhotos(PHOTO_FOLDERS.samples), ...listPhotos(PHOTO_FOLDERS.good)]) {
      needs.set(path.replace(/^.*\//, ''), measureExposureNeed(analyse(await readPhoto(path)).copy).total);
    }
    expect(needs.get('dark-meadow.jpg')).toBeGreaterThan(0.6);
    needs.delete('dark-meadow.jpg');
    expect([...needs].filter(([, need]) => need > 0)).toEqual([]);
  });

  it('does not depend on how the photo is turned, and hardly on its size', async () => {
    const photo = await readPhoto(`${PHOTO_FOLDERS.samples}/dark-meadow.jpg`);
    const { copy } = analyse(photo, { maximumSide: 512 });
    const expected = measureExposureNeed(copy).total;
    for (const [isTransposed, isMirrored] of [[false, true], [true, false], [true, true]] as const) {
      expect(measureExposureNeed(turn(copy, isTransposed, isMirrored)).total).toBeCloseTo(expected, 6);
    }
    expect(Math.abs(measureExposureNeed(analyse(photo, { maximumSide: 200 }).copy).total - expected)).toBeLessThan(TOLERANCES.analyse.needBySize);
  });

  it('grows without a jump while the ground goes dark, the sky sinks, or the light goes out', () => {
    const series: ((share: number) => number)[] = [
      (share) => measure(horizon(SKY, [20 + 60 * share, 20 + 60 * share, 20 + 60 * share])).total,
      (share) => measure(horizon(SKY, SHADE, 0.05 + 0.55 * share), 8, 512).total,
      (share) => measure((x, y) => [(30 + 200 * x) * share, (30 + 180 * y) * share, 60 * share]).total,
    ];
    for (const needAt of series) {
      const needs = Array.from({ length: 401 }, (_, i) => needAt(i / 400));
      expect(Math.min(...needs)).toBe(0);
      expect(Math.max(...needs)).toBeGreaterThan(0.95);
      for (let i = 1; i < needs.length; i += 1) expect(Math.abs(needs[i] - needs[i - 1])).toBeLessThan(TOLERANCES.analyse.needStep);
    }
  });

  it.each<[string, Rgb]>([['black', [0, 0, 0]], ['dark', [50, 50, 50]], ['grey', [128, 128, 128]], ['white', [255, 255, 255]], ['red', [200, 20, 30]]])('is none for a picture that is %s throughout, of any size', (_, colour) => {
    for (const [width, height] of [[1, 1], [3, 3], [500, 1], [WIDTH, HEIGHT]]) expect(measure(() => colour, width, height).total).toBe(0);
  });

  it('takes values outside 0..1 for the ends, as steps before may leave them', () => {
    const over = measure(horizon([400, 420, 440], SHADE));
    expect(over).toEqual(measure(horizon([255, 255, 255], SHADE)));
  });
});
