import { fullScale } from '../../raster/raster.js';
import { HOST_MASK_SLOT, HOST_SPECIFICATION_VERSION, SELECTION_SLOT } from '../host-adapter.js';
import type { PlacedMask, PlacedRaster, Rectangle } from '../placed.js';
import { cropPlacedRaster } from '../placement.js';
import { expectEqual, expectHostError, expectTrue } from './assert.js';
import type { ConformanceCase } from './conformance-case.js';
import type { ConformanceFixture, ConformancePicture } from './fixture.js';
import { makePicture, makeRampMask } from './pictures.js';
import { expectAlpha, expectColors, unit } from './steps.js';

export const READ_CASES: readonly ConformanceCase[] = [
  {
    name: 'declares what it can do, truthfully and in plain JSON',
    async run({ host }) {
      const capabilities = await host.capabilities();
      expectEqual(host.specificationVersion, HOST_SPECIFICATION_VERSION, 'specificationVersion');
      expectTrue(/^[a-z][a-z0-9-]*$/.test(host.id), `id: ${host.id} (expected kebab-case)`);
      expectEqual(JSON.stringify(JSON.parse(JSON.stringify(capabilities))), JSON.stringify(capabilities), 'capabilities through JSON');
      expectTrue(!JSON.stringify(capabilities).includes(':null'), 'capabilities: a value that JSON cannot hold, such as Infinity (expected it to be left out)');
      expectTrue(capabilities.read.bitDepths.length > 0 && capabilities.write.bitDepths.length > 0, 'bitDepths: empty (expected at least one to read and one to write)');
      expectEqual(host.metadata !== undefined, capabilities.metadata !== undefined, 'metadata is there exactly when declared');
      expectEqual(host.storage !== undefined, capabilities.storage !== undefined, 'storage is there exactly when declared');
    },
  },
  {
    name: 'answers the selection with every selected picture once',
    async run(fixture) {
      const first = await fixture.place(makePicture({ name: 'one', seed: 3 }));
      const second = await fixture.place(makePicture({ name: 'two', seed: 4 }));
      const targets = await fixture.host.selection();
      expectEqual(targets.length, 2, 'selected targets');
      for (const { documentId, layerId } of [first, second]) {
        const count = targets.filter((target) => target.documentId === documentId && target.layerId === layerId).length;
        expectEqual(count, 1, `times ${layerId} is in the selection`);
      }
    },
  },
  { name: 'reads the pixels that were placed', run: (fixture) => expectReadsBack(fixture, makePicture()) },
  { name: 'reads pictures of one row, one column and one pixel', run: readsThinPictures },
  { name: 'reads straight alpha to the last bit', requires: ['alpha'], run: (fixture) => expectReadsBack(fixture, makePicture({ hasAlpha: true })) },
  { name: 'reads 16 bit to the last bit', requires: ['sixteen-bit'], run: (fixture) => expectReadsBack(fixture, makePicture({ bitDepth: 16 })) },
  {
    name: 'says where a picture lies that hangs over the edge',
    requires: ['offset'],
    run: (fixture) => expectReadsBack(fixture, makePicture({ left: -4, top: 5 })),
  },
  {
    name: 'reads a rectangle cut to the picture',
    requires: ['rectangle'],
    async run(fixture) {
      const picture = makePicture({ width: 11, height: 9 });
      const target = await fixture.place(picture);
      const placed = await fixture.host.readPixels(target, { rectangle: { left: picture.left + 6, top: picture.top + 2, width: 50, height: 3 } });
      expectEqual(JSON.stringify(placed.bounds), JSON.stringify({ left: picture.left + 6, top: picture.top + 2, width: 5, height: 3 }), 'bounds');
      expectSamplesOf(picture, placed);
      placed.release?.();
    },
  },
  {
    name: 'refuses a rectangle that holds nothing of the picture',
    requires: ['rectangle'],
    async run(fixture) {
      const target = await fixture.place(makePicture());
      await expectHostError(fixture.host.readPixels(target, { rectangle: { left: 900, top: 900, width: 4, height: 4 } }), ['nothing-selected'], 'readPixels of a rectangle elsewhere');
    },
  },
  {
    name: 'reads a smaller copy that covers the whole picture',
    requires: ['scaled'],
    async run(fixture) {
      const picture = makePicture({ width: 64, height: 32 });
      const placed = await fixture.host.readPixels(await fixture.place(picture), { maximumSide: 16 });
      expectEqual(Math.max(placed.raster.width, placed.raster.height), 16, 'longest side');
      expectEqual(placed.bounds.width, 64, 'bounds.width');
      expectEqual(placed.bounds.height, 32, 'bounds.height');
      placed.release?.();
    },
  },
  {
    name: 'reads the layer mask where it lies',
    requires: ['layer-mask'],
    async run(fixture) {
      const layerMask = makeRampMask(2, 1, 6, 4);
      const target = await fixture.place(makePicture({ layerMask }));
      const mask = await fixture.host.readMask(target, HOST_MASK_SLOT);
      expectTrue(mask !== null, 'readMask "host": null (expected the layer mask)');
      expectSameCoverage(mask, layerMask);
      mask.release?.();
    },
  },
  {
    name: 'answers null for masks that are not there',
    async run(fixture) {
      const target = await fixture.place(makePicture());
      for (const slot of [HOST_MASK_SLOT, SELECTION_SLOT, 'no such mask', '__proto__', 'constructor']) {
        expectEqual(await fixture.host.readMask(target, slot), null, `readMask ${JSON.stringify(slot)}`);
      }
    },
  },
  {
    name: 'reads the selection',
    requires: ['selection'],
    async run(fixture) {
      const target = await fixture.place(makePicture());
      const selection = makeRampMask(1, 2, 5, 3);
      await fixture.setSelection?.(target, selection);
      const mask = await fixture.host.readMask(target, SELECTION_SLOT);
      expectTrue(mask !== null, 'readMask "selection": null (expected the selection)');
      expectSameCoverage(mask, selection);
      mask.release?.();
    },
  },
  {
    name: 'gives back every lent buffer on release',
    requires: ['lent-count'],
    async run(fixture) {
      const target = await fixture.place(makePicture({ layerMask: makeRampMask(0, 0, 3, 3) }));
      const before = fixture.lentCount?.();
      const placed = await fixture.host.readPixels(target);
      const mask = await fixture.host.readMask(target, HOST_MASK_SLOT);
      placed.release?.();
      mask?.release?.();
      expectEqual(fixture.lentCount?.(), before, 'lent buffers after release');
    },
  },
];

