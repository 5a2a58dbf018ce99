import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlacedRaster, RenderedWritePlan } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { acvCurveFunction } from '../../packages/core/src/formats/convert-acv.js';
import { parseCube } from '../../packages/core/src/formats/parse-cube.js';
import { compositeLayers } from '../../packages/core/src/host/memory-composite.js';
import type { PictureLayer, ResultLayer } from '../../packages/core/src/host/memory-document.js';
import { readPsdSnapshot } from '../../packages/psd/src/psd-snapshot.js';
import { readLayerPixels } from '../../packages/psd/src/read-layer.js';
import { writeResultPsd } from '../../packages/psd/src/write-result.js';
import { BENT_TABLES, placed, planOfEachKind, seededMask, seededRaster } from '../helpers/psd-plans.js';
import { largestDifference, levelsOfLut, lutOfMap, testColours } from '../helpers/device-link-maps.js';
import { hasLittleCms, readWithLittleCms } from '../helpers/littlecms.js';
import { type FoundLayer, fromBase64, hasPsdTools, readWithPsdTools, withPsdFile } from '../helpers/psd-tools.js';
import { TOLERANCES } from '../tolerances.js';

const hasImageMagick = /ImageMagick/.test(spawnSync('convert', ['-version'], { encoding: 'utf8' }).stdout ?? '');
const PROFILE = Uint8Array.from({ length: 301 }, (_, i) => i);
const base = { name: 'Photo', pixels: placed(seededRaster(40, 30, 1), 0, 0), mask: seededMask(30, 20, 5, 5, 2, 1) };
const options = { width: 40, height: 30, space: 'srgb', groupName: 'OpenRetouch: Abend', iccProfile: PROFILE } as const;

describe.skipIf(!hasPsdTools)('psd-tools (skipped where it is missing: apt-get install python3-psd-tools)', () => {
  const plan = planOfEachKind();
  const document = hasPsdTools ? readWithPsdTools(writeResultPsd(plan, { ...options, base }).bytes) : { size: [], profile: null, layers: [] };
  const layer = (name: string): FoundLayer => document.layers.find((found) => found.name === name) ?? expect.unreachable(name);

  it('finds one group with each layer of its kind in it, from the bottom up, clipped to the copy of the photo', () => {
    expect(document.size).toEqual([40, 30]);
    expect(document.layers.map(({ name, kind, parent, clipped, blend, visible }) => [name, kind, parent, clipped, blend, visible])).toEqual([
      [options.groupName, 'group', null, false, 'NORMAL', true],
      ['Photo', 'pixel', options.groupName, false, 'NORMAL', true],
      ['Café, weißer Abend', 'colorlookup', options.groupName, true, 'NORMAL', true],
      ['Tone curve', 'curves', options.groupName, true, 'NORMAL', true],
      ['Local exposure', 'pixel', options.groupName, true, 'NORMAL', true],
    ]);
  });

  it('finds a clipped group of unclipped layers where the photo is not copied', () => {
    const { layers } = readWithPsdTools(writeResultPsd(plan, options).bytes);
    expect(layers.map(({ name, kind, clipped, blend }) => [name, kind, clipped, blend])).toEqual([
      [options.groupName, 'group', true, 'PASS_THROUGH'],
      ['Café, weißer Abend', 'colorlookup', false, 'NORMAL'],
      ['Tone curve', 'curves', false, 'NORMAL'],
      ['Local exposure', 'pixel', false, 'NORMAL'],
    ]);
  });

  it('finds opacities and the document’s profile', () => {
    expect(['Photo', 'Café, weißer Abend', 'Tone curve', 'Local exposure'].map((name) => layer(name).opacity)).toEqual([255, 255, 128, 204]);
    expect(fromBase64(document.profile ?? '')).toEqual(PROFILE);
  });

  it('finds masks of their own place and size, black or white beyond them', () => {
    const [, curves, raster] = plan.steps;
    for (const [name, mask] of [['Photo', base.mask], ['Tone curve', curves.kind === 'curves' ? curves.mask : undefined], ['Local exposure', raster.kind === 'raster' ? raster.mask : undefined]] as const) {
      const { left, top, width, height } = mask?.bounds ?? expect.unreachable(name);
      const found = layer(name).mask ?? expect.unreachable(name);
      expect(found.box).toEqual([left, top, left + width, top + height]);
      expect(found.outside).toBe(mask?.outsideCoverage === 1 ? 255 : 0);
      expect(fromBase64(found.pixels)).toEqual(mask?.mask.data);
    }
  });

  it('finds pixels at their place: the copy with its alpha, the result opaque', () => {
    const result = plan.steps[2];
    const pixels = (result.kind === 'raster' ? result.pixels.raster.data : expect.unreachable()) as Uint8Array;
    expect(layer('Local exposure').box).toEqual([4, 3, 28, 21]);
    expect(fromBase64(layer('Local exposure').pixels ?? '')).toEqual(pixels.map((value, i) => (i % 4 === 3 ? 255 : value)));
    expect(fromBase64(layer('Photo').pixels ?? '')).toEqual(base.pixels.raster.data);
  });

  it('finds curves whose splines are the tables within a level', () => {
    const { curves = [] } = layer('Tone curve');
    expect(curves.map(([channel]) => channel)).toEqual([1, 3]);
    for (const [channel, points] of curves) {
      const curve = acvCurveFunction(points.map(([output, input]) => [input, output] as const));
      const worst = Math.max(...BENT_TABLES[channel - 1].map((value, i) => Math.abs(curve(i / 255) - value) * 255));
      expect(worst).toBeLessThanOrEqual(TOLERANCES.psd.curveLevels);
    }
  });

  it.skipIf(!hasLittleCms)('finds a lookup table that LittleCMS reads as we render it (skipped where LittleCMS is missing: apt-get install liblcms2-2)', () => {
    const lut = lutOfMap('clipping', 17);
    const { lookup } = layer('Café, weißer Abend');
    const colours = testColours(5000);
    expect(lookup?.type).toBe('3DLUT');
    expect(largestDifference(readWithLittleCms(fromBase64(lookup?.profile ?? ''), colours), levelsOfLut(lut, colours))).toBeLessThan(TOLERANCES.formats.littleCmsLevels);
    const cube = parseCube(fromBase64(lookup?.cube ?? ''));
    expect(cube.space).toBe('srgb');
    expect(Math.max(...(cube.table3d?.values.map((value, i) => Math.abs(value - lut.values[i])) ?? [1]))).toBeLessThan(TOLERANCES.formats.sixDecimals);
  });
});

