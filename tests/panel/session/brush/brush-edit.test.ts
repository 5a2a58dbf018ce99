import type { Mask } from '@openretouch/core';
import { makePicture } from '@openretouch/core/host-conformance';
import { describe, expect, it } from 'vitest';
import { brushOf, changeBrush, maskToPaintOn, setMaskSource, setPaintedMask } from '../../../../packages/panel/src/session/brush/brush-edit.js';
import { readHostMask } from '../../../../packages/panel/src/session/brush/host-mask.js';
import { coveredFraction, emptyMask, fullMask, gradientMask } from '../../../../packages/panel/src/session/brush/mask.js';
import { DEFAULT_TOOL, TOOL_SIZES, toolAfterKey } from '../../../../packages/panel/src/session/brush/tool.js';
import { type Scene, startScene } from '../../scene.js';

const SIZE = { width: 32, height: 21 };

async function previewOf({ session }: Scene): Promise<Uint8Array> {
  await session.settled();
  return Uint8Array.from(session.state.preview?.raster.data ?? []);
}

describe('the brush on a photo', () => {
  it('lightens where it painted and nowhere else, as one step of undo', async () => {
    const scene = await startScene();
    const { session } = scene;
    const before = await previewOf(scene);
    const mask = gradientMask(session.state.photo?.original ?? SIZE);
    session.beginGesture();
    setPaintedMask(session, DEFAULT_TOOL, emptyMask(mask));
    setPaintedMask(session, DEFAULT_TOOL, mask);
    session.endGesture();
    const after = await previewOf(scene);
    let lifted = 0;
    after.forEach((value, i) => {
      const coverage = mask.data[Math.floor(i / 4)];
      if (coverage === 0) expect(value).toBe(before[i]);
      else if (i % 4 < 3) lifted += value - before[i];
    });
    expect(lifted).toBeGreaterThan(after.length);
    session.undo();
    expect(await previewOf(scene)).toEqual(before);
    expect(session.state.canUndo).toBe(false);
  });

  it('darkens what it lightened when the target turns', async () => {
    const scene = await startScene();
    const plain = await previewOf(scene);
    setPaintedMask(scene.session, DEFAULT_TOOL, fullMask(scene.session.state.photo?.original ?? SIZE));
    const light = await previewOf(scene);
    changeBrush(scene.session, { target: 'darken' });
    const dark = await previewOf(scene);
    const sum = (values: Uint8Array): number => values.reduce((total, value) => total + value, 0);
    expect(sum(light)).toBeGreaterThan(sum(plain));
    expect(sum(dark)).toBeLessThan(sum(plain));
  });

  it('changes nothing of the edit while nothing is painted', async () => {
    const { session } = await startScene();
    changeBrush(session, { target: 'even' });
    setMaskSource(session, DEFAULT_TOOL, 'panel');
    setPaintedMask(session, DEFAULT_TOOL, undefined);
    expect(session.state.edit.brush).toBeUndefined();
    expect(session.state.canUndo).toBe(false);
    expect(brushOf(undefined, { ...DEFAULT_TOOL, target: 'darken' })).toMatchObject({ target: 'darken', source: 'panel' });
  });

  it('acts through the mask of the layer, read once, and keeps what was painted', async () => {
    const scene = await startScene();
    const { session, host, documentId } = scene;
    const [width, height] = [48, 32];
    const data = Uint8Array.from({ length: width * height }, (_, i) => (i % width < width / 2 ? 255 : 0));
    // The mask hangs over the layer's left edge: a third of the layer is under its covered half.
    const layerMask = { mask: { data, width, height }, bounds: { left: 12 - 8, top: 20, width, height }, outsideCoverage: 0 };
    const layerId = host.editor.addPicture(documentId, { ...makePicture({ name: 'masked', width, height, seed: 5 }), left: 12, top: 20, layerMask });
    host.editor.selectLayers(documentId, [layerId]);
    await session.refresh();
    const before = await previewOf(scene);
    setPaintedMask(session, DEFAULT_TOOL, fullMask(SIZE));
    setMaskSource(session, DEFAULT_TOOL, 'host');
    const after = await previewOf(scene);
    expect(session.state.problem).toBeUndefined();
    after.forEach((value, i) => {
      if (Math.floor(i / 4) % 32 > 11) expect(value).toBe(before[i]);
    });
    expect(after).not.toEqual(before);
    const { photo } = session.state;
    if (photo === undefined) throw new Error('expected a photo');
    const read = await readHostMask(host, photo);
    expect(coveredFraction(read ?? emptyMask(SIZE))).toBeCloseTo(16 / 48, 1);
    expect(readHostMask(host, photo)).toBe(readHostMask(host, photo));
    expect(session.state.edit.brush?.mask).toBeDefined();
  });

  it('says that the mask is missing where the layer has none', async () => {
    const scene = await startScene();
    setMaskSource(scene.session, DEFAULT_TOOL, 'host');
    await scene.session.settled();
    expect(scene.session.state.problem?.kind).toBe('missing-mask');
  });

  it('paints on a mask of another size as on the same mask', () => {
    const large: Mask = { data: new Uint16Array(64 * 42).fill(65535), width: 64, height: 42 };
    expect(maskToPaintOn(large, SIZE)).toEqual(fullMask(SIZE));
    expect(coveredFraction(maskToPaintOn(gradientMask({ width: 64, height: 42 }), SIZE))).toBeCloseTo(coveredFraction(gradientMask({ width: 64, height: 42 })), 2);
    expect(maskToPaintOn(undefined, SIZE)).toEqual(emptyMask(SIZE));
  });
});

describe('keys of the brush', () => {
  it('make it larger and smaller within its range, and turn it over', () => {
    expect(toolAfterKey(DEFAULT_TOOL, ']')?.sizeShare).toBeGreaterThan(DEFAULT_TOOL.sizeShare);
    expect(toolAfterKey(DEFAULT_TOOL, '[')?.sizeShare).toBeLessThan(DEFAULT_TOOL.sizeShare);
    expect(toolAfterKey({ ...DEFAULT_TOOL, sizeShare: TOOL_SIZES[1] }, ']')?.sizeShare).toBe(TOOL_SIZES[1]);
    expect(toolAfterKey(DEFAULT_TOOL, 'X')?.mode).toBe('erase');
    expect(toolAfterKey({ ...DEFAULT_TOOL, mode: 'erase' }, 'x')?.mode).toBe('paint');
    expect(toolAfterKey(DEFAULT_TOOL, 'k')).toBeUndefined();
  });
});
