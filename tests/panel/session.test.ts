import { type CommitResult, HostError, type Mask, type Raster, RECIPE_METADATA_KEY } from '@openretouch/core';
import type { Engine, Preview, PreviewRequest } from '@openretouch/core/worker';
import { EMPTY_EDIT, recipeOfEdit, Session, writeSlider } from '@openretouch/panel/session';
import { describe, expect, it } from 'vitest';
import { sliderOf } from '../../packages/panel/src/catalogue/slider-spec.js';
import { makeEngine, makeScene, resultLayers, startScene } from './scene.js';

const EXPOSURE = sliderOf('exposure', 'ev');

/** An engine whose previews wait until they are let go, one by one. */
function withHeldPreviews(engine: Engine): { readonly engine: Engine; readonly asked: PreviewRequest[]; release(): void } {
  const waiting: (() => void)[] = [];
  const asked: PreviewRequest[] = [];
  const preview = async (request: PreviewRequest): Promise<Preview> => {
    if (request.lane === 'original') return engine.preview(request);
    asked.push(request);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return engine.preview(request);
  };
  const held = new Proxy(engine, {
    get: (target, method: keyof Engine) => (method === 'preview' ? preview : target[method].bind(target)),
  });
  return { engine: held, asked, release: () => waiting.shift()?.() };
}

const samplesOf = ({ data }: Raster): number[] => Array.from(data);
const painted = (width: number, height: number): Mask => ({ data: new Uint8Array(width * height).fill(255), width, height });

describe('opening', () => {
  it('shows the selected photo as it is', async () => {
    const { session } = await startScene();
    expect(session.state).toMatchObject({ stage: 'ready', photo: { width: 48, height: 32 }, edit: EMPTY_EDIT, problem: undefined, canUndo: false });
    expect(samplesOf(session.state.preview?.raster as Raster)).toEqual(samplesOf(session.state.photo?.original as Raster));
  });

  it('shows nothing where nothing is selected', async () => {
    const { session } = await startScene({ photoCount: 0 });
    expect(session.state).toMatchObject({ stage: 'empty', photo: undefined });
  });

  it('says that a layer cannot be read, and reads it when it can', async () => {
    const scene = makeScene();
    const read = scene.host.readPixels.bind(scene.host);
    scene.host.readPixels = () => Promise.reject(new HostError('unsupported', 'layer: text (expected pixels)'));
    await scene.session.start();
    expect(scene.session.state).toMatchObject({ stage: 'unsupported', problem: { kind: 'unsupported', during: 'read' } });
    scene.host.readPixels = read;
    await scene.session.readAgain();
    expect(scene.session.state).toMatchObject({ stage: 'ready', problem: undefined });
  });

  it('keeps the edit of each photo while another is selected', async () => {
    const { session, targets } = await startScene({ photoCount: 2 });
    session.setAdjustment('exposure', { ev: 1 });
    await session.open(targets[1]);
    expect(session.state.edit).toEqual(EMPTY_EDIT);
    await session.open(session.state.targets[0]);
    expect(session.state.edit.adjustments).toEqual({ exposure: { ev: 1 } });
  });
});

