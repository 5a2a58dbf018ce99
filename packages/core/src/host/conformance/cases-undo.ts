import { canonicalRecipe } from '../../recipe/canonical.js';
import { runInHost } from '../run-in-host.js';
import { RECIPE_METADATA_KEY } from '../write-plan.js';
import { expectEqual, expectHostError, expectTrue } from './assert.js';
import type { ConformanceCase } from './conformance-case.js';
import { makePicture } from './pictures.js';
import { DIMMED, expectDimmed, GAIN, makeRecipe, MIXED } from './steps.js';

export const UNDO_CASES: readonly ConformanceCase[] = [
  {
    name: 'makes one undo step of one apply, and undo brings back the document',
    requires: ['undo', 'one-undo', 'above'],
    async run(fixture) {
      const target = await fixture.place(makePicture());
      const before = await fixture.fingerprint(target);
      const stepCount = (await fixture.undoCount?.(target)) ?? 0;
      await runInHost({ host: fixture.host, recipe: MIXED, targets: [target] });
      expectTrue((await fixture.fingerprint(target)) !== before, 'the document is as before (expected a result in it)');
      expectEqual(await fixture.undoCount?.(target), stepCount + 1, 'undo steps after one apply');
      await fixture.undo?.(target);
      expectEqual(await fixture.fingerprint(target), before, 'document after undo');
      expectEqual(await fixture.host.findResult(target), null, 'result after undo');
    },
  },
  {
    name: 'makes one undo step of applying again',
    requires: ['undo', 'one-undo', 'above'],
    async run(fixture) {
      const target = await fixture.place(makePicture());
      await runInHost({ host: fixture.host, recipe: MIXED, targets: [target] });
      const first = await fixture.fingerprint(target);
      const stepCount = (await fixture.undoCount?.(target)) ?? 0;
      await runInHost({ host: fixture.host, recipe: DIMMED, targets: [target] });
      expectEqual(await fixture.undoCount?.(target), stepCount + 1, 'undo steps after applying again');
      await fixture.undo?.(target);
      expectEqual(await fixture.fingerprint(target), first, 'document after undo');
    },
  },
  {
    name: 'updates its own result in place when applied again',
    requires: ['above'],
    async run(fixture) {
      const picture = makePicture();
      const target = await fixture.place(picture);
      await fixture.place(makePicture({ name: 'above', seed: 8, left: fixture.lacks?.offset === undefined ? 30 : 0 }));
      const apply = (gain: number): Promise<unknown> => runInHost({ host: fixture.host, recipe: makeRecipe([{ op: 'brightness', gain }]), targets: [target] });
      await apply(0.9);
      const firstId = await fixture.host.findResult(target);
      const firstLayers = await fixture.layers?.(target);
      await apply(GAIN);
      expectTrue(firstId !== null, 'findResult: null (expected the result)');
      expectEqual(await fixture.host.findResult(target), firstId, 'result id after applying again');
      const layers = await fixture.layers?.(target);
      expectEqual(JSON.stringify(layers?.map(({ id }) => id)), JSON.stringify(firstLayers?.map(({ id }) => id)), 'layers after applying again');
      expectDimmed(await fixture.composite(target), picture.raster, () => 1, 'composite after applying again');
    },
  },
  {
    name: 'leaves no layer of the earlier result when the later one has fewer',
    requires: ['above', 'layer-list', 'revert'],
    async run(fixture) {
      const target = await fixture.place(makePicture());
      await runInHost({ host: fixture.host, recipe: DIMMED, targets: [target], preference: 'pixels' });
      const few = await fixture.layers?.(target);
      await runInHost({ host: fixture.host, recipe: MIXED, targets: [target] });
      await runInHost({ host: fixture.host, recipe: DIMMED, targets: [target], preference: 'pixels' });
      expectEqual((await fixture.layers?.(target))?.length, few?.length, 'layers');
    },
  },
  {
    name: 'leaves no result of a recipe that changes nothing',
    requires: ['above'],
    async run(fixture) {
      const target = await fixture.place(makePicture());
      const before = await fixture.fingerprint(target);
      await runInHost({ host: fixture.host, recipe: DIMMED, targets: [target] });
      await runInHost({ host: fixture.host, recipe: makeRecipe([{ op: 'exposure', ev: 0 }]), targets: [target] });
      expectEqual(await fixture.host.findResult(target), null, 'result');
      expectEqual(await fixture.fingerprint(target), before, 'document');
    },
  },
  {
    name: 'reverts to the document of before, to the last byte',
    requires: ['revert'],
    async run(fixture) {
      const target = await fixture.place(makePicture());
      const before = await fixture.fingerprint(target);
      await runInHost({ host: fixture.host, recipe: MIXED, targets: [target] });
      await runInHost({ host: fixture.host, recipe: DIMMED, targets: [target] });
      const resultId = await fixture.host.findResult(target);
      expectTrue(resultId !== null, 'findResult: null (expected the result)');
      await fixture.host.revert(target, resultId);
      expectEqual(await fixture.fingerprint(target), before, 'document after revert');
      expectEqual(await fixture.host.findResult(target), null, 'result after revert');
      await expectHostError(fixture.host.revert(target, resultId), ['unknown-result'], 'reverting again');
    },
  },
  {
    name: 'keeps the recipe with the result, and forgets it with the result',
    requires: ['metadata', 'revert'],
    async run(fixture) {
      const target = await fixture.place(makePicture());
      const read = async (): Promise<string | null | undefined> => fixture.host.metadata?.get(target, RECIPE_METADATA_KEY);
      expectEqual(await read(), null, 'recipe before');
      await runInHost({ host: fixture.host, recipe: MIXED, targets: [target] });
      await runInHost({ host: fixture.host, recipe: DIMMED, targets: [target] });
      expectEqual(await read(), canonicalRecipe(DIMMED), 'recipe after');
      await fixture.host.revert(target, (await fixture.host.findResult(target)) ?? '');
      expectEqual(await read(), null, 'recipe after revert');
    },
  },
];
