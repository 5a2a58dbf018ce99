import { describe, expect, it } from 'vitest';
import type { SmallCopy, Statistics } from '../../../packages/core/src/analyse/analysis.js';
import { measureStatistics } from '../../../packages/core/src/analyse/statistics.js';
import type { PlanStep } from '../../../packages/core/src/plan/plan.js';
import { type PhotoMeasures, type WalkedPhoto, walkPhoto } from '../../../packages/core/src/plan/walked-photo.js';
import type { EncodedSpace } from '../../../packages/core/src/raster/raster.js';
import { diagonalTransform } from '../../../packages/core/src/transforms/matrix.js';

const picture = (space: EncodedSpace, ...rgb: number[]): SmallCopy => ({ rgb: Float32Array.from(rgb), weights: undefined, width: rgb.length / 3, height: 1, space });
const halve = [diagonalTransform([0.5, 0.5, 0.5])];
const step = (transforms: PlanStep['transforms'], strength = 1): PlanStep => ({ transforms, strength, operations: [0] });

interface Counts {
  statistics: number;
  illuminant: number;
  exposureNeed: number;
}

/** The measures of the product, and how often they were asked. */
function counted(): { measures: PhotoMeasures; counts: Counts } {
  const counts = { statistics: 0, illuminant: 0, exposureNeed: 0 };
  const measures: PhotoMeasures = {
    measureStatistics(sample): Statistics {
      counts.statistics += 1;
      return measureStatistics(sample);
    },
    estimateIlluminant(copy) {
      counts.illuminant += 1;
      return { linearRgb: [copy.rgb[0], 1, copy.rgb[2]], confidence: 1 };
    },
    measureExposureNeed(copy) {
      counts.exposureNeed += 1;
      return { backlit: copy.rgb[0], underExposed: 0, total: copy.rgb[0] };
    },
  };
  return { measures, counts };
}

function walk(space: EncodedSpace = 'srgb'): { photo: WalkedPhoto; counts: Counts } {
  const { measures, counts } = counted();
  const photo = walkPhoto({ copy: picture(space, 0.5, 0.5, 0.5), sample: picture(space, 0.25, 0.5, 0.75, 1, 0.5, 0) }, measures);
  return { photo, counts };
}

describe('a photo that a recipe walks over', () => {
  it('is measured once between two steps, however often it is asked, and not at all where nobody asks', () => {
    const { photo, counts } = walk();
    photo.addStep(step(halve), undefined);
    expect(counts).toEqual({ statistics: 0, illuminant: 0, exposureNeed: 0 });
    for (let i = 0; i < 3; i += 1) [photo.statistics(), photo.statisticsAfter([]), photo.illuminant(), photo.exposureNeed()];
    expect(counts).toEqual({ statistics: 1, illuminant: 1, exposureNeed: 1 });
  });

  it('is measured anew after a step: statistics of the sample, the illuminant and the need of exposure of the copy', () => {
    const { photo } = walk();
    expect(photo.statistics().meanRgb).toEqual([0.625, 0.5, 0.375]);
    expect(photo.illuminant().linearRgb).toEqual([0.5, 1, 0.5]);
    expect(photo.exposureNeed().total).toBe(0.5);
    photo.addStep(step(halve), undefined);
    expect(photo.statistics().meanRgb).toEqual([0.3125, 0.25, 0.1875]);
    expect(photo.illuminant().linearRgb).toEqual([0.25, 1, 0.25]);
    expect(photo.exposureNeed().total).toBe(0.25);
  });

  it('takes the measures of a trial for those after its step', () => {
    const { photo, counts } = walk();
    const tried = photo.statisticsAfter(halve);
    photo.addStep(step(halve), undefined);
    expect(photo.statistics()).toBe(tried);
    expect(counts.statistics).toBe(1);
    photo.addStep(step(halve), undefined);
    expect(photo.statistics().meanRgb).toEqual([0.15625, 0.125, 0.09375]);
  });

  it.each<[string, PlanStep, Float32Array | undefined]>([
    ['at half strength', step(halve, 0.5), undefined],
    ['through a mask', step(halve), Float32Array.of(0.5, 0.5)],
    ['of another transform', step([diagonalTransform([0.75, 0.75, 0.75])]), undefined],
  ])('does not take a trial for a step %s', (_, other, coverage) => {
    const { photo } = walk();
    photo.statisticsAfter(halve);
    photo.addStep(other, coverage);
    expect(photo.statistics().meanRgb).toEqual([0.46875, 0.375, 0.28125]);
  });

  it('of Display P3 has statistics of its own values, and of sRGB for decisions, a trial or not', () => {
    const { photo, counts } = walk('display-p3');
    const before = photo.statisticsAfter([]).meanRgb;
    expect(photo.statistics().meanRgb).toEqual([0.625, 0.5, 0.375]);
    expect(before).not.toEqual([0.625, 0.5, 0.375]);
    expect(photo.statisticsAfter([]).meanRgb).toBe(before);
    expect(counts.statistics).toBe(2);
    photo.statisticsAfter(halve);
    photo.addStep(step(halve), undefined);
    expect(photo.statistics().meanRgb).toEqual([0.3125, 0.25, 0.1875]);
  });
});
