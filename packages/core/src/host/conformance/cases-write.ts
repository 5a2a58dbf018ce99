import { applyPlan } from '../../apply/apply-plan.js';
import { HOST_MASK_SLOT } from '../host-adapter.js';
import type { PlacedMask, Rectangle } from '../placed.js';
import type { Recipe } from '../../recipe/recipe.js';
import { runInHost } from '../run-in-host.js';
import type { RetouchedTarget } from '../run-options.js';
import type { WritePreference } from '../write-back.js';
import { expectEqual, expectTrue } from './assert.js';
import { coverageIn } from './cases-read.js';
import type { ConformanceCase } from './conformance-case.js';
import type { ConformanceFixture, ConformancePicture } from './fixture.js';
import { makePicture, makeRampMask } from './pictures.js';
import { DIMMED, expectAlpha, expectDimmed, expectColors, GAIN, makeRecipe, MIXED, ROUNDING_LEVELS, unit } from './steps.js';

export const WRITE_CASES: readonly ConformanceCase[] = [
  {
    name: 'shows pixels as they were rendered',
    async run(fixture) {
      const picture = makePicture();
      const { target } = await retouchOne(fixture, picture, DIMMED, 'pixels');
      expectDimmed(await fixture.composite(target), picture.raster, () => 1, 'composite');
    },
  },
  {
    name: 'shows a retouch of several steps as the plan says, within the error it reports',
    run: (fixture) => expectShowsPlan(fixture, makePicture({ width: 17, height: 11 }), MIXED),
  },
  {
    name: 'shows a retouch of 16-bit pixels as the plan says',
    requires: ['sixteen-bit'],
    run: (fixture) => expectShowsPlan(fixture, makePicture({ bitDepth: 16 }), MIXED),
  },
  {
    name: 'shows a retouch at reduced strength as the plan says',
    run: (fixture) => expectShowsPlan(fixture, makePicture(), { ...MIXED, strength: 0.4 }),
  },
  {
    name: 'keeps the coverage of a picture with transparency',
    requires: ['alpha'],
    async run(fixture) {
      for (const preference of ['native', 'pixels'] as const) {
        const picture = makePicture({ hasAlpha: true, name: preference });
        const { target } = await retouchOne(fixture, picture, DIMMED, preference);
        const composite = await fixture.composite(target);
        expectAlpha(composite.raster, picture.raster, `composite by ${preference}`);
        expectDimmed(composite, picture.raster, () => 1, `composite by ${preference}`);
      }
    },
  },
  {
    name: 'puts the result where the picture lies',
    requires: ['offset'],
    async run(fixture) {
      const picture = makePicture({ left: -3, top: 4 });
      const { target } = await retouchOne(fixture, picture, DIMMED, 'pixels');
      const composite = await fixture.composite(target);
      expectEqual(JSON.stringify(composite.bounds), JSON.stringify({ left: -3, top: 4, width: picture.raster.width, height: picture.raster.height }), 'bounds');
      expectDimmed(composite, picture.raster, () => 1, 'composite');
    },
  },
  {
    name: 'honours the layer mask a recipe refers to',
    requires: ['layer-mask'],
    async run(fixture) {
      const layerMask = makeRampMask(2, 1, 8, 5);
      const picture = makePicture({ layerMask });
      const recipe = makeRecipe([{ op: 'brightness', gain: GAIN, mask: { slot: HOST_MASK_SLOT } }]);
      const { target } = await retouchOne(fixture, picture, recipe, 'native');
      expectDimmed(await fixture.composite(target), picture.raster, coverageBy(picture, layerMask), 'composite');
    },
  },
  {
    name: 'honours a mask painted in the panel, inverted',
    async run(fixture) {
      const brush = makeRampMask(0, 0, 9, 7);
      const picture = makePicture({ left: 0, top: 0 });
      const recipe = makeRecipe([{ op: 'brightness', gain: GAIN, mask: { slot: 'brush', invert: true } }]);
      const target = await fixture.place(picture);
      await runInHost({ host: fixture.host, recipe, targets: [target], masks: (_, slot) => (slot === 'brush' ? brush : null) });
      const coverage = coverageBy(picture, brush);
      expectDimmed(await fixture.composite(target), picture.raster, (pixel) => 1 - coverage(pixel), 'composite');
    },
  },
  {
    name: 'changes only what is selected, as softly as it is selected',
    requires: ['selection'],
    async run(fixture) {
      for (const preference of ['native', 'pixels'] as const) {
        const selection = makeRampMask(3, 2, 7, 3);
        const picture = makePicture({ width: 15, name: preference });
        const target = await fixture.place(picture);
        await fixture.setSelection?.(target, selection);
        await runInHost({ host: fixture.host, recipe: DIMMED, targets: [target], preference });
        expectDimmed(await fixture.composite(target), picture.raster, coverageBy(picture, selection), `composite by ${preference}`);
        await fixture.setSelection?.(target, null);
      }
    },
  },
  {
    name: 'leaves the original as it was placed',
    async run(fixture) {
      const picture = makePicture({ hasAlpha: fixture.lacks?.alpha === undefined });
      const { target } = await retouchOne(fixture, picture, MIXED, 'pixels');
      const placed = await fixture.host.readPixels(target);
      expectColors(placed.raster, picture.raster, (sample) => unit(picture.raster, sample), 0.001, 'original after a commit');
      placed.release?.();
    },
  },
  {
    name: 'retouches one picture of several and leaves the others',
    async run(fixture) {
      const others = makePicture({ name: 'other', seed: 9 });
      const other = await fixture.place(others);
      const picture = makePicture({ name: 'mine', seed: 5, left: fixture.lacks?.offset === undefined ? 20 : 0 });
      const target = await fixture.place(picture);
      await runInHost({ host: fixture.host, recipe: DIMMED, targets: [target] });
      expectDimmed(await fixture.composite(target), picture.raster, () => 1, 'composite of the target');
      expectColors((await fixture.composite(other)).raster, others.raster, (sample) => unit(others.raster, sample), 0.001, 'composite of the other picture');
    },
  },
  {
    name: 'retouches several pictures in one run',
    async run(fixture) {
      const pictures = [1, 2, 3].map((seed) => makePicture({ seed, name: `photo ${seed}`, left: fixture.lacks?.offset === undefined ? seed * 20 : 0 }));
      for (const picture of pictures) await fixture.place(picture);
      const results = await runInHost({ host: fixture.host, recipe: DIMMED });
      expectEqual(results.length, 3, 'results');
      for (const [index, { target }] of results.entries()) {
        const picture = pictures.find(({ name }) => name === target.name) ?? pictures[index];
        expectDimmed(await fixture.composite(target), picture.raster, () => 1, `composite of ${picture.name}`);
      }
    },
  },
  {
    name: 'reports what every step became',
    async run(fixture) {
      const { commit, report } = await retouchOne(fixture, makePicture(), MIXED, 'native');
      for (const entry of report.entries) {
        const outcome = commit.outcomes.find(({ step }) => step === entry.step);
        const expected = entry.became === 'raster' ? 'raster' : 'native';
        expectEqual(outcome?.became, expected, `outcome of step ${entry.step}`);
      }
      expectTrue(commit.outcomes.every(({ became, reason }) => became !== 'skipped' || (reason ?? '') !== ''), 'outcomes: a skipped step without a reason');
      expectEqual(commit.undo, (await fixture.host.capabilities()).undo, 'commit.undo');
    },
  },
  {
    name: 'leaves no buffer lent after a run',
    requires: ['lent-count'],
    async run(fixture) {
      const before = fixture.lentCount?.();
      await retouchOne(fixture, makePicture({ layerMask: makeRampMask(0, 0, 4, 4) }), makeRecipe([{ op: 'brightness', gain: GAIN, mask: { slot: HOST_MASK_SLOT, optional: true } }]), 'native');
      expectEqual(fixture.lentCount?.(), before, 'lent buffers');
    },
  },
];

async function retouchOne(fixture: ConformanceFixture, picture: ConformancePicture, recipe: Recipe, preference: WritePreference): Promise<RetouchedTarget> {
  const target = await fixture.place(picture);
  const [result] = await runInHost({ host: fixture.host, recipe, targets: [target], preference });
  return result as RetouchedTarget;
}

async function expectShowsPlan(fixture: ConformanceFixture, picture: ConformancePicture, recipe: Recipe): Promise<void> {
  const { target, plan, report } = await retouchOne(fixture, picture, recipe, 'native');
  const wanted = await applyPlan(plan, picture.raster);
  const errorLevels = report.entries.reduce((sum, { error }) => sum + error.maximumLevels, 0);
  const { raster } = await fixture.composite(target);
  expectColors(raster, picture.raster, (sample) => unit(wanted, sample), ROUNDING_LEVELS + errorLevels, 'composite');
}

function coverageBy({ raster, left, top }: { readonly raster: { readonly width: number } } & Pick<Rectangle, 'left' | 'top'>, mask: PlacedMask): (pixel: number) => number {
  return (pixel) => coverageIn(mask, left + (pixel % raster.width), top + Math.floor(pixel / raster.width));
}
