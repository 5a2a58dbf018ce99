import { describe, expect, it } from 'vitest';
import { DEVICE_LINK_FORMS } from '../../packages/core/src/formats/device-link/device-link.js';
import { parseDeviceLink } from '../../packages/core/src/formats/device-link/parse-device-link.js';
import { writeDeviceLink } from '../../packages/core/src/formats/device-link/write-device-link.js';
import type { Lut3dTransform } from '../../packages/core/src/transforms/transform.js';
import { largestDifference, levelsOfLut, lutOfMap, testColours } from '../helpers/device-link-maps.js';
import { describeWithLittleCms, hasLittleCms, readWithLittleCms } from '../helpers/littlecms.js';
import { TOLERANCES } from '../tolerances.js';

const CASES = DEVICE_LINK_FORMS.flatMap((form) => [17, 33, 65].flatMap((size) => ['asymmetric', 'clipping'].map((map) => ({ form, size, map }))));
const colours = testColours(20_000);

/** The LUT with red and blue of its axes changed about, as a writer with the wrong index order leaves it. */
function exchangeAxes(lut: Lut3dTransform): Lut3dTransform {
  const { size } = lut;
  const at = (node: number): number => Math.floor(node / size ** 2) + size * (Math.floor(node / size) % size) + size ** 2 * (node % size);
  return { ...lut, values: lut.values.map((_, i) => lut.values[at(Math.floor(i / 3)) * 3 + (i % 3)]) };
}

describe.skipIf(!hasLittleCms)('LittleCMS (skipped where python3 or LittleCMS is missing: apt-get install python3 liblcms2-2)', () => {
  it.each(CASES)('reads $form with $size nodes as our tetrahedra do: $map', ({ form, size, map }) => {
    const lut = lutOfMap(map, size);
    const read = readWithLittleCms(writeDeviceLink(lut, { title: map, form }), colours);
    expect(largestDifference(read, levelsOfLut(lut, colours))).toBeLessThan(TOLERANCES.formats.littleCmsLevels);
  });

  it.each(DEVICE_LINK_FORMS)('would read other colours from %s with the axes in the wrong order', (form) => {
    const lut = lutOfMap('asymmetric', 17);
    const read = readWithLittleCms(writeDeviceLink(exchangeAxes(lut), { title: 'x', form }), colours);
    expect(largestDifference(read, levelsOfLut(lut, colours))).toBeGreaterThan(60);
  });

  it.each(DEVICE_LINK_FORMS)('reads clipped nodes of %s as they are stored, and headroom comes nearer to the retouch', (form) => {
    const lut = lutOfMap('clipping', 17);
    const clipped = writeDeviceLink(lut, { title: 'x', form, range: 'clipped' });
    const read = readWithLittleCms(clipped, colours);
    expect(largestDifference(read, levelsOfLut(parseDeviceLink(clipped).lut, colours))).toBeLessThan(TOLERANCES.formats.littleCmsLevels);
    expect(largestDifference(read, levelsOfLut(lut, colours))).toBeGreaterThan(1);
  });

  it.each(DEVICE_LINK_FORMS)('finds in %s what kind of profile it is, its texts, and two profiles in its sequence', (form) => {
    const profile = writeDeviceLink(lutOfMap('asymmetric', 2, 'display-p3'), { title: 'Evening light', copyright: 'CC0', form });
    expect(describeWithLittleCms(profile)).toEqual({
      version: form === 'mft2' ? 2.4 : 4.3,
      class: 'link',
      spaces: ['RGB ', 'RGB '],
      description: 'Evening light',
      copyright: 'CC0',
      sequence: 2,
    });
  });
});
