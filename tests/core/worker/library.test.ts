import { acvReader, bakePlan, cubeReader, findPreset, fitSliders, InvalidArgumentError, InvalidFileError, lockRecipe, parseRecipe, planPhoto, analyse, type Recipe, RECIPE_SCHEMA_ID, retouch, writeCube, writeLookCard } from '@openretouch/core';
import { engineLibrary } from '@openretouch/core/engine-library';
import { type EmbeddedPhoto, type Engine, RetouchEngine } from '@openretouch/core/worker';
import { manifest } from '@openretouch/models';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createShippedDecider } from '../../helpers/decider.js';
import { TINY_PNG } from '../formats/tiny-png.js';
import { createTestEngine, pause, photo, recipeOf } from './helpers.js';
import { PLACES, type PlacedForTest } from './places.js';

const decider = createShippedDecider();
afterAll(() => decider.dispose());

const createEngine = (): RetouchEngine => new RetouchEngine({ pause, loadLibrary: async () => engineLibrary, openStyles: async () => manifest.styles, openDecider: async () => decider });
/** Curves alone, which every format can hold. */
const LOOK = recipeOf({ op: 'exposure', ev: 0.3 }, { op: 'toneCurve', segments: [0.3, 0.3, 0.2, 0.2] });
const WARM: Recipe = findPreset('warm')?.recipe ?? recipeOf();

/** Photos that differ, each bright by its seed. */
const numbered = (seed: number): ReturnType<typeof photo> => {
  const raster = photo(48, 36);
  return { ...raster, data: raster.data.map((value, i) => Math.min(255, value + ((i * (seed + 3)) % 41) + seed * 4)) };
};

