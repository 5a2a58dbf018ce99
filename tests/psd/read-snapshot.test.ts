import { HostError, RetouchError } from '@openretouch/core';
import { insertImageResource, ICC_PROFILE_RESOURCE, readImageResource, readLayerMask, readLayerPixels, readPsdSnapshot, requireRetouchable } from '@openretouch/psd';
import { type Layer, writePsdUint8Array } from 'ag-psd';
import { describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../helpers/seeded-random.js';
import { type TinyLayer, type TinyMask, tinyPsd } from '../helpers/tiny-psd.js';

const count = (length: number, start = 0): number[] => Array.from({ length }, (_, i) => (start + i * 7) % 256);
const LAYER: TinyLayer = { name: 'Photo', left: -1, top: 2, width: 3, height: 2, planes: [count(6), count(6, 1), count(6, 2), count(6, 3)] };
const DOCUMENT = { width: 8, height: 6, layers: [LAYER] };

const errorOf = (run: () => unknown): HostError => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(HostError);
    return error as HostError;
  }
  return expect.unreachable('nothing was thrown');
};

describe('pixels of a layer', () => {
  it('come with straight alpha at their place, also over the edge of the canvas', () => {
    const { raster, bounds } = readLayerPixels(readPsdSnapshot(tinyPsd(DOCUMENT)), 'place-0', 'display-p3');
    expect(bounds).toEqual({ left: -1, top: 2, width: 3, height: 2 });
    expect(raster).toMatchObject({ width: 3, height: 2, channels: 4, bitDepth: 8, encoding: 'display-p3', alpha: 'straight' });
    expect([...raster.data]).toEqual(count(6).flatMap((_, i) => LAYER.planes.map((plane) => plane[i])));
  });

  it('are opaque where the layer has no alpha', () => {
    const { raster } = readLayerPixels(readPsdSnapshot(tinyPsd({ ...DOCUMENT, layers: [{ ...LAYER, planes: LAYER.planes.slice(0, 3) }] })), 'place-0');
    expect([...raster.data].filter((_, i) => i % 4 === 3)).toEqual(Array<number>(6).fill(255));
  });

  it('keep 16 bits', () => {
    const planes = LAYER.planes.map((plane) => plane.map((value) => value * 257 - (value > 9 ? 3 : 0)));
    const { raster } = readLayerPixels(readPsdSnapshot(tinyPsd({ ...DOCUMENT, depth: 16, layers: [{ ...LAYER, planes }] })), 'place-0');
    expect(raster.bitDepth).toBe(16);
    expect([...raster.data]).toEqual(count(6).flatMap((_, i) => planes.map((plane) => plane[i])));
  });
});