describe('editing', () => {
  it('takes back and brings again', async () => {
    const { session } = await startScene();
    session.setAdjustment('exposure', { ev: 1 });
    session.setAdjustment('vibrance', { amount: 0.5 });
    session.undo();
    expect(session.state).toMatchObject({ edit: { adjustments: { exposure: { ev: 1 } } }, canRedo: true });
    session.redo();
    expect(Object.keys(session.state.edit.adjustments)).toEqual(['exposure', 'vibrance']);
    session.undo();
    session.setAdjustment('tone', { shadows: 0.2 });
    expect(session.state.canRedo).toBe(false);
  });

  it('counts one drag as one step, and a drag that ends where it began as none', async () => {
    const { session } = await startScene();
    const drag = (...places: readonly number[]): void => {
      session.beginGesture();
      for (const place of places) session.change((edit) => writeSlider(edit, EXPOSURE, place));
      session.endGesture();
    };
    drag(0.1, 0.4, 0.8);
    session.undo();
    expect(session.state).toMatchObject({ edit: EMPTY_EDIT, canUndo: false });
    session.redo();
    expect(session.state.edit.adjustments).toEqual({ exposure: { ev: 0.8 } });
    session.beginGesture();
    const before = session.state.edit;
    session.change((edit) => writeSlider(edit, EXPOSURE, 2));
    session.cancelGesture();
    expect(session.state.edit).toBe(before);
  });

  it('shows what the engine makes of the edit', async () => {
    const { session, engine } = await startScene();
    session.setAdjustment('exposure', { ev: 1 });
    await session.settled();
    const { photo, edit, preview } = session.state;
    const { raster } = await engine.preview({ photo: photo?.handle as number, recipe: recipeOfEdit(edit), maximumSide: 32 });
    expect(samplesOf(preview?.raster as Raster)).toEqual(samplesOf(raster));
    expect(preview?.edit).toBe(edit);
  });

  it('asks for one preview at a time, and after it for the newest edit alone', async () => {
    const { engine, asked, release } = withHeldPreviews(makeEngine());
    const { session } = makeScene({ engine });
    await session.start();
    for (const ev of [0.5, 1, 1.5]) session.setAdjustment('exposure', { ev });
    expect(asked).toHaveLength(1);
    release();
    await expect.poll(() => asked.length).toBe(2);
    release();
    await session.settled();
    expect(asked.map(({ recipe }) => recipe.operations)).toEqual([[], [{ op: 'exposure', ev: 1.5 }]]);
    expect(session.state.preview?.edit.adjustments).toEqual({ exposure: { ev: 1.5 } });
  });

  it('drops a preview of a photo that is no longer shown', async () => {
    const { engine, release } = withHeldPreviews(makeEngine());
    const { session, targets } = makeScene({ engine, photoCount: 2 });
    await session.start();
    const opening = session.open(targets[1]);
    await opening;
    release();
    await expect.poll(() => session.state.photo?.target.layerId).toBe(targets[1].layerId);
    expect(session.state.preview).toBeUndefined();
  });

  it('tells what Auto did, measured on the photo, and takes it back in one step', async () => {
    const { session } = await startScene();
    await session.runAuto('classic');
    await session.settled();
    expect(session.state.edit.auto).toEqual({ mode: 'classic', strength: 1 });
    expect(session.state.autoEffect?.effect.largestDifference).toBeGreaterThan(1);
    session.undo();
    await session.settled();
    expect(session.state).toMatchObject({ edit: EMPTY_EDIT, autoEffect: undefined });
  });

  it('leaves the edit as it was where Auto needs a model that is not there', async () => {
    const { session } = await startScene();
    await session.runAuto('learned');
    expect(session.state).toMatchObject({ edit: EMPTY_EDIT, canUndo: false, problem: { kind: 'model-unavailable' } });
  });

  it('makes a grey of what is picked', async () => {
    const { session } = await startScene();
    expect(await session.pickGrey(0.9, 0.1)).toBe(true);
    await session.settled();
    const { data, width, height } = session.state.preview?.raster as Raster;
    const at = (Math.floor(height * 0.1) * width + Math.floor(width * 0.9)) * 4;
    const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
    const before = session.state.photo?.original.data ?? [];
    const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
    expect(spread([red, green, blue])).toBeLessThan(spread([before[at], before[at + 1], before[at + 2]]) / 2);
  });

  it('acts through a painted mask, and leaves the rest alone', async () => {
    const { session } = await startScene();
    const mask = painted(32, 21);
    mask.data.fill(0, 0, 32 * 11);
    session.change((edit) => ({ ...edit, brush: { target: 'lighten', amountEv: 1, source: 'panel', mask } }));
    await session.settled();
    const [before, after] = [session.state.photo?.original.data ?? [], session.state.preview?.raster.data ?? []];
    expect(after[4]).toBe(before[4]);
    expect(after[32 * 20 * 4]).toBeGreaterThan(before[32 * 20 * 4]);
    expect(mask.data).toHaveLength(32 * 21);
  });
});