async function readsThinPictures(fixture: ConformanceFixture): Promise<void> {
  for (const [index, [width, height]] of ([[1, 9], [9, 1], [1, 1]] as const).entries()) {
    await expectReadsBack(fixture, makePicture({ width, height, seed: index + 2, name: `thin ${index}` }));
  }
}

async function expectReadsBack(fixture: ConformanceFixture, picture: ConformancePicture): Promise<void> {
  const target = await fixture.place(picture);
  const placed = await fixture.host.readPixels(target);
  expectCovers(placed.bounds, picture);
  expectEqual(placed.raster.bitDepth, picture.raster.bitDepth, 'bitDepth');
  expectEqual(placed.raster.encoding, picture.raster.encoding, 'encoding');
  expectEqual(placed.revision, target.revision, 'revision of an unchanged picture');
  expectSamplesOf(picture, placed);
  placed.release?.();
}

/** A host may cut off rows and columns without coverage, and nothing else. */
function expectCovers(bounds: Rectangle, { raster, left, top }: ConformancePicture): void {
  for (let y = 0; y < raster.height; y += 1) {
    for (let x = 0; x < raster.width; x += 1) {
      const column = left + x - bounds.left;
      const row = top + y - bounds.top;
      const isInside = column >= 0 && row >= 0 && column < bounds.width && row < bounds.height;
      const hasCoverage = raster.data[(y * raster.width + x) * raster.channels + 3] > 0;
      expectTrue(isInside || !hasCoverage, `bounds: ${JSON.stringify(bounds)} leave out pixel ${x}, ${y} (expected all that has coverage)`);
    }
  }
  const isOutside = bounds.left < left || bounds.top < top || bounds.left + bounds.width > left + raster.width || bounds.top + bounds.height > top + raster.height;
  expectTrue(!isOutside, `bounds: ${JSON.stringify(bounds)} (expected to lie inside the picture at ${left}, ${top})`);
}

/** Coverage is compared to the last bit, colour too wherever there is any. */
function expectSamplesOf({ raster, left, top }: ConformancePicture, placed: PlacedRaster): void {
  const { bounds } = placed;
  const original = cropPlacedRaster({ raster, bounds: { left, top, width: raster.width, height: raster.height } }, bounds).raster;
  const hundredthOfStep = 255 / fullScale(raster.bitDepth) / 100;
  expectColors(placed.raster, original, (sample) => unit(original, sample), hundredthOfStep, 'read');
  expectAlpha(placed.raster, original, 'read');
}

function expectSameCoverage(actual: PlacedMask, expected: PlacedMask): void {
  const { bounds } = expected;
  for (let y = bounds.top - 1; y <= bounds.top + bounds.height; y += 1) {
    for (let x = bounds.left - 1; x <= bounds.left + bounds.width; x += 1) {
      const difference = Math.abs(coverageIn(actual, x, y) - coverageIn(expected, x, y));
      expectTrue(difference <= 0.5 / 255, `mask at ${x}, ${y}: ${coverageIn(actual, x, y)} (expected ${coverageIn(expected, x, y)})`);
    }
  }
}

/** @returns coverage 0..1 at a document pixel. */
export function coverageIn({ mask, bounds, outsideCoverage }: PlacedMask, x: number, y: number): number {
  const column = x - bounds.left;
  const row = y - bounds.top;
  const isInside = column >= 0 && row >= 0 && column < bounds.width && row < bounds.height;
  if (!isInside) return outsideCoverage;
  const top = mask.data instanceof Float32Array ? 1 : mask.data instanceof Uint16Array ? 65535 : 255;
  return mask.data[row * mask.width + column] / top;
}
