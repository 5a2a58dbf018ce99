import { analyse, type Analysis, type Raster } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { copyTensor } from '../../../packages/core/src/inference/copy-tensor.js';
import { modelInputs } from '../../../packages/core/src/inference/model-inputs.js';
import { STATISTICS_LENGTH, statisticsTensor } from '../../../packages/core/src/inference/statistics-tensor.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';
import { fakeDecision } from './fake-models.js';

function floatRaster(width: number, height: number, value: (x: number, y: number, channel: number) => number, channels: 3 | 4 = 3): Raster {
  const data = new Float32Array(width * height * channels);
  for (let i = 0; i < data.length; i += 1) data[i] = value(Math.floor(i / channels) % width, Math.floor(i / channels / width), i % channels);
  return { data, width, height, channels, bitDepth: 32, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

const meanOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const { spec } = fakeDecision();

describe('the copy a model looks at', () => {
  it.each([[640, 480], [200, 700], [64, 64], [90, 33], [3, 3], [1, 1]])('keeps the mean of a photo of %d x %d', (width, height) => {
    const random = seededRandom(width);
    const { copy } = analyse(floatRaster(width, height, () => random()));
    const { data, shape } = copyTensor(copy, 64, 64);
    expect(shape).toEqual([1, 3, 64, 64]);
    for (let channel = 0; channel < 3; channel += 1) {
      const plane = data.subarray(channel * 4096, (channel + 1) * 4096);
      expect(meanOf(plane)).toBeCloseTo(meanOf(copy.rgb.filter((_, index) => index % 3 === channel)), 5);
    }
  });

  it('holds planes of red, green and blue with rows from top to bottom', () => {
    const { copy } = analyse(floatRaster(128, 256, (x, y, channel) => (channel === 0 ? x / 127 : channel === 1 ? y / 255 : 0.25)));
    const { data } = copyTensor(copy, 64, 64);
    expect(data[0]).toBeLessThan(0.02);
    expect(data[63]).toBeGreaterThan(0.98);
    expect(data[4096]).toBeLessThan(0.02);
    expect(data[4096 + 63 * 64]).toBeGreaterThan(0.98);
    expect(data[8192 + 2000]).toBe(0.25);
  });

  it('averaged twice is nearly the photo averaged once', () => {
    const wide = floatRaster(1024, 683, (x, y, channel) => 0.5 + 0.4 * Math.sin(x / 40 + channel) * Math.cos(y / 30));
    const once = copyTensor(analyse(wide, { maximumSide: 1024 }).copy, 64, 64);
    const twice = copyTensor(analyse(wide).copy, 64, 64);
    once.data.forEach((value, index) => expect(Math.abs(value - twice.data[index])).toBeLessThan(TOLERANCES.inference.copyTwice));
  });

  it('takes its colours from what is covered', () => {
    const half = floatRaster(128, 128, (x, _, channel) => (channel === 3 ? (x < 65 ? 1 : 0) : x < 65 ? 0.3 : 0.9), 4);
    const { data } = copyTensor(analyse(half).copy, 64, 64);
    expect(Math.max(...data)).toBeLessThan(0.3001);
  });
});

describe('the statistics a model looks at', () => {
  const measure = (analysis: Analysis): Float32Array => statisticsTensor(analysis.sample).data;
  const signal = (data: Float32Array, index: number): number[] => [...data.subarray(index * 9, index * 9 + 9)];

  it('of one colour are that colour, with no spread', () => {
    const data = measure(analyse(floatRaster(70, 50, (_, __, channel) => [0.2, 0.5, 0.7][channel])));
    expect(data).toHaveLength(STATISTICS_LENGTH);
    const luma = 0.299 * 0.2 + 0.587 * 0.5 + 0.114 * 0.7;
    [0.2, 0.5, 0.7, luma, 0.5].forEach((value, index) => {
      for (const quantile of signal(data, index)) expect(quantile).toBeCloseTo(value, 6);
      expect(data[45 + index]).toBeCloseTo(value, 6);
      expect(data[50 + index]).toBeLessThan(TOLERANCES.inference.statistics);
    });
  });

  it('of a ramp of 4,096 equal steps are its places, halves to even, and its known mean and deviation', () => {
    // A cell of the grid a pixel: nothing is left out. Places from NumPy: round(q * 4095).
    const data = measure(analyse(floatRaster(64, 64, (x, y) => (y * 64 + x) / 4095)));
    const places = [20, 82, 410, 1024, 2048, 3071, 3686, 4013, 4075];
    for (const channel of [0, 1, 2, 3]) signal(data, channel).forEach((value, index) => expect(value).toBeCloseTo(places[index] / 4095, 5));
    expect(data[45]).toBeCloseTo(0.5, 6);
    // A discrete uniform distribution of n steps has the variance (n^2 - 1) / 12; unbiased, n (n + 1) / 12.
    expect(data[50]).toBeCloseTo(Math.sqrt((4096 * 4097) / 12) / 4095, 6);
    expect(Math.max(...signal(data, 4))).toBe(0);
  });

  it('see ends of the histogram that averages hide', () => {
    const noise = seededRandom(3);
    const data = measure(analyse(floatRaster(1024, 768, () => (noise() < 0.5 ? 0 : 1))));
    expect(signal(data, 0)[0]).toBe(0);
    expect(signal(data, 0)[8]).toBe(1);
  });

  it('leave out what is not covered', () => {
    const half = floatRaster(128, 128, (x, _, channel) => (channel === 3 ? (x < 64 ? 1 : 0) : x < 64 ? 0.3 : 0.9), 4);
    expect(signal(measure(analyse(half)), 0)[8]).toBeCloseTo(0.3, 6);
  });
});

describe('the inputs of a model', () => {
  const { copy, sample } = analyse(floatRaster(300, 200, (x) => x / 299));

  it('are made as its entry names them', () => {
    const both = { ...spec, inputs: [...spec.inputs, { name: 'statistics', shape: [1, 55], type: 'float32', range: [-1, 1] as const, encoding: 'none' }] };
    expect(Object.entries(modelInputs(both, { copy, sample })).map(([name, { shape }]) => [name, shape])).toEqual([['copy', [1, 3, 64, 64]], ['statistics', [1, 55]]]);
  });

  it('keep the proportions where the entry leaves the shape free, and never enlarge', () => {
    const shapeFor = (side: number) => modelInputs({ ...spec, inputs: [{ ...spec.inputs[0], shape: [1, 3, 'H', 'W'], size: [side, side] }] }, { copy, sample })['copy'].shape;
    expect(shapeFor(150)).toEqual([1, 3, 100, 150]);
    expect(shapeFor(500)).toEqual([1, 3, 200, 300]);
  });

  it.each([
    [{ name: 'depth' }, 'wants "depth" (expected copy or statistics'],
    [{ encoding: 'linear-srgb' }, 'copy in linear-srgb (expected srgb)'],
    [{ size: undefined }, 'copy without a size'],
  ])('are refused where the model asks for %o', (changes, message) => {
    const inputs = [{ ...spec.inputs[0], ...changes }] as typeof spec.inputs;
    expect(() => modelInputs({ ...spec, inputs }, { copy, sample })).toThrowError(message);
  });
});
