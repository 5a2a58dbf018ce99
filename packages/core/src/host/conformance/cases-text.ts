import { canonicalRecipe } from '../../recipe/canonical.js';
import { runInHost } from '../run-in-host.js';
import { RECIPE_METADATA_KEY } from '../write-plan.js';
import { expectEqual, expectTrue } from './assert.js';
import type { ConformanceCase } from './conformance-case.js';
import { HOSTILE_NAMES, makePicture } from './pictures.js';
import { DIMMED, expectDimmed, expectColors, makeRecipe, unit } from './steps.js';

export const TEXT_CASES: readonly ConformanceCase[] = [
  {
    name: 'takes names from strangers as nothing but text',
    async run(fixture) {
      const bystander = makePicture({ name: 'bystander', seed: 11 });
      const other = await fixture.place(bystander);
      for (const [index, name] of HOSTILE_NAMES.entries()) {
        const picture = makePicture({ name, seed: index + 20, left: fixture.lacks?.offset === undefined ? 40 : 0 });
        const target = await fixture.place(picture);
        const layerCount = (await fixture.layers?.(target))?.length;
        // A recipe's name has 1 to 200 characters; the picture and the undo step take whatever it is.
        const recipe = { ...DIMMED, name: [...name].slice(0, 100).join('') || 'untitled' };
        const [result] = await runInHost({ host: fixture.host, recipe, targets: [target], label: name, preference: 'pixels' });
        const what = `name ${JSON.stringify(name.slice(0, 30))}`;
        expectDimmed(await fixture.composite(result.target), picture.raster, () => 1, `composite with ${what}`);
        const layers = (await fixture.layers?.(target))?.length;
        expectTrue(layerCount === undefined || layers === layerCount + 1, `layers with ${what}: ${layers} (expected one more than ${layerCount})`);
        const stored = await fixture.host.metadata?.get(target, RECIPE_METADATA_KEY);
        if (stored !== undefined) expectEqual(stored, canonicalRecipe(recipe), `stored recipe with ${what}`);
      }
      expectColors((await fixture.composite(other)).raster, bystander.raster, (sample) => unit(bystander.raster, sample), 0.001, 'composite of another picture');
      expectEqual(Object.hasOwn(Object.prototype, 'polluted'), false, 'Object.prototype.polluted');
    },
  },
  {
    name: 'takes mask slots and keys from strangers as nothing but text',
    async run(fixture) {
      const target = await fixture.place(makePicture());
      const before = await fixture.fingerprint(target);
      for (const name of HOSTILE_NAMES) {
        expectEqual(await fixture.host.readMask(target, name), null, `readMask ${JSON.stringify(name.slice(0, 30))}`);
        const stored = await fixture.host.metadata?.get(target, name);
        expectTrue(stored === null || stored === undefined, `metadata ${JSON.stringify(name.slice(0, 30))}: ${String(stored)} (expected null)`);
      }
      const recipe = makeRecipe([{ op: 'brightness', gain: 1.2, mask: { slot: '__proto__', optional: true } }]);
      await runInHost({ host: fixture.host, recipe, targets: [target] });
      if ((await fixture.host.capabilities()).write.placement === 'above') expectEqual(await fixture.fingerprint(target), before, 'document after an empty optional mask');
    },
  },
  {
    name: 'keeps what users store, under any key',
    requires: ['storage'],
    async run({ host }) {
      const { storage } = host;
      if (storage === undefined) return;
      for (const key of ['style.json', ...HOSTILE_NAMES]) {
        const what = `storage ${JSON.stringify(key.slice(0, 30))}`;
        expectEqual(await storage.get(key), null, what);
        const value = Uint8Array.of(0, 255, 10, 13);
        await storage.set(key, value);
        value[0] = 9;
        expectEqual(JSON.stringify([...((await storage.get(key)) ?? [])]), '[0,255,10,13]', what);
        expectTrue((await storage.keys()).includes(key), `keys of ${what}: not there`);
        await storage.delete(key);
        expectEqual(await storage.get(key), null, `${what} after delete`);
      }
    },
  },
];
