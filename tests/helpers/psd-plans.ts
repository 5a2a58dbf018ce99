import type { PlacedMask, PlacedRaster, Raster, RenderedWritePlan } from '@openretouch/core';
import { lutOfMap } from './device-link-maps.js';
import { seededRandom } from './seeded-random.js';

/** A picture of seeded colours, changing slowly enough that run lengths occur. */
export function seededRaster(width: number, height: number, seed: number, channels: 3 | 4 = 4): Raster {
  const random = seededRandom(seed);
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < data.length; i += 1) data[i] = random() < 0.3 && i >= channels ? data[i - channels] : Math.floor(random() * 256);
  return { data, width, height, channels, bitDepth: 8, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

export function placed(raster: Raster, left: number, top: number): PlacedRaster {
  return { raster, bounds: { left, top, width: raster.width, height: raster.height } };
}

export function seededMask(width: number, height: number, left: number, top: number, seed: number, outsideCoverage = 0): PlacedMask {
  const random = seededRandom(seed);
  return { mask: { data: Uint8Array.from({ length: width * height }, () => Math.floor(random() * 256)), width, height }, bounds: { left, top, width, height }, outsideCoverage };
}

const EXACT = { exactness: 'exact', error: { meanLevels: 0, maximumLevels: 0 } } as const;

/** A bend a channel, as a host's table of 256 entries. */
export const BENT_TABLES = [0.08, 0, -0.05].map((bend) => Float32Array.from({ length: 256 }, (_, i) => i / 255 - bend * Math.sin((2 * Math.PI * i) / 255))) as unknown as readonly [Float32Array, Float32Array, Float32Array];

/** One layer of each kind, with what can differ between them: names beyond ASCII, opacity, masks of their own place. */
export function planOfEachKind(size = 17): RenderedWritePlan {
  return {
    steps: [
      { kind: 'lut', name: 'Café, weißer Abend', opacity: 1, mask: undefined, fallback: 'raster', lut: lutOfMap('clipping', size), ...EXACT },
      { kind: 'curves', name: 'Tone curve', opacity: 0.5, mask: seededMask(20, 10, 3, 4, 7), fallback: 'raster', tables: BENT_TABLES, ...EXACT },
      { kind: 'raster', name: 'Local exposure', opacity: 0.8, mask: seededMask(16, 12, 6, 5, 8, 1), pixels: placed(seededRaster(24, 18, 9), 4, 3), ...EXACT },
      { kind: 'metadata', key: 'openretouch.recipe', value: '{}', fallback: 'skip' },
    ],
  };
}
