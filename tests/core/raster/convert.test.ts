import { converter } from 'culori';
import { describe, expect, it } from 'vitest';
import { linearToSrgb } from '../../../packages/core/src/color/transfer-functions.js';
import { UnsupportedEncodingError } from '../../../packages/core/src/errors.js';
import { convertBitDepth, convertEncoding } from '../../../packages/core/src/raster/convert.js';
import type { Raster, RasterEncoding } from '../../../packages/core/src/raster/raster.js';
import { encodeSrgbByTable } from '../../../packages/core/src/raster/srgb-encode-table.js';
import { TOLERANCES } from '../../tolerances.js';

function row(data: Raster['data'], form: Partial<Raster> = {}): Raster {
  const bitDepth = data instanceof Float32Array ? 32 : data instanceof Uint16Array ? 16 : 8;
  return { data, width: data.length / 3, height: 1, channels: 3, bitDepth, encoding: 'srgb', alpha: 'none', ...form };
}

const CULORI_MODES = { srgb: 'rgb', 'display-p3': 'p3', 'linear-srgb': 'lrgb' } as const;
const LATTICE = Float32Array.from({ length: 6 ** 3 * 3 }, (_, index) => {
  const color = Math.floor(index / 3);
  return [color % 6, Math.floor(color / 6) % 6, Math.floor(color / 36)][index % 3] / 5;
});

describe('convertBitDepth', () => {
  it('takes every 8-bit level to 16 bit and back unchanged, times 257 on the way', () => {
    const levels = Uint8Array.from({ length: 256 * 3 }, (_, index) => index % 256);
    const wide = convertBitDepth(row(levels), 16);
    expect([...wide.data]).toEqual([...levels].map((level) => level * 257));
    expect(convertBitDepth(wide, 8).data).toEqual(levels);
  });

  it('takes every 16-bit level through float and back unchanged', () => {
    const levels = Uint16Array.from({ length: 65535 }, (_, index) => index + 1);
    expect(convertBitDepth(convertBitDepth(row(levels), 32), 16).data).toEqual(levels);
  });

  it('rounds to the nearest 8-bit level', () => {
    const values = Uint16Array.from([128, 129, 257 + 128]);
    expect([...convertBitDepth(row(values), 8).data]).toEqual([0, 1, 1]);
  });

  it('clamps what integers cannot hold, and takes NaN to 0', () => {
    const values = Float32Array.from([NaN, -1, 2, Infinity, -Infinity, 0.5]);
    expect([...convertBitDepth(row(values), 8).data]).toEqual([0, 0, 255, 255, 0, 128]);
  });

  it('converts alpha like the colours', () => {
    const raster = row(Uint8Array.from([1, 2, 3, 255]), { width: 1, channels: 4, alpha: 'straight' });
    expect([...convertBitDepth(raster, 16).data]).toEqual([257, 514, 771, 65535]);
  });

  it('returns the same raster when nothing changes', () => {
    const raster = row(new Uint8Array(3));
    expect(convertBitDepth(raster, 8)).toBe(raster);
  });

  it('refuses linear light in 8 or 16 bit', () => {
    const raster = row(new Float32Array(3), { encoding: 'linear-srgb' });
    expect(() => convertBitDepth(raster, 16)).toThrow(UnsupportedEncodingError);
  });
});

describe('convertEncoding', () => {
  const pairs = (['srgb', 'display-p3', 'linear-srgb'] as const).flatMap((from) => (['srgb', 'display-p3', 'linear-srgb'] as const).map((to) => [from, to] as const));
  it.each(pairs.filter(([from, to]) => from !== to))('agrees with culori from %s to %s, outside the gamut too', (from, to) => {
    const converted = convertEncoding(row(LATTICE, { encoding: from }), to);
    expect(converted.encoding).toBe(to);
    const convert = converter(CULORI_MODES[to]);
    for (let index = 0; index < LATTICE.length; index += 3) {
      const [r, g, b] = LATTICE.subarray(index, index + 3);
      const expected = convert({ mode: CULORI_MODES[from], r, g, b });
      [expected.r, expected.g, expected.b].forEach((value, channel) => {
        expect(Math.abs(converted.data[index + channel] - value)).toBeLessThan(TOLERANCES.raster.encodingFloat);
      });
    }
  });

  it.each([8, 16] as const)('clamps colours outside the new gamut at %s bit', (bitDepth) => {
    const full = bitDepth === 8 ? 255 : 65535;
    const data = bitDepth === 8 ? Uint8Array.from([0, full, 0]) : Uint16Array.from([0, full, 0]);
    expect([...convertEncoding(row(data, { encoding: 'display-p3' }), 'srgb').data]).toEqual([0, full, 0]);
  });

  it.each(['srgb', 'display-p3'] as const)('keeps greys the same grey from %s', (encoding) => {
    const other: RasterEncoding = encoding === 'srgb' ? 'display-p3' : 'srgb';
    const greys = Uint8Array.from({ length: 256 * 3 }, (_, index) => Math.floor(index / 3));
    expect(convertEncoding(row(greys, { encoding }), other).data).toEqual(greys);
  });

  it.each(['srgb', 'linear-srgb'] as const)('returns to the same float colours from %s through display-p3, outside the gamut too', (encoding) => {
    const wide = Float32Array.from(LATTICE, (value) => value * 1.4 - 0.2);
    const back = convertEncoding(convertEncoding(row(wide, { encoding }), 'display-p3'), encoding);
    back.data.forEach((value, index) => expect(Math.abs(value - wide[index])).toBeLessThan(TOLERANCES.raster.encodingRoundTrip));
  });

  it('makes linear light float32 and scales alpha to 0..1', () => {
    const raster = row(Uint8Array.from([255, 255, 255, 51]), { width: 1, channels: 4, alpha: 'straight' });
    const linear = convertEncoding(raster, 'linear-srgb');
    expect(linear.bitDepth).toBe(32);
    expect([...linear.data].map((value) => Number(value.toFixed(6)))).toEqual([1, 1, 1, 0.2]);
  });

  it('keeps NaN in float', () => {
    const converted = convertEncoding(row(Float32Array.from([NaN, 0, 0])), 'linear-srgb');
    expect(converted.data[0]).toBeNaN();
  });
});

describe('encodeSrgbByTable', () => {
  it('stays within its promise of the exact function, joins and ends of the table included', () => {
    let largest = 0;
    for (let step = 0; step < 200_000; step++) {
      const linear = Math.fround(2 ** (-20 + (step / 200_000) * 23));
      largest = Math.max(largest, Math.abs(encodeSrgbByTable(linear) - linearToSrgb(linear)));
    }
    expect(largest).toBeLessThan(TOLERANCES.raster.encodeTable);
    expect(encodeSrgbByTable(0)).toBe(0);
    expect(encodeSrgbByTable(-0.5)).toBe(linearToSrgb(-0.5));
    expect(encodeSrgbByTable(NaN)).toBeNaN();
  });
});
