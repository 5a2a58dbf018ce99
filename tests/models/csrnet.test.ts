import { manifest } from '@openretouch/models';
import { describe, expect, it } from 'vitest';
import { type RecordedCase, readRecordedCases, readRecordedTensors } from '../helpers/recorded-tensors.js';
import { TOLERANCES } from '../tolerances.js';

const cases = readRecordedCases('csrnet');
const QUANTILES = [0.005, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 0.995];

function tensor(recorded: RecordedCase, name: string): Float32Array {
  return readRecordedTensors('csrnet', recorded).get(name) ?? new Float32Array();
}

function caseOf(style: string): RecordedCase {
  const found = cases.find(({ model }) => model === `csrnet-${style}`);
  if (found === undefined) throw new Error(`no recorded case of ${style}`);
  return found;
}

/** Mean of a number of each pixel of a planar picture. */
function meanOfPixels(planes: Float32Array, measure: (red: number, green: number, blue: number) => number): number {
  const count = planes.length / 3;
  let sum = 0;
  for (let pixel = 0; pixel < count; pixel += 1) sum += measure(planes[pixel], planes[count + pixel], planes[2 * count + pixel]);
  return sum / count;
}

describe('the recorded statistics of CSRNet', () => {
  const measured = cases.filter(({ tensors }) => tensors.some(({ name }) => name === 'sampled'));

  it('are there for several pictures', () => {
    expect(measured.length).toBeGreaterThanOrEqual(3);
  });

  it.each(measured.map((recorded) => [recorded.file, recorded] as const))('of %s have as many samples on either side as their quantile says', (_, recorded) => {
    const [sampled, statistics] = [tensor(recorded, 'sampled'), tensor(recorded, 'statistics')];
    const count = sampled.length / 3;
    for (let channel = 0; channel < 3; channel += 1) {
      const values = sampled.subarray(channel * count, (channel + 1) * count);
      QUANTILES.forEach((quantile, place) => {
        const value = statistics[channel * QUANTILES.length + place];
        const below = values.filter((other) => other < value).length;
        const above = values.filter((other) => other > value).length;
        // Half a sample each way, for the rounding of the place.
        expect(below).toBeLessThanOrEqual(quantile * (count - 1) + 0.5);
        expect(above).toBeLessThanOrEqual((1 - quantile) * (count - 1) + 0.5);
      });
    }
  });

  it.each(measured.map((recorded) => [recorded.file, recorded] as const))('of %s have the moments of their samples', (_, recorded) => {
    const [sampled, statistics] = [tensor(recorded, 'sampled'), tensor(recorded, 'statistics')];
    const signals = [
      (red: number): number => red,
      (_red: number, green: number): number => green,
      (_red: number, _green: number, blue: number): number => blue,
      (red: number, green: number, blue: number): number => 0.299 * red + 0.587 * green + 0.114 * blue,
      (red: number, green: number, blue: number): number => Math.max(red, green, blue) - Math.min(red, green, blue),
    ];
    const count = sampled.length / 3;
    signals.forEach((signal, index) => {
      const mean = meanOfPixels(sampled, signal);
      const square = meanOfPixels(sampled, (...rgb) => signal(...rgb) ** 2);
      expect(Math.abs(statistics[45 + index] - mean)).toBeLessThan(TOLERANCES.csrnet.recordedMoment);
      // The identity Var = E[x^2] - E[x]^2, made unbiased.
      expect(Math.abs(statistics[50 + index] ** 2 - ((square - mean ** 2) * count) / (count - 1))).toBeLessThan(TOLERANCES.csrnet.recordedMoment);
    });
  });
});

describe('the styles of CSRNet', () => {
  const neutral = tensor(caseOf('neutral'), 'retouched');

  it('are what the manifest lists, and one map serves them all', () => {
    const styles = manifest.models.filter(({ operation, id }) => operation === 'csrnet' && id !== 'csrnet-map').map(({ id }) => id);
    expect(new Set(cases.map(({ model }) => model))).toEqual(new Set(styles));
    expect(manifest.models.filter(({ operation, inputs }) => operation === 'csrnet' && inputs.some(({ name }) => name === 'modulation'))).toHaveLength(1);
  });

  it('were recorded for the same picture', () => {
    for (const style of ['warm', 'vivid', 'soft']) expect(tensor(caseOf(style), 'pixels')).toEqual(tensor(caseOf('neutral'), 'pixels'));
  });

  it('do what their names say', () => {
    const warmth = (planes: Float32Array): number => meanOfPixels(planes, (red, _, blue) => red - blue);
    const chroma = (planes: Float32Array): number => meanOfPixels(planes, (red, green, blue) => Math.max(red, green, blue) - Math.min(red, green, blue));
    expect(warmth(tensor(caseOf('warm'), 'retouched'))).toBeGreaterThan(warmth(neutral) + 0.02);
    expect(chroma(tensor(caseOf('vivid'), 'retouched'))).toBeGreaterThan(chroma(neutral) * 1.03);
    expect(chroma(tensor(caseOf('soft'), 'retouched'))).toBeLessThan(chroma(neutral) * 0.97);
  });
});