describe.skipIf(!hasImageMagick)('ImageMagick (skipped where it is missing: apt-get install imagemagick)', () => {
  const exact = { exactness: 'exact', error: { meanLevels: 0, maximumLevels: 0 } } as const;
  const opaque: PlacedRaster = placed(seededRaster(40, 30, 3, 3), 0, 0);
  const plan: RenderedWritePlan = {
    steps: [
      { kind: 'raster', name: 'whole', opacity: 0.8, mask: undefined, pixels: placed(seededRaster(40, 30, 4), 0, 0), ...exact },
      { kind: 'raster', name: 'masked', opacity: 0.6, mask: seededMask(40, 30, 0, 0, 5), pixels: placed(seededRaster(40, 30, 6), 0, 0), ...exact },
      { kind: 'raster', name: 'part', opacity: 1, mask: seededMask(20, 14, 8, 6, 7), pixels: placed(seededRaster(40, 30, 8), 0, 0), ...exact },
    ],
  };

  it('shows the layers of pixels as our model of an editor does', () => {
    const { bytes } = writeResultPsd(plan, { ...options, base: { name: 'Photo', pixels: opaque } });
    const shown = withPsdFile(bytes, (path) => execFileSync('convert', [`${path}[1-4]`, '-background', 'black', '-flatten', '-depth', '8', 'rgb:-'], { maxBuffer: 2 ** 24 }));
    const picture: PictureLayer = { kind: 'picture', id: 'p', name: 'Photo', raster: opaque.raster, bounds: opaque.bounds, layerMask: undefined, channels: new Map() };
    const layers = plan.steps.map((content, i) => ({ kind: 'result', id: String(i), resultId: 'r', pictureId: 'p', content })) as ResultLayer[];
    const expected = Uint8Array.from(compositeLayers(picture, layers).raster.data);
    expect(shown.length).toBe(expected.length);
    expect(expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - shown[i])), 0)).toBeLessThanOrEqual(TOLERANCES.psd.imageMagickLevels);
  });

  it.each([8, 16] as const)('writes documents of %i bits whose layers we read to the last bit', (depth) => {
    const { raster } = placed(seededRaster(20, 15, 11), 0, 0);
    const folder = mkdtempSync(join(tmpdir(), 'openretouch-psd-'));
    try {
      writeFileSync(join(folder, 'layer.rgba'), raster.data);
      const layer = ['-size', '20x15', '-depth', '8', join(folder, 'layer.rgba'), '-repage', '32x24+7+3'];
      // The first picture is the merged one.
      execFileSync('convert', ['-size', '32x24', 'xc:orange', '(', ...layer, ')', '-depth', String(depth), join(folder, 'document.psd')]);
      // Its version 6 writes the key of the blend mode backwards.
      const written = readFileSync(join(folder, 'document.psd'), 'latin1').replaceAll('8BIMmron', '8BIMnorm');
      const snapshot = readPsdSnapshot(Buffer.from(written, 'latin1'));
      const read = readLayerPixels(snapshot, snapshot.layers[snapshot.layers.length - 1].id);
      expect(read.bounds).toEqual({ left: 7, top: 3, width: 20, height: 15 });
      expect(read.raster.bitDepth).toBe(depth);
      const scale = depth === 16 ? 257 : 1;
      // Where nothing shows, programs store what they like.
      const visible = [...read.raster.data].map((value, i) => (raster.data[i - (i % 4) + 3] === 0 ? 0 : value));
      expect(visible).toEqual([...raster.data].map((value, i) => (raster.data[i - (i % 4) + 3] === 0 ? 0 : value * scale)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