describe('masks of a layer', () => {
  const read = (mask: TinyMask, realMask?: TinyMask): ReturnType<typeof readLayerMask> =>
    readLayerMask(readPsdSnapshot(tinyPsd({ ...DOCUMENT, layers: [{ ...LAYER, mask, ...(realMask === undefined ? {} : { realMask }) }] })), 'place-0');
  const MASK: TinyMask = { left: 2, top: -3, width: 4, height: 2, samples: count(8, 40) };

  it('keep a size and place of their own, and what holds beyond', () => {
    expect(read(MASK)).toEqual({ mask: { data: Uint8Array.from(MASK.samples), width: 4, height: 2 }, bounds: { left: 2, top: -3, width: 4, height: 2 }, outsideCoverage: 0 });
    expect(read({ ...MASK, outside: 255 })?.outsideCoverage).toBe(1);
  });

  it('are placed by the layer where they say so', () => {
    expect(read({ ...MASK, flags: 1 })?.bounds).toEqual({ left: 1, top: -1, width: 4, height: 2 });
  });

  it('are none when there is none, when switched off, and when only a shape made them', () => {
    expect(readLayerMask(readPsdSnapshot(tinyPsd(DOCUMENT)), 'place-0')).toBeNull();
    expect(read({ ...MASK, flags: 2 })).toBeNull();
    expect(read({ ...MASK, flags: 8 })).toBeNull();
  });

  it('are the painted one beside a shape’s', () => {
    const painted: TinyMask = { left: 1, top: 1, width: 2, height: 2, samples: [9, 8, 7, 6], outside: 255 };
    expect(read({ ...MASK, flags: 8 }, painted)).toEqual({ mask: { data: Uint8Array.of(9, 8, 7, 6), width: 2, height: 2 }, bounds: { left: 1, top: 1, width: 2, height: 2 }, outsideCoverage: 1 });
  });

  it('are weakened by their density, inside and beyond', () => {
    const weak = read({ ...MASK, samples: [0, 255, 51, 102, 0, 0, 0, 0], density: 204 });
    // Coverage 0 at a density of 0.8 is 0.2.
    expect([...(weak?.mask.data ?? [])].slice(0, 4)).toEqual([51, 255, 92, 133]);
    expect(weak?.outsideCoverage).toBeCloseTo(0.2, 12);
  });

  it('of one grey cover everything alike', () => {
    const empty = read({ left: 0, top: 0, width: 0, height: 0, samples: [], outside: 255 });
    expect(empty).toMatchObject({ outsideCoverage: 1, mask: { width: 1, height: 1 } });
    expect([...(empty?.mask.data ?? [])]).toEqual([255]);
  });

  it('that the editor still blurs are refused', () => {
    expect(errorOf(() => read({ ...MASK, feather: 2.5 }))).toMatchObject({ code: 'unsupported', fields: { feature: 'mask-feather' } });
  });
});

describe('layers of other kinds', () => {
  const pixels = { left: 0, top: 0, imageData: { data: new Uint8Array(16).fill(200), width: 2, height: 2 } };
  const point = { linked: true, points: [0, 0, 1, 0, 1, 1] };
  const children: Layer[] = [
    { ...pixels, name: 'free', id: 7 },
    { ...pixels, name: 'text', text: { text: 'Words', transform: [1, 0, 0, 1, 0, 0] } },
    { ...pixels, name: 'placed', placedLayer: { id: '20953ddb-9391-11ec-b4f1-c15674f50bc4', type: 'raster', transform: [0, 0, 2, 0, 2, 2, 0, 2], width: 2, height: 2 } },
    { name: 'inverted', adjustment: { type: 'invert' } },
    { name: 'filled', vectorFill: { type: 'color', color: { r: 1, g: 2, b: 3 } } },
    { name: 'shape', vectorFill: { type: 'color', color: { r: 1, g: 2, b: 3 } }, vectorMask: { paths: [{ open: false, operation: 'combine', fillRule: 'non-zero', knots: [point, point] }] } },
    { name: 'group', hidden: true, children: [{ ...pixels, name: 'in a hidden group', id: 7 }] },
    { ...pixels, name: 'hidden', hidden: true },
    { ...pixels, name: 'locked', protected: { composite: true } },
    { ...pixels, name: 'background', protected: { transparency: true, position: true } },
    { name: 'empty' },
  ];
  const snapshot = readPsdSnapshot(writePsdUint8Array({ width: 4, height: 4, children }));
  const find = (name: string) => snapshot.layers.find((layer) => layer.name === name) ?? expect.unreachable(name);

  it.each([
    ['text', 'layer-kind', /"text": a text layer/],
    ['placed', 'layer-kind', /a smart object/],
    ['inverted', 'layer-kind', /an adjustment layer/],
    ['filled', 'layer-kind', /a fill layer/],
    ['shape', 'layer-kind', /a shape/],
    ['group', 'layer-kind', /a group/],
    ['in a hidden group', 'hidden-layer', /hidden/],
    ['hidden', 'hidden-layer', /hidden/],
    ['locked', 'locked-layer', /locked/],
  ])('%s: refused as %s, saying what to do', (name, feature, message) => {
    const error = errorOf(() => readLayerPixels(snapshot, find(name).id));
    expect(error).toMatchObject({ code: 'unsupported', fields: { feature } });
    expect(error.message).toMatch(message);
    expect(error.message).toContain('expected');
  });

  it('an empty one has nothing to read, and one that is gone is stale', () => {
    expect(errorOf(() => readLayerPixels(snapshot, find('empty').id)).code).toBe('nothing-selected');
    expect(errorOf(() => readLayerPixels(snapshot, '99')).code).toBe('stale-target');
  });

  it('a background, locked in place, is a photo like any other', () => {
    expect(() => requireRetouchable(find('background'))).not.toThrow();
    expect(find('background').locks).toEqual({ transparency: true, pixels: false, position: true });
  });

  it('keep the document’s numbers where they are unique, and know their group', () => {
    expect(find('free').id).toBe('7');
    expect(new Set(snapshot.layers.map(({ id }) => id)).size).toBe(snapshot.layers.length);
    expect(find('in a hidden group').parentId).toBe(find('group').id);
    expect(find('free').parentId).toBeUndefined();
  });
});