describe('applying', () => {
  it('adds one result above the photo, updates it in place, and takes it away', async () => {
    const scene = await startScene();
    const { session } = scene;
    session.setAdjustment('exposure', { ev: 1 });
    await session.apply();
    expect(session.state).toMatchObject({ problem: undefined, work: undefined });
    expect(session.state.applied?.edit).toBe(session.state.edit);
    const [first] = resultLayers(scene);
    session.setAdjustment('exposure', { ev: 0.5 });
    await session.apply();
    expect(resultLayers(scene).map(({ id }) => id)).toEqual([first.id]);
    await session.revert();
    expect(resultLayers(scene)).toEqual([]);
    expect(session.state).toMatchObject({ applied: undefined, edit: { adjustments: { exposure: { ev: 0.5 } } } });
    await session.apply();
    expect(resultLayers(scene)).toHaveLength(1);
  });

  it('writes what the preview showed, through the painted mask', async () => {
    const scene = await startScene();
    const { session, host } = scene;
    session.change((edit) => ({ ...edit, brush: { target: 'darken', amountEv: 1, source: 'panel', mask: painted(48, 32) } }));
    await session.apply();
    expect(session.state.problem).toBeUndefined();
    expect(resultLayers(scene)).toHaveLength(1);
    expect(await host.metadata?.get(session.state.photo?.target as never, RECIPE_METADATA_KEY)).toContain('"slot":"brush"');
  });

  it('leaves the document as it was when it is cancelled', async () => {
    const scene = await startScene();
    const { session, host, documentId } = scene;
    const before = JSON.stringify(host.editor.look(documentId).layers.map(({ id }) => id));
    session.setAdjustment('tone', { shadows: 0.4 });
    const applying = session.apply();
    expect(session.state.work).toMatchObject({ kind: 'applying', fraction: 0 });
    session.cancel();
    await applying;
    expect(session.state).toMatchObject({ work: undefined, applied: undefined, problem: undefined, message: { what: 'cancelled' } });
    expect(JSON.stringify(host.editor.look(documentId).layers.map(({ id }) => id))).toBe(before);
  });

  it('refuses a layer that changed meanwhile, keeps the edit, and applies after reading again', async () => {
    const scene = await startScene();
    const { session, host, documentId, targets } = scene;
    session.setAdjustment('exposure', { ev: 1 });
    const commit = host.commit.bind(host);
    host.commit = async (target, plan, options): Promise<CommitResult> => {
      host.commit = commit;
      host.editor.paint(documentId, targets[0].layerId, session.state.photo?.original as Raster);
      return commit(target, plan, options);
    };
    await session.apply();
    expect(session.state).toMatchObject({ problem: { kind: 'stale-target', during: 'apply' }, applied: undefined, edit: { adjustments: { exposure: { ev: 1 } } } });
    expect(resultLayers(scene)).toEqual([]);
    await session.readAgain();
    await session.apply();
    expect(session.state.problem).toBeUndefined();
    expect(resultLayers(scene)).toHaveLength(1);
  });

  it('opens a result of an earlier session as the edit that made it', async () => {
    const first = await startScene();
    first.session.setAdjustment('exposure', { ev: 1 });
    await first.session.runAuto('classic');
    await first.session.apply();
    const { edit } = first.session.state;
    await first.session.dispose();
    const second = new Session({ host: first.host, engine: makeEngine(), previewSide: 32 });
    await second.start();
    expect(second.state.edit).toEqual(edit);
    expect(second.state.applied).toMatchObject({ edit });
    await second.revert();
    expect(resultLayers(first)).toEqual([]);
  });
});
