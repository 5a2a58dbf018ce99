import { HostError, type RenderedWritePlan, type RenderedWriteStep } from '@openretouch/core';
import { readImageResource, ICC_PROFILE_RESOURCE, readLayerMask, readLayerPixels, readPsdSnapshot, writeResultPsd } from '@openretouch/psd';
import { readPsd } from 'ag-psd';
import { describe, expect, it } from 'vitest';
import { lutOfMap } from '../helpers/device-link-maps.js';
import { BENT_TABLES, placed, planOfEachKind, seededMask, seededRaster } from '../helpers/psd-plans.js';

const OPTIONS = { width: 40, height: 30, space: 'srgb', groupName: 'OpenRetouch' } as const;
const [lut, curves, raster] = planOfEachKind(5).steps;
const plan = (...steps: readonly RenderedWriteStep[]): RenderedWritePlan => ({ steps });
const change = (step: RenderedWriteStep, values: object): RenderedWriteStep => ({ ...step, ...values });
const staircase = Float32Array.from({ length: 256 }, (_, i) => Math.floor(i / 16) / 15);

describe('a result as a PSD document', () => {
  it('tells what each layer became, metadata left to the adapter', () => {
    expect(writeResultPsd(planOfEachKind(5), OPTIONS).outcomes).toEqual([
      { step: 0, became: 'native' },
      { step: 1, became: 'native' },
      { step: 2, became: 'raster' },
    ]);
  });

  it('reads back: pixels opaque, the copy of the photo with its own alpha and mask', () => {
    const base = { name: 'Photo', pixels: placed(seededRaster(12, 9, 1), -3, 25), mask: seededMask(5, 4, 2, 2, 3, 1) };
    const snapshot = readPsdSnapshot(writeResultPsd(plan(raster), { ...OPTIONS, base }).bytes);
    const [copy, result] = snapshot.layers;
    expect(readLayerPixels(snapshot, copy.id)).toEqual({ raster: { ...base.pixels.raster, data: Uint8ClampedArray.from(base.pixels.raster.data) }, bounds: base.pixels.bounds });
    expect(readLayerMask(snapshot, copy.id)).toEqual(base.mask);
    expect([...readLayerPixels(snapshot, result.id).raster.data].filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
  });

  it('turns masks of 16 bits and of floats into 8', () => {
    for (const data of [Uint16Array.of(0, 257, 65535, 32768), Float32Array.of(0, 1 / 255, 1, 0.5)]) {
      const step = change(raster, { mask: { mask: { data, width: 2, height: 2 }, bounds: { left: 0, top: 0, width: 2, height: 2 }, outsideCoverage: 0 } });
      const snapshot = readPsdSnapshot(writeResultPsd(plan(step), OPTIONS).bytes);
      expect([...(readLayerMask(snapshot, snapshot.layers[0].id)?.mask.data ?? [])].slice(0, 3)).toEqual([0, 1, 255]);
    }
  });

  it('keeps the control points a plan was made with', () => {
    const points = { composite: [[0, 10], [90, 120], [255, 250]], blue: [[0, 0], [128, 120], [255, 255]] } as const;
    const written = readPsd(writeResultPsd(plan(change(curves, { points, mask: undefined, tables: [staircase, staircase, staircase] })), OPTIONS).bytes, { skipCompositeImageData: true });
    expect(written.children?.[0].children?.[0].adjustment).toMatchObject({
      type: 'curves',
      rgb: points.composite.map(([input, output]) => ({ input, output })),
      blue: points.blue.map(([input, output]) => ({ input, output })),
    });
  });

  it('carries the document’s profile, which keeps colours from being converted', () => {
    const iccProfile = Uint8Array.from({ length: 77 }, (_, i) => i);
    expect(readImageResource(writeResultPsd(plan(lut), { ...OPTIONS, iccProfile }).bytes, ICC_PROFILE_RESOURCE)).toEqual(iccProfile);
    expect(readImageResource(writeResultPsd(plan(lut), OPTIONS).bytes, ICC_PROFILE_RESOURCE)).toBeUndefined();
  });

  it('keeps hostile names as text', () => {
    for (const name of ['', '"); app.x("', '\u2028</script>', '写真 🎞️', 'x'.repeat(250)]) {
      const { layers } = readPsdSnapshot(writeResultPsd(plan(change(lut, { name })), { ...OPTIONS, groupName: name }).bytes);
      expect(layers.map((layer) => layer.name)).toEqual([name, name]);
    }
  });
});

describe('what a PSD document cannot hold', () => {
  const refused: readonly (readonly [string, RenderedWriteStep, string])[] = [
    ['pixels of 16 bits', change(raster, { pixels: placed({ ...seededRaster(2, 2, 1), bitDepth: 16, data: new Uint16Array(16) }, 0, 0) }), 'bit-depth'],
    ['a LUT of another space than the document’s', change(lut, { lut: lutOfMap('asymmetric', 3, 'display-p3') }), 'lut3d'],
    ['curves that sixteen points do not follow', change(curves, { tables: [staircase, ...BENT_TABLES.slice(1)] }), 'curves'],
    ['a mask that half covers what lies beyond it', change(curves, { mask: seededMask(2, 2, 0, 0, 1, 0.5) }), 'layer-mask'],
  ];

  it.each(refused)('%s: refused with the step and the feature', (_, step, feature) => {
    const run = (): unknown => writeResultPsd(plan(lut, step), OPTIONS);
    expect(run).toThrow(HostError);
    expect(run).toThrow(expect.objectContaining({ code: 'unsupported', fields: { step: 1, feature } }));
    expect(run).toThrow(/steps\[1\]: .*expected/);
  });

  it('is left out, with the reason, where the plan allows that', () => {
    const step = change(curves, { tables: [staircase, staircase, staircase], fallback: 'skip' });
    const { bytes, outcomes } = writeResultPsd(plan(step, lut), OPTIONS);
    expect(outcomes).toEqual([{ step: 0, became: 'skipped', reason: expect.stringContaining('sixteen points') as string }, { step: 1, became: 'native' }]);
    expect(readPsdSnapshot(bytes).layers).toHaveLength(2);
  });

  it('a document or a copy beyond its limits is refused before anything is written', () => {
    expect(() => writeResultPsd(plan(lut), { ...OPTIONS, width: 30_001 })).toThrow(expect.objectContaining({ code: 'too-large' }));
    const base = { name: 'Photo', pixels: placed({ ...seededRaster(2, 2, 1), bitDepth: 16 as const, data: new Uint16Array(16) }, 0, 0) };
    expect(() => writeResultPsd(plan(lut), { ...OPTIONS, base })).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
