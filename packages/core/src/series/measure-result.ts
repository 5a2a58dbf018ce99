import { srgbToLab } from '../color/lab.js';
import type { Vector3 } from '../color/matrix3.js';
import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import { exposeLinear } from '../operations/exposure.js';
import { spaceConversion } from '../plan/convert-space.js';
import { evaluateTransforms } from '../transforms/evaluate.js';
import type { SeriesPhoto } from './series-photo.js';

/** Shares of the pixels whose lightness stands for the tones: of two photos of one scene it is the same, in whatever order pixels are. */
const TONE_SHARES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** How a photo came out: mean CIELAB, and below it the lightness that 5, 25, 50, 75 and 95 % of the pixels stay under. */
export interface ResultTone {
  readonly meanLab: Readonly<Vector3>;
  readonly lightness: readonly number[];
}

/** A move of a photo's result: gains on encoded red, green and blue, then an exposure, then a gamma, as `levels` has it. */
export interface ResultMove {
  readonly gains: readonly [number, number, number];
  readonly exposureEv: number;
  readonly gamma: number;
}

/**
 * Measures a photo's result, clipped as a file clips it, by coverage.
 *
 * @param move - done before the plan's strength, as operations at the end of its recipe are.
 */
export function measureResult(photo: SeriesPhoto, move?: ResultMove): ResultTone {
  const { weights } = photo;
  const rgb = renderSrgb(photo, move);
  const count = rgb.length / 3;
  const sum: Vector3 = [0, 0, 0];
  const lab: Vector3 = [0, 0, 0];
  const lightness = new Float64Array(count);
  let total = 0;
  for (let pixel = 0; pixel < count; pixel += 1) {
    const weight = weights?.[pixel] ?? 1;
    srgbToLab(rgb[pixel * 3], rgb[pixel * 3 + 1], rgb[pixel * 3 + 2], lab);
    lightness[pixel] = lab[0];
    for (let i = 0; i < 3; i += 1) sum[i] += weight * lab[i];
    total += weight;
  }
  if (!(total > 0)) return { meanLab: [50, 0, 0], lightness: TONE_SHARES.map(() => 50) };
  return { meanLab: [sum[0] / total, sum[1] / total, sum[2] / total], lightness: readShares(lightness, weights, total) };
}

/** @returns encoded sRGB of the result, 0..1. */
function renderSrgb({ before, after, space, strength }: SeriesPhoto, move: ResultMove | undefined): Float32Array {
  const rgb = Float32Array.from(after);
  if (move !== undefined) moveColours(rgb, move);
  if (before !== undefined) for (let i = 0; i < rgb.length; i += 1) rgb[i] = before[i] + strength * (rgb[i] - before[i]);
  clip(rgb);
  const width = rgb.length / 3;
  evaluateTransforms(spaceConversion(space, 'srgb'), rgb, { width, height: 1, firstRow: 0, rowCount: 1 });
  clip(rgb);
  return rgb;
}

function moveColours(rgb: Float32Array, { gains, exposureEv, gamma }: ResultMove): void {
  const exponent = 1 / gamma;
  for (let i = 0; i < rgb.length; i += 1) rgb[i] = Math.max(linearToSrgb(exposeLinear(srgbToLinear(rgb[i] * gains[i % 3]), exposureEv)), 0) ** exponent;
}

function clip(rgb: Float32Array): void {
  for (let i = 0; i < rgb.length; i += 1) rgb[i] = Math.min(Math.max(rgb[i], 0), 1);
}

/** Between two pixels the lightness is interpolated, so that it changes smoothly with a move. */
function readShares(lightness: Float64Array, weights: readonly number[] | undefined, total: number): number[] {
  const order = [...lightness.keys()].sort((a, b) => lightness[a] - lightness[b]);
  const found: number[] = [];
  let passed = 0;
  let previous = lightness[order[0]];
  for (const pixel of order) {
    const weight = weights?.[pixel] ?? 1;
    const next = passed + weight;
    while (found.length < TONE_SHARES.length && TONE_SHARES[found.length] * total <= next) {
      const share = weight > 0 ? (TONE_SHARES[found.length] * total - passed) / weight : 1;
      found.push(previous + share * (lightness[pixel] - previous));
    }
    passed = next;
    previous = lightness[pixel];
  }
  while (found.length < TONE_SHARES.length) found.push(previous);
  return found;
}