describe.each(PLACES)('the library of an engine %s', (_, place) => {
  const open: PlacedForTest[] = [];
  const start = (): Engine => {
    const placed = place(createEngine());
    open.push(placed);
    return placed.engine;
  };
  afterEach(() => open.splice(0).forEach(({ close }) => close()));

  it('reads look files by their content, whatever they are called', async () => {
    const engine = start();
    const cube = await engine.writeLook({ recipe: WARM, format: 'cube', size: 9 });
    if (!('bytes' in cube)) throw new Error('expected bytes');
    expect(cube.extension).toBe('cube');
    expect(cube.error?.levels.mean).toBeLessThan(2);
    const read = await engine.importLook({ bytes: cube.bytes, fileName: 'film.txt' });
    expect(read).toEqual({ ...(await cubeReader.read(cube.bytes, 'film.txt')), format: 'cube' });
  });

  it.each(['preset', 'acv', 'xmp', 'sliders'] as const)('writes %s, and reads it again', async (format) => {
    const engine = start();
    const written = await engine.writeLook({ recipe: LOOK, format });
    if (!('bytes' in written)) throw new Error('expected bytes');
    const { recipe, format: found, report } = await engine.importLook({ bytes: written.bytes, fileName: `look.${written.extension}` });
    expect(found).toBe(format === 'sliders' ? 'preset' : format);
    expect(recipe.operations.length).toBeGreaterThan(0);
    if (format === 'preset') expect(recipe).toEqual(LOOK);
    if (format === 'acv') expect(recipe).toEqual((await acvReader.read(written.bytes, 'look.acv')).recipe);
    if (format === 'xmp') expect(report?.length).toBeGreaterThan(3);
  });

  it('draws pictures of LUTs, and reads them from their pixels', async () => {
    const engine = start();
    const drawn = await engine.writeLook({ recipe: WARM, format: 'hald', size: 16 });
    if (!('raster' in drawn)) throw new Error('expected a picture');
    expect(drawn.raster).toMatchObject({ width: 64, height: 64, bitDepth: 16 });
    expect(Object.fromEntries(drawn.texts)['Title']).toBe(WARM.name);
    const bytes = TINY_PNG.slice();
    await expect(engine.importLook({ bytes, fileName: 'film.png' })).rejects.toMatchObject({ name: 'InvalidFileError', code: 'pixels-wanted' });
    const { recipe, format, notes } = await engine.importLook({ bytes, fileName: 'film.png', picture: drawn.raster });
    expect(format).toBe('lut-picture');
    expect(notes[0]).toMatch(/^read as .*16/);
    const [direct, through] = [await retouch(photo(), WARM), await retouch(photo(), recipe)];
    const difference = Array.from(direct.raster.data, (value, i) => Math.abs(value - through.raster.data[i])).reduce((sum, value) => sum + value, 0) / direct.raster.data.length;
    expect(difference).toBeLessThan(1);
  });

  it('puts a look into the picture of a card', async () => {
    const engine = start();
    const png = TINY_PNG.slice();
    const card = await engine.writeLook({ recipe: WARM, format: 'card', picture: png });
    if (!('bytes' in card)) throw new Error('expected bytes');
    expect(card.bytes).toEqual(writeLookCard(png, WARM));
    expect((await engine.importLook({ bytes: card.bytes, fileName: 'a.png' })).recipe).toEqual(parseRecipe(JSON.stringify(WARM)));
    await expect(engine.writeLook({ recipe: WARM, format: 'card' })).rejects.toBeInstanceOf(InvalidArgumentError);
  });

  it('writes what a look is decided to be for one photo', async () => {
    const engine = start();
    const auto = recipeOf({ op: 'levels', black: 'auto', white: 'auto' });
    await expect(engine.writeLook({ recipe: auto, format: 'cube' })).rejects.toBeInstanceOf(InvalidArgumentError);
    const { photo: handle } = await engine.open({ raster: photo() });
    const written = await engine.writeLook({ recipe: auto, format: 'cube', photo: handle, size: 17 });
    const analysis = analyse(photo());
    const baked = bakePlan(await planPhoto(auto, analysis), { size: 17, sample: analysis.copy });
    expect(written.error).toEqual(baked.error);
    expect('bytes' in written && new TextDecoder().decode(written.bytes)).toBe(writeCube(baked.lut, { title: 'test', error: baked.error, comments: [] }));
  });

  it.each([
    ['bytes that are no look', { bytes: Uint8Array.of(1, 2, 3), fileName: 'a.bin' }, InvalidFileError],
    ['no bytes', { bytes: 'text', fileName: 'a.cube' }, InvalidArgumentError],
    ['no name', { bytes: Uint8Array.of(123), fileName: 7 }, InvalidArgumentError],
  ])('refuses %s', async (_name, request, expected) => {
    await expect(start().importLook(request as never)).rejects.toBeInstanceOf(expected);
  });

  it('learns a style from photos that are seen one at a time', async () => {
    const engine = start();
    const liked: EmbeddedPhoto[] = [];
    for (let seed = 1; seed <= 5; seed += 1) liked.push(await engine.embedPhoto({ raster: numbered(seed) }));
    const again = await engine.embedPhoto({ raster: numbered(2) });
    const disliked = [await engine.embedPhoto({ raster: numbered(14) })];
    expect(await engine.measureReadiness({ liked })).toMatchObject({ likedCount: 5, level: expect.stringMatching(/rough|usable|ready/) as string });
    const { recipe, readiness, repeated } = await engine.learnStyle({ name: 'mine', liked: [...liked, again], disliked });
    expect(repeated).toEqual([{ kind: 'liked', place: 5, original: 1 }]);
    expect(readiness.likedCount).toBe(5);
    expect(recipe.assets?.['taste']).toMatchObject({ type: 'style', likedCount: 5, dislikedCount: 1 });
    await expect(engine.learnStyle({ name: 'mine', liked, disliked: [again] })).rejects.toThrow('is liked too');
    await expect(engine.learnStyle({ name: 'mine', liked: liked.slice(0, 4) })).rejects.toBeInstanceOf(InvalidArgumentError);
    await expect(engine.learnStyle({ name: 'mine', liked: [{ ...liked[0], thumbnail: [1] }] })).rejects.toThrow('liked[0].thumbnail');
    const { photo: handle } = await engine.open({ raster: photo() });
    expect((await engine.apply({ photo: handle, recipe })).raster.data).not.toEqual(photo().data);
  });

  it('makes a style of one reference photo, and lists those built in', async () => {
    const engine = start();
    const reference = await engine.embedPhoto({ raster: numbered(3) });
    expect((await engine.matchStyle({ reference, name: 'one', strength: 0.5 })).operations).toEqual([{ op: 'pienet', style: { asset: 'taste' }, strength: 0.5 }]);
    const styles = await engine.styles();
    expect(styles.map(({ id }) => id)).toEqual(manifest.styles.styles.map(({ id }) => id));
    expect(styles[0]).not.toHaveProperty('vector');
    expect(await createTestEngine().styles()).toEqual([]);
  });

  it('draws the photos of a series together, and names those left out', async () => {
    const engine = start();
    const recipe = recipeOf({ op: 'vibrance', amount: 0.2 });
    const gains = [1, 1.12, 0.9, 1.05, 0.2];
    const photos = [];
    for (const [index, gain] of gains.entries()) {
      const raster = photo(64, 48);
      const { photo: handle } = await engine.open({ raster: { ...raster, data: raster.data.map((value) => Math.round(value * gain)) } });
      photos.push(await engine.describeForSeries({ photo: handle, recipe, name: `photo ${index}` }));
      await engine.close({ photo: handle });
    }
    const { lock, recipes } = await engine.lockSeries({ photos, recipe, share: 1 });
    expect(lock.photos.filter(({ status }) => status === 'left-out').map(({ name }) => name)).toEqual(['photo 4']);
    expect(recipes).toEqual(lock.photos.map((locked) => lockRecipe(recipe, locked, 1)));
    expect(recipes.filter(({ operations }) => operations.length > 1).length).toBeGreaterThan(0);
    await expect(engine.lockSeries({ photos: [{ ...photos[0], after: [1] }], recipe })).rejects.toThrow('photos[0]: incomplete');
    await expect(engine.lockSeries({ photos, recipe, share: 2 })).rejects.toBeInstanceOf(InvalidArgumentError);
  });

  it('fits sliders to a look, on the colours of a photo or without one', async () => {
    const engine = start();
    const { photo: handle } = await engine.open({ raster: photo() });
    const analysis = analyse(photo());
    const plan = await planPhoto(WARM, analysis);
    expect(await engine.fitSliders({ recipe: WARM, photo: handle })).toEqual(await fitSliders(plan, analysis.copy));
    expect((await engine.fitSliders({ recipe: WARM })).recipe.schema).toBe(RECIPE_SCHEMA_ID);
  });

  it('ends with the reason of the signal', async () => {
    const reason = new Error('enough');
    const engine = start();
    await expect(engine.embedPhoto({ raster: photo() }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('the library of an engine', () => {
  it('is loaded on first use, once, and again after that failed', async () => {
    let loads = 0;
    const engine = createTestEngine({
      loadLibrary: async () => {
        loads += 1;
        if (loads === 1) throw new Error('offline');
        return engineLibrary;
      },
    });
    await engine.open({ raster: photo() });
    expect(loads).toBe(0);
    await expect(engine.fitSliders({ recipe: LOOK })).rejects.toThrow('offline');
    await engine.fitSliders({ recipe: LOOK });
    await engine.fitSliders({ recipe: LOOK });
    expect(loads).toBe(2);
  });

  it('is refused by name where none is given', async () => {
    await expect(createTestEngine().fitSliders({ recipe: LOOK })).rejects.toMatchObject({ name: 'EngineError', code: 'library-missing' });
    await expect(createTestEngine().embedPhoto({ raster: photo() })).rejects.toMatchObject({ code: 'library-missing' });
  });
});
