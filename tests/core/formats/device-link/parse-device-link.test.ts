import { describe, expect, it } from 'vitest';
import { InvalidFileError, RetouchError, UnsupportedFormatError } from '../../../../packages/core/src/errors.js';
import { DEVICE_LINK_FORMS, DEVICE_LINK_RANGES } from '../../../../packages/core/src/formats/device-link/device-link.js';
import { parseDeviceLink } from '../../../../packages/core/src/formats/device-link/parse-device-link.js';
import { writeDeviceLink } from '../../../../packages/core/src/formats/device-link/write-device-link.js';
import { lutOfMap } from '../../../helpers/device-link-maps.js';
import { seededRandom } from '../../../helpers/seeded-random.js';
import { TOLERANCES } from '../../../tolerances.js';

const CASES = DEVICE_LINK_FORMS.flatMap((form) => DEVICE_LINK_RANGES.map((range) => ({ form, range })));

describe.each(CASES)('a DeviceLink $form with $range nodes', ({ form, range }) => {
  it.each(['srgb', 'display-p3'] as const)('comes back as the LUT of %s it was made of', (space) => {
    const lut = lutOfMap('clipping', 6, space);
    const parsed = parseDeviceLink(writeDeviceLink(lut, { title: 'Evening', form, range }));
    expect(parsed).toMatchObject({ title: 'Evening', form, range, lut: { kind: 'lut3d', size: 6, space } });
    const [low, high] = range === 'headroom' ? [-0.5, 1.5] : [0, 1];
    for (const [i, value] of parsed.lut.values.entries()) {
      expect(Math.abs(value - Math.min(high, Math.max(low, lut.values[i])))).toBeLessThan(TOLERANCES.formats.deviceLinkNode);
    }
  });

  it('is refused with a typed error when any of it is missing', () => {
    const whole = writeDeviceLink(lutOfMap('asymmetric', 2), { title: 'x', form, range });
    for (let length = 0; length < whole.length; length += length < 700 ? 7 : 997) {
      expect(() => parseDeviceLink(whole.subarray(0, length))).toThrow(RetouchError);
    }
  });

  it('never fails otherwise than by a typed error, whatever bytes were changed', () => {
    const random = seededRandom(5);
    const whole = writeDeviceLink(lutOfMap('asymmetric', 2), { title: 'x', form, range });
    for (let round = 0; round < 300; round += 1) {
      const bytes = whole.slice();
      for (let i = 0; i < 3; i += 1) bytes[Math.floor(random() * 700)] = Math.floor(random() * 256);
      try {
        parseDeviceLink(bytes);
      } catch (error) {
        expect(RetouchError.isInstance(error)).toBe(true);
      }
    }
  });
});

it('tells files that are no DeviceLink from those of other programs', () => {
  const whole = writeDeviceLink(lutOfMap('asymmetric', 2), { title: 'Other', range: 'clipped' });
  const display = whole.slice();
  display.set([...'mntr'].map((character) => character.charCodeAt(0)), 12);
  expect(() => parseDeviceLink(display)).toThrow(InvalidFileError);
  const shaped = whole.slice();
  // An input table of its own: 52 bytes into the table tag, whose entry is the fourth.
  shaped[new DataView(whole.buffer).getUint32(132 + 36 + 4) + 53] = 9;
  expect(() => parseDeviceLink(shaped)).toThrow(UnsupportedFormatError);
  expect(() => parseDeviceLink(shaped)).toThrow(/"Other"/);
});
