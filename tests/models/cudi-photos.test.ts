import { describe, expect, it } from 'vitest';
import { readPhotoTensors, RECORDED_PHOTOS as photos } from '../helpers/recorded-photos.js';

const take = (tensors: ReturnType<typeof readPhotoTensors>, name: string): readonly number[] => tensors.get(name)?.data ?? expect.fail(`no tensor named ${name}`);
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the photos recorded on their way through CuDi', () => {
  it('show each way to want an exposure', () => {
    expect(photos.map(({ wanted }) => wanted).sort()).toEqual(['auto', 'number', 'painted']);
  });

  it('come out at the mean that a number wants', () => {
    const photo = photos.find(({ wanted }) => wanted === 'number') ?? expect.fail('no photo');
    const tensors = readPhotoTensors(photo);
    expect(Math.abs(meanOf(take(tensors, 'result')) - (photo.level ?? NaN))).toBeLessThan(0.03);
    expect(Math.abs(meanOf(take(tensors, 'photo')) - (photo.level ?? NaN))).toBeGreaterThan(0.1);
  });

  it('stay as they are where nothing is painted, and change where all is', () => {
    const tensors = readPhotoTensors(photos.find(({ wanted }) => wanted === 'painted') ?? expect.fail('no photo'));
    const [photo, result, coverage] = ['photo', 'result', 'paintedCoverage'].map((name) => take(tensors, name));
    const changes = result.map((value, index) => ({ covered: coverage[index % coverage.length], change: Math.abs(value - photo[index]) }));
    const outside = changes.filter(({ covered }) => covered === 0);
    const inside = changes.filter(({ covered }) => covered > 0.95);
    expect(outside.length).toBeGreaterThan(1000);
    expect(Math.max(...outside.map(({ change }) => change)), 'half a step of 16 bits').toBeLessThanOrEqual(0.5 / 65535 + 1e-9);
    expect(meanOf(inside.map(({ change }) => change))).toBeGreaterThan(0.02);
  });

  it('are lifted by the automatic map where they are dark, and nowhere lowered by more than a tenth', () => {
    const tensors = readPhotoTensors(photos.find(({ wanted }) => wanted === 'auto') ?? expect.fail('no photo'));
    const [own, wanted] = ['ownExposure', 'askedExposure'].map((name) => take(tensors, name));
    const darkest = own.indexOf(Math.min(...own));
    expect(wanted[darkest] - own[darkest]).toBeGreaterThan(0.01);
    expect(own.every((value, index) => wanted[index] > value - 0.1)).toBe(true);
  });

  it('keep the mean of every channel in the copy, which averages by area', () => {
    const tensors = readPhotoTensors(photos.find(({ tensors }) => tensors.some(({ name }) => name === 'grid')) ?? expect.fail('no photo'));
    const [photo, copy] = ['photo', 'copy'].map((name) => take(tensors, name));
    for (const channel of [0, 1, 2]) {
      const means = [photo, copy].map((values) => meanOf(values.slice((channel * values.length) / 3, ((channel + 1) * values.length) / 3)));
      expect(Math.abs(means[0] - means[1])).toBeLessThan(1e-6);
    }
  });
});
