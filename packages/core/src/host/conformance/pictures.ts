import { allocateData, type BitDepth, fullScale, type Raster } from '../../raster/raster.js';
import type { PlacedMask } from '../placed.js';
import type { ConformancePicture } from './fixture.js';

export interface PictureOptions {
  readonly name?: string;
  readonly width?: number;
  readonly height?: number;
  readonly bitDepth?: BitDepth;
  /** Whether coverage varies over the picture; then there are pixels with none and with all of it. */
  readonly hasAlpha?: boolean;
  readonly left?: number;
  readonly top?: number;
  readonly layerMask?: PlacedMask;
  readonly seed?: number;
}

/** @returns a small picture of noise over ramps: every row, column and channel differs, so that no mix-up goes unseen. */
export function makePicture(options: PictureOptions = {}): ConformancePicture {
  const { name = 'photo', width = 13, height = 7, bitDepth = 8, hasAlpha = false, left = 0, top = 0, seed = 1, layerMask } = options;
  const full = fullScale(bitDepth);
  const channels = 4;
  const data = allocateData(bitDepth, width * height * channels);
  const random = createNoise(seed);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sample = (y * width + x) * channels;
      const ramps = [(x + 0.5) / width, (y + 0.5) / height, (x + y + 1) / (width + height)];
      for (const [c, ramp] of ramps.entries()) data[sample + c] = quantise(0.15 + 0.6 * ramp + 0.1 * random(), full);
      const coverage = hasAlpha ? Math.min(1, Math.max(0, (x - 1) / (width - 3))) : 1;
      data[sample + 3] = quantise(coverage, full);
    }
  }
  const raster: Raster = { data, width, height, channels, bitDepth, encoding: 'srgb', alpha: 'straight' };
  return { name, raster, left, top, ...(layerMask === undefined ? {} : { layerMask }) };
}

/** @returns a mask whose coverage rises from 0 to 255 along its rows, 0 beyond its bounds. */
export function makeRampMask(left: number, top: number, width: number, height: number): PlacedMask {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i += 1) data[i] = width === 1 ? 255 : Math.round((255 * (i % width)) / (width - 1));
  return { mask: { data, width, height }, bounds: { left, top, width, height }, outsideCoverage: 0 };
}

/** Names that break programs which paste text into scripts, markup, paths or prototypes. */
export const HOSTILE_NAMES: readonly string[] = [
  '"); app.activeDocument.close(); ("',
  // eslint-disable-next-line no-template-curly-in-string -- a hostile name that only looks like a template
  "it's `${1 + 1}` \\ %s %n {{x}}",
  'two\nlines\r\n\ttab',
  '\u2028\u2029',
  '</script><script>throw 1</script><!--',
  '__proto__',
  'constructor',
  '\u202egnp.exe \u05d0\u05d1',
  '../../../name',
  '\ud83d\ude00 \u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  'x'.repeat(10_240),
  '',
];

function quantise(value: number, full: number): number {
  return full === 1 ? value : Math.round(value * full);
}

/** Park and Miller's minimal standard generator: the same numbers everywhere. */
function createNoise(seed: number): () => number {
  let state = (seed * 7919) % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
