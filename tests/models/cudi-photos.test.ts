import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('./cudi/photos/', import.meta.url));

interface RecordedPhoto {
  readonly file: string;
  readonly wanted: 'number' | 'auto' | 'painted';
  readonly level?: number;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly type: string }[];
}

const { photos } = JSON.parse(readFileSync(folder + 'photos.json', 'utf8')) as { photos: readonly RecordedPhoto[] };

/** The tensors of a recorded photo by name, as numbers. */
function readTensors({ file, tensors }: RecordedPhoto): Map<string, number[]> {
  const bytes = readFileSync(folder + file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  const readNumber = (type: string): number => {
    const at = offset;
    if (type.startsWith('uint8')) return view.getUint8((offset++, at)) / 255;
    if (type.startsWith('uint16')) return view.getUint16(((offset += 2), at), true) / 65535;
    return view.getFloat32(((offset += 4), at), true);
  };
  const read = tensors.map(({ name, shape, type }) => {
    const count = shape.reduce((product, length) => product * length, 1);
    return [name, Array.from({ length: count }, () => readNumber(type))] as const;
  });
  expect(offset, `${file} holds its tensors and nothing else`).toBe(bytes.length);
  return new Map(read);
}

const take = (tensors: Map<string, number[]>, name: string): number[] => tensors.get(name) ?? expect.fail(`no tensor named ${name}`);
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the photos recorded on their way through CuDi', () => {
  it('show each way to want an exposure', () => {
    expect(photos.map(({ wanted }) => wanted).sort()).toEqual(['auto', 'number', 'painted']);
  });

  it('come out at the mean that a number wants', () => {
    const photo = photos.find(({ wanted }) => wanted === 'number') ?? expect.fail('no photo');
    const tensors = readTensors(photo);
    expect(Math.abs(meanOf(take(tensors, 'result')) - (photo.level ?? NaN))).toBeLessThan(0.03);
    expect(Math.abs(meanOf(take(tensors, 'photo')) - (photo.level ?? NaN))).toBeGreaterThan(0.1);
  });

  it('stay as they are where nothing is painted, and change where all is', () => {
    const tensors = readTensors(photos.find(({ wanted }) => wanted === 'painted') ?? expect.fail('no photo'));
    const [photo, result, coverage] = ['photo', 'result', 'paintedCoverage'].map((name) => take(tensors, name));
    const changes = result.map((value, index) => ({ covered: coverage[index % coverage.length], change: Math.abs(value - photo[index]) }));
    const outside = changes.filter(({ covered }) => covered === 0);
    const inside = changes.filter(({ covered }) => covered > 0.95);
    expect(outside.length).toBeGreaterThan(1000);
    expect(Math.max(...outside.map(({ change }) => change)), 'half a step of 16 bits').toBeLessThanOrEqual(0.5 / 65535 + 1e-9);
    expect(meanOf(inside.map(({ change }) => change))).toBeGreaterThan(0.02);
  });

  it('are lifted by the automatic map where they are dark, and nowhere lowered by more than a tenth', () => {
    const tensors = readTensors(photos.find(({ wanted }) => wanted === 'auto') ?? expect.fail('no photo'));
    const [own, wanted] = ['ownExposure', 'askedExposure'].map((name) => take(tensors, name));
    const darkest = own.indexOf(Math.min(...own));
    expect(wanted[darkest] - own[darkest]).toBeGreaterThan(0.01);
    expect(own.every((value, index) => wanted[index] > value - 0.1)).toBe(true);
  });

  it('keep the mean of every channel in the copy, which averages by area', () => {
    const tensors = readTensors(photos.find(({ tensors }) => tensors.some(({ name }) => name === 'grid')) ?? expect.fail('no photo'));
    const [photo, copy] = ['photo', 'copy'].map((name) => take(tensors, name));
    for (const channel of [0, 1, 2]) {
      const means = [photo, copy].map((values) => meanOf(values.slice((channel * values.length) / 3, ((channel + 1) * values.length) / 3)));
      expect(Math.abs(means[0] - means[1])).toBeLessThan(1e-6);
    }
  });
});
