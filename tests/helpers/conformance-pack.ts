import { createHash } from 'node:crypto';
import type { MaskSet } from '../../packages/core/src/raster/mask.js';
import type { Raster } from '../../packages/core/src/raster/raster.js';

/** Pixels of each result that the manifest keeps, so that a port sees how far it is off. */
export const PROBE_COUNT = 128;

/** How far a kind of implementation may be from the reference, over the probes of one result. */
export interface PackBudget {
  readonly meanLevels: number;
  readonly maximumLevels: number;
  readonly meanDelta: number;
  readonly p99Delta: number;
  readonly maximumDelta: number;
}

export interface PackResult {
  readonly photo: string;
  readonly recipe: string;
  /** Of the 8-bit pixels, row by row, channels interleaved, alpha included. */
  readonly sha256: string;
  /** Base64 of the RGB bytes of the probes. */
  readonly probes: string;
}

/** Shape of packages/core/conformance/manifest.json, written by scripts/generate-conformance.mjs. */
export interface PackManifest {
  readonly schema: 'openretouch/conformance@1';
  readonly photos: readonly { readonly name: string; readonly width: number; readonly height: number; readonly channels: number; readonly sha256: string }[];
  readonly recipes: readonly string[];
  readonly budgets: Readonly<Record<string, PackBudget>>;
  readonly results: readonly PackResult[];
}

/** The two masks the recipes refer to, by the formulas of the pack's README. */
export function packMasks(width: number, height: number): MaskSet {
  const gradient = new Uint8Array(width * height);
  const disc = new Uint8Array(width * height);
  const radius = 0.35 * Math.min(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      gradient[y * width + x] = Math.floor((255 * (x + 0.5)) / width + 0.5);
      disc[y * width + x] = (x + 0.5 - width / 2) ** 2 + (y + 0.5 - height / 2) ** 2 <= radius ** 2 ? 255 : 0;
    }
  }
  return { gradient: { data: gradient, width, height }, disc: { data: disc, width, height } };
}

/** @returns the RGB bytes of the probes, in order: pixel floor((i + 1/2) N / 128) of N. */
export function readProbes(raster: Raster): Uint8Array {
  const pixelCount = raster.width * raster.height;
  const probes = new Uint8Array(PROBE_COUNT * 3);
  for (let probe = 0; probe < PROBE_COUNT; probe += 1) {
    const index = Math.floor(((probe + 0.5) * pixelCount) / PROBE_COUNT) * raster.channels;
    probes.set((raster.data as Uint8Array).subarray(index, index + 3), probe * 3);
  }
  return probes;
}

export function hashPixels(raster: Raster): string {
  return createHash('sha256').update(raster.data as Uint8Array).digest('hex');
}
