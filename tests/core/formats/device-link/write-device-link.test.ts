import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../../../../packages/core/src/errors.js';
import type { DeviceLinkForm } from '../../../../packages/core/src/formats/device-link/device-link.js';
import { parseDeviceLink } from '../../../../packages/core/src/formats/device-link/parse-device-link.js';
import { writeDeviceLink, type WriteDeviceLinkOptions } from '../../../../packages/core/src/formats/device-link/write-device-link.js';
import { largestDifference, levelsOfLut, lutOfMap } from '../../../helpers/device-link-maps.js';
import { TOLERANCES } from '../../../tolerances.js';

interface Golden {
  readonly size: number;
  readonly colours: readonly number[];
  readonly links: readonly { readonly map: string; readonly form: DeviceLinkForm; readonly sha256: string; readonly read?: readonly number[] }[];
}

const golden = JSON.parse(readFileSync(new URL('../../../golden/device-link.json', import.meta.url), 'utf8')) as Golden;
const FORMS: readonly DeviceLinkForm[] = ['mft2', 'mAB'];
const text = (bytes: Uint8Array, offset: number, length = 4): string => String.fromCharCode(...bytes.subarray(offset, offset + length));
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a DeviceLink, as LittleCMS read it when it was recorded', () => {
  it.each(golden.links)('is still the file it read: $map, $form', ({ map, form, sha256: expected }) => {
    expect(sha256(writeDeviceLink(lutOfMap(map, golden.size), { title: 'golden', form }))).toBe(expected);
  });

  it.each(golden.links.filter(({ read }) => read !== undefined))('gives the colours our own interpolation gives: $map', ({ map, read = [] }) => {
    const levels = levelsOfLut(lutOfMap(map, golden.size), Uint16Array.from(golden.colours));
    expect(largestDifference(Uint16Array.from(read), levels)).toBeLessThan(TOLERANCES.formats.littleCmsLevels);
  });
});

describe.each(FORMS)('the bytes of %s', (form) => {
  const profile = writeDeviceLink(lutOfMap('asymmetric', 3), { title: 'Evening light', form });

  it('have the header of a DeviceLink from RGB to RGB of the form’s version', () => {
    const view = viewOf(profile);
    expect(view.getUint32(0)).toBe(profile.length);
    expect(view.getUint32(8)).toBe(form === 'mft2' ? 0x02400000 : 0x04300000);
    expect(text(profile, 12, 12)).toBe('linkRGB RGB ');
    expect(text(profile, 36)).toBe('acsp');
    expect([68, 72, 76].map((offset) => view.getInt32(offset))).toEqual([63190, 65536, 54061]);
  });

  it('hold the four tags a DeviceLink has to have, one behind the other on whole fours, to the last byte', () => {
    const view = viewOf(profile);
    const tags = Array.from({ length: view.getUint32(128) }, (_, i) => 132 + 12 * i);
    expect(tags.map((at) => text(profile, at))).toEqual(['desc', 'cprt', 'pseq', 'A2B0']);
    let next = 132 + 12 * tags.length;
    for (const at of tags) {
      expect(view.getUint32(at + 4)).toBe(next);
      next += Math.ceil(view.getUint32(at + 8) / 4) * 4;
    }
    expect(next).toBe(profile.length);
  });

  it('are the same on every call', () => {
    expect(sha256(writeDeviceLink(lutOfMap('asymmetric', 3), { title: 'Evening light', form }))).toBe(sha256(profile));
  });
});

it('carries the MD5 of a version 4 profile, with flags, intent and ID as zeros', () => {
  const profile = writeDeviceLink(lutOfMap('clipping', 3), { title: 'x', form: 'mAB' });
  const blank = profile.slice();
  for (const [start, end] of [[44, 48], [64, 68], [84, 100]]) blank.fill(0, start, end);
  expect(Buffer.from(profile.subarray(84, 100)).toString('hex')).toBe(createHash('md5').update(blank).digest('hex'));
  expect(writeDeviceLink(lutOfMap('clipping', 3), { title: 'x' }).subarray(84, 100).every((byte) => byte === 0)).toBe(true);
});

it('keeps black and white to the last of 16 bits', () => {
  const identity = { kind: 'lut3d', size: 2, space: 'srgb', values: Float32Array.from({ length: 24 }, (_, i) => (Math.floor(i / 3) >> (i % 3)) & 1) } as const;
  const stored = parseDeviceLink(writeDeviceLink(identity, { title: 'x' })).lut.values;
  expect([...stored].map((value) => Math.min(1, Math.max(0, value)))).toEqual([...identity.values]);
});

it('writes titles and rights as ASCII of a bounded length', () => {
  const profile = writeDeviceLink(lutOfMap('asymmetric', 2), { title: `Été \n${'x'.repeat(500)}`, copyright: 'Ana Ö., CC BY 4.0' });
  expect(parseDeviceLink(profile).title).toBe(`Ete ${'x'.repeat(56)}`);
  expect(text(profile, 0, 400)).toContain('Ana O., CC BY 4.0\0');
});

describe('what cannot be written is refused, naming the fault', () => {
  const lut = lutOfMap('asymmetric', 2);
  const withNaN = { ...lut, values: lut.values.map((value, i) => (i === 7 ? NaN : value)) };
  const options = (change: object): WriteDeviceLinkOptions => ({ title: 'x', ...change });
  it.each([
    ['one node an edge', { ...lut, size: 1, values: new Float32Array(3) }, {}, /lut\.size: 1 .*2 to 65/],
    ['66 nodes an edge', { ...lut, size: 66 }, {}, /lut\.size: 66 .*2 to 65/],
    ['too few values', { ...lut, size: 3 }, {}, /lut\.values\.length: 24 .*81/],
    ['a node that is no number', withNaN, {}, /lut\.values\[7\]: NaN/],
    ['an unknown form', lut, { form: 'mft1' }, /form: "mft1" .*"mft2" or "mAB"/],
    ['an unknown range', lut, { range: 'wide' }, /range: "wide" .*"headroom" or "clipped"/],
  ])('%s', (_, bad, change, message) => {
    expect(() => writeDeviceLink(bad, options(change))).toThrow(InvalidArgumentError);
    expect(() => writeDeviceLink(bad, options(change))).toThrow(message);
  });
});