describe('documents that cannot be read', () => {
  it.each([
    [0, 'bitmap'], [1, 'greyscale'], [2, 'indexed colour'], [4, 'CMYK'], [7, 'multichannel'], [8, 'duotone'], [9, 'Lab'], [77, 'colour mode 77'],
  ])('of colour mode %i are refused as %s', (colorMode, name) => {
    const error = errorOf(() => readPsdSnapshot(tinyPsd({ ...DOCUMENT, colorMode })));
    expect(error).toMatchObject({ code: 'unsupported', fields: { feature: 'color-mode', value: name } });
    expect(error.message).toContain('expected RGB');
  });

  it.each([1, 32])('of %i bits are refused', (depth) => {
    const bytes = tinyPsd(DOCUMENT);
    new DataView(bytes.buffer).setUint16(22, depth);
    expect(errorOf(() => readPsdSnapshot(bytes))).toMatchObject({ code: 'unsupported', fields: { feature: 'bit-depth', value: depth } });
  });

  it('are refused wherever they end, or whatever was changed in them, by a typed error', () => {
    const whole = tinyPsd({ ...DOCUMENT, layers: [{ ...LAYER, mask: { left: 0, top: 0, width: 2, height: 2, samples: count(4) } }] });
    const random = seededRandom(3);
    // The library prints lengths that do not fit.
    const printed = vi.spyOn(console, 'log').mockReturnValue(undefined);
    const attempts = [
      ...Array.from({ length: 60 }, (_, i) => whole.slice(0, Math.floor((i * whole.length) / 60))),
      ...Array.from({ length: 300 }, () => whole.map((byte) => (random() < 0.02 ? Math.floor(random() * 256) : byte))),
    ];
    for (const bytes of attempts) {
      try {
        const snapshot = readPsdSnapshot(bytes);
        for (const { id } of snapshot.layers) {
          readLayerMask(snapshot, id);
          readLayerPixels(snapshot, id);
        }
      } catch (error) {
        expect(RetouchError.isInstance(error), String(error)).toBe(true);
      }
    }
    printed.mockRestore();
    expect(errorOf(() => readPsdSnapshot(new Uint8Array(4))).code).toBe('read-failed');
    expect(errorOf(() => readPsdSnapshot(whole.slice(0, 60))).code).toBe('read-failed');
  });
});

describe('the document’s profile', () => {
  const profile = Uint8Array.from(count(13));
  it('is read back as it was put in, beside other resources', () => {
    const bytes = insertImageResource(insertImageResource(tinyPsd(DOCUMENT), ICC_PROFILE_RESOURCE, profile), 1005, Uint8Array.of(1, 2, 3));
    const snapshot = readPsdSnapshot(bytes);
    expect(snapshot.iccProfile).toEqual(profile);
    expect(readLayerPixels(snapshot, 'place-0').iccProfile).toEqual(profile);
    expect(readImageResource(bytes, 1005)).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('may be missing', () => {
    expect(readPsdSnapshot(tinyPsd(DOCUMENT)).iccProfile).toBeUndefined();
    expect('iccProfile' in readLayerPixels(readPsdSnapshot(tinyPsd(DOCUMENT)), 'place-0')).toBe(false);
  });
});
