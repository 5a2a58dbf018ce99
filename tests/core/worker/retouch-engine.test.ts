import { analyse, applyPlan, describeRecipe, EngineError, findPreset, ModelUnavailableError, planPhoto, retouch } from '@openretouch/core';
import { chooseKernels } from '@openretouch/kernels';
import { describe, expect, it } from 'vitest';
import { createShippedDecider } from '../../helpers/decider.js';
import { createTestEngine, photo, recipeOf } from './helpers.js';

const RECIPE = recipeOf({ op: 'exposure', ev: 0.5 }, { op: 'vibrance', amount: 0.3 });
const BRUSHED = recipeOf({ op: 'exposure', ev: 1, mask: { slot: 'brush' } });

describe('an engine', () => {
  it('retouches as `retouch` does, with kernels', async () => {
    const engine = createTestEngine({ openKernels: () => chooseKernels({ force: 'wasm' }) });
    const { kernels } = await chooseKernels({ force: 'wasm' });
    const { photo: handle } = await engine.open({ raster: photo() });
    for (const id of ['auto', 'matte', 'monochrome']) {
      const recipe = findPreset(id)?.recipe ?? RECIPE;
      const { raster, plan } = await engine.apply({ photo: handle, recipe });
      const expected = await retouch(photo(), recipe, kernels === undefined ? {} : { kernels });
      expect(raster.data, id).toEqual(expected.raster.data);
      expect(plan, id).toEqual(expected.plan);
    }
    await engine.dispose();
  });

  it('shows a preview with the plan of the whole photo', async () => {
    const engine = createTestEngine();
    const large = photo(300, 200);
    const { photo: handle } = await engine.open({ raster: large });
    const auto = findPreset('auto')?.recipe ?? RECIPE;
    const { raster, notes } = await engine.preview({ photo: handle, recipe: auto, maximumSide: 150 });
    expect([raster.width, raster.height, raster.bitDepth, raster.encoding]).toEqual([150, 100, 8, 'srgb']);
    const plan = await planPhoto(auto, analyse(large));
    expect(notes).toEqual(plan.notes);
    const unchanged = await engine.preview({ photo: handle, recipe: recipeOf(), maximumSide: 150 });
    expect(raster).toEqual(await applyPlan(plan, unchanged.raster));
  });

  it('keeps a photo smaller than the preview as it is', async () => {
    const engine = createTestEngine();
    const { photo: handle } = await engine.open({ raster: photo(60, 40, 4) });
    const { raster } = await engine.preview({ photo: handle, recipe: recipeOf() });
    expect(raster).toEqual(photo(60, 40, 4));
  });

  it('lets the newest preview win: older ones that wait or run end with `superseded`', async () => {
    const engine = createTestEngine();
    const { photo: handle } = await engine.open({ raster: photo(300, 200) });
    const requests = [0.1, 0.2, 0.3, 0.4].map((ev) => engine.preview({ photo: handle, recipe: recipeOf({ op: 'exposure', ev }) }));
    const results = await Promise.allSettled(requests);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    for (const result of results.slice(0, 3)) expect(result).toMatchObject({ reason: { code: 'superseded' } });
    const alone = await engine.preview({ photo: handle, recipe: recipeOf({ op: 'exposure', ev: 0.4 }) });
    expect(results[3].status === 'fulfilled' && results[3].value.raster.data).toEqual(alone.raster.data);
  });

  it('lets previews of other lanes and photos alone', async () => {
    const engine = createTestEngine();
    const first = await engine.open({ raster: photo() });
    const second = await engine.open({ raster: photo(30, 20) });
    const looks = ['warm', 'cool', 'punchy'].map((lane) => engine.preview({ photo: first.photo, recipe: findPreset(lane)?.recipe ?? RECIPE, maximumSide: 20, lane }));
    const others = [engine.preview({ photo: second.photo, recipe: RECIPE }), engine.histogram({ photo: first.photo, recipe: RECIPE })];
    expect((await Promise.allSettled([...looks, ...others])).map(({ status }) => status)).toEqual(Array(5).fill('fulfilled'));
  });

  it('takes a mask of the preview\'s size for the preview and for the whole photo', async () => {
    const engine = createTestEngine();
    const { photo: handle } = await engine.open({ raster: photo(120, 80) });
    const left = (width: number, height: number): Uint8Array => Uint8Array.from({ length: width * height }, (_, i) => (i % width < width / 2 ? 255 : 0));
    await engine.setMask({ photo: handle, slot: 'brush', mask: { data: left(60, 40), width: 60, height: 40 } });
    const { raster } = await engine.apply({ photo: handle, recipe: BRUSHED });
    const expected = await retouch(photo(120, 80), BRUSHED, { masks: { brush: { data: left(120, 80), width: 120, height: 80 } } });
    // Beside the mask's edge, which is soft when it was enlarged.
    const differing = Array.from(raster.data).flatMap((value, i) => (value === expected.raster.data[i] ? [] : [Math.floor(i / 3) % 120]));
    expect(differing.every((column) => Math.abs(column - 59.5) < 2)).toBe(true);
    const preview = await engine.preview({ photo: handle, recipe: BRUSHED, maximumSide: 60 });
    const original = await engine.preview({ photo: handle, recipe: recipeOf(), maximumSide: 60 });
    expect(preview.raster.data.every((value, i) => i % 240 < 120 || value === original.raster.data[i])).toBe(true);
    expect(preview.raster.data).not.toEqual(original.raster.data);
  });

  it('forgets a mask that is taken away, and refuses one of other proportions', async () => {
    const engine = createTestEngine();
    const { photo: handle } = await engine.open({ raster: photo() });
    const mask = { data: new Uint8Array(2400), width: 60, height: 40 };
    await engine.setMask({ photo: handle, slot: 'brush', mask });
    await engine.preview({ photo: handle, recipe: BRUSHED });
    await engine.setMask({ photo: handle, slot: 'brush', mask: null });
    await expect(engine.preview({ photo: handle, recipe: BRUSHED })).rejects.toMatchObject({ code: 'missing-mask' });
    await expect(engine.setMask({ photo: handle, slot: 'brush', mask: { ...mask, width: 40, height: 60 } })).rejects.toMatchObject({ code: 'invalid-raster', fields: { slot: 'brush', photoWidth: 60 } });
  });

  it('measures the result a panel shows, and tells a recipe in words', async () => {
    const engine = createTestEngine();
    const { photo: handle, statistics } = await engine.open({ raster: photo() });
    const before = await engine.histogram({ photo: handle });
    expect(before.statistics).toEqual(statistics);
    const brighter = await engine.histogram({ photo: handle, recipe: recipeOf({ op: 'exposure', ev: 1 }) });
    expect(brighter.statistics.meanLuma).toBeGreaterThan(statistics.meanLuma + 0.1);
    const { measured } = await engine.preview({ photo: handle, recipe: recipeOf({ op: 'exposure', ev: 1 }), isMeasured: true });
    expect(measured).toEqual(brighter);
    const { sentences, effect } = await engine.describe({ photo: handle, recipe: RECIPE });
    expect(sentences).toEqual(describeRecipe(RECIPE));
    expect(effect.sentence).toMatch(/^brighter by 0\.\d+ EV/);
  });

  it('tells each operation on its own: what it says, whether it is on, and what it does here', async () => {
    const engine = createTestEngine();
    const { photo: handle } = await engine.open({ raster: photo() });
    const recipe = recipeOf({ op: 'exposure', ev: 1 }, { op: 'saturation', gain: 0.5, enabled: false }, { op: 'saturation', gain: 0.5 }, { op: 'exposure', ev: 1, mask: { slot: 'sky', optional: true } });
    const { operations } = await engine.describe({ photo: handle, recipe });
    expect(operations.map(({ sentence }) => sentence)).toEqual(describeRecipe(recipe));
    expect(operations.map(({ isEnabled }) => isEnabled)).toEqual([true, false, true, true]);
    expect(operations.map((operation) => operation.effect?.sentence)).toEqual([expect.stringMatching(/^brighter by (0\.9\d?|1) EV/), undefined, expect.stringContaining('less saturation'), undefined]);
    expect(operations[3].notes).toMatchObject([{ code: 'skipped-mask' }]);
  });

  it('opens what decides when a model is first asked, once, and asks the model once for the sliders behind it', async () => {
    let opened = 0;
    let asked = 0;
    const shipped = createShippedDecider();
    const engine = createTestEngine({
      openDecider: async () => {
        opened += 1;
        return { ...shipped, provider: shipped.provider, decide: (...question) => ((asked += 1), shipped.decide(...question)) };
      },
    });
    const { photo: handle } = await engine.open({ raster: photo() });
    await engine.preview({ photo: handle, recipe: RECIPE });
    expect([opened, (await engine.status()).models]).toEqual([0, undefined]);
    for (const ev of [0.1, 0.2, 0.3]) await engine.preview({ photo: handle, recipe: recipeOf({ op: 'csrnet' }, { op: 'exposure', ev }) });
    expect([opened, asked]).toEqual([1, 1]);
    await engine.preview({ photo: handle, recipe: recipeOf({ op: 'exposure', ev: 0.3 }, { op: 'csrnet' }) });
    expect([opened, asked]).toEqual([1, 2]);
    const { raster } = await engine.apply({ photo: handle, recipe: recipeOf({ op: 'csrnet' }) });
    expect(raster).toEqual((await retouch(photo(), recipeOf({ op: 'csrnet' }), { decide: shipped.decide })).raster);
    expect((await engine.status()).models).toMatchObject({ name: 'wasm' });
    await engine.dispose();
  });

  it('tries again to open what decides after that failed', async () => {
    const shipped = createShippedDecider();
    const outcomes = [() => Promise.reject(new Error('offline')), () => Promise.resolve(shipped)];
    const engine = createTestEngine({ openDecider: () => (outcomes.shift() as () => Promise<typeof shipped>)() });
    const { photo: handle } = await engine.open({ raster: photo() });
    await expect(engine.preview({ photo: handle, recipe: recipeOf({ op: 'csrnet' }) })).rejects.toThrow('offline');
    await engine.preview({ photo: handle, recipe: recipeOf({ op: 'csrnet' }) });
    await engine.dispose();
  });

  it('refuses a recipe that asks a model where none can run', async () => {
    const engine = createTestEngine();
    const { photo: handle } = await engine.open({ raster: photo() });
    await expect(engine.preview({ photo: handle, recipe: recipeOf({ op: 'csrnet' }) })).rejects.toBeInstanceOf(ModelUnavailableError);
  });

  it('goes on with its own loops when the kernels fail, and says why', async () => {
    const engine = createTestEngine({ openKernels: () => Promise.reject(new Error('forbidden by policy')) });
    const { photo: handle } = await engine.open({ raster: photo() });
    expect((await engine.apply({ photo: handle, recipe: RECIPE })).raster).toEqual((await retouch(photo(), RECIPE)).raster);
    expect((await engine.status()).kernels).toEqual({ name: 'typescript', reason: 'typescript: the others failed (forbidden by policy)' });
  });

  it('refuses a closed photo, and everything once disposed of', async () => {
    const engine = createTestEngine();
    const { photo: handle } = await engine.open({ raster: photo() });
    await engine.close({ photo: handle });
    await engine.close({ photo: handle });
    await expect(engine.plan({ photo: handle, recipe: RECIPE })).rejects.toMatchObject({ code: 'unknown-photo', fields: { photo: handle, open: [] } });
    const waiting = engine.open({ raster: photo() });
    const settled = Promise.allSettled([waiting]);
    await engine.dispose();
    expect((await settled)[0]).toMatchObject({ reason: { code: 'engine-closed' } });
    await expect(engine.status()).rejects.toBeInstanceOf(EngineError);
  });
});
