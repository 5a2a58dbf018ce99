import { srgbToLinear } from '../color/transfer-functions.js';
import type { Raster } from '../raster/raster.js';
import { resampleAreaToCopy } from '../raster/resample-area.js';
import type { SmallCopy } from './analysis.js';
import { finiteOrZero } from './statistics.js';

/** Logarithms of R/G and B/G in linear light: a cast of gains adds its own logarithms to every colour. */
export type LogChroma = readonly [redOverGreen: number, blueOverGreen: number];

/** What the classical estimators read from a picture. */
export interface IlluminantEvidence {
  /** Grey-edge, first derivative, Minkowski norm 2. */
  readonly edge: LogChroma;
  /** Grey-edge, second derivative, Minkowski norm 4. */
  readonly secondEdge: LogChroma;
  /** The colour of edges that the most edges near neutral vote for, by their strength. */
  readonly edgeVote: LogChroma;
  /** The colour that the most pixels near neutral vote for, by the root of their luminance. */
  readonly pixelVote: LogChroma;
  /** Share of pixels neither near-black nor near-clipped. */
  readonly usableFraction: number;
  /** Standard deviation of the pixels' log chroma along the axis where it varies least: about 0 for one-ink pictures. */
  readonly minorDeviation: number;
}

/** Longer side at which edges are read; their statistics, and so the fit in `illuminant.ts`, depend on it. */
const EVIDENCE_SIDE = 256;
/** Pixels fewer than this say nothing. */
const MINIMUM_PIXELS = 50;
/** Encoded limits of a usable pixel: clipped channels have lost the light's colour, dark ones hold noise. */
const USABLE = { brightestBelow: 0.95, brightestAbove: 0.06, darkestAbove: 0.01 } as const;
/** Pictures with fewer usable pixels take all but the near-black ones. */
const MINIMUM_USABLE_FRACTION = 0.02;
const MAXIMUM_LOG_CHROMA = 2.5;
const VOTER_LIMIT = 6000;
const VOTE_DEVIATION = 0.12;
const VOTE_ROUNDS = 20;

/** @returns undefined when the picture has too few pixels to look at. */
export function gatherEvidence(copy: SmallCopy): IlluminantEvidence | undefined {
  const small = reduce(copy);
  const { width, height } = small;
  const usable = findUsable(small);
  const linear = linearize(small.rgb);
  const pixelCount = usable.reduce((sum, flag) => sum + flag, 0);
  if (pixelCount < MINIMUM_PIXELS) return undefined;

  const pixels = collectChroma(linear, usable, pixelCount, (red, green, blue) => Math.sqrt(0.2126 * red + 0.7152 * green + 0.0722 * blue));
  const smooth = blurGaussian(linear, width, height);
  const inner = erode(usable, width, height);
  const innerCount = inner.reduce((sum, flag) => sum + flag, 0);
  if (innerCount < MINIMUM_PIXELS) return undefined;
  const first = gradientMagnitudes(smooth, width, inner);
  const second = laplacianMagnitudes(smooth, width, inner);
  const edges = collectChroma(first, inner, innerCount, Math.hypot);
  return {
    edge: minkowskiChroma(first, 2),
    secondEdge: minkowskiChroma(second, 4),
    edgeVote: voteNearNeutral(edges),
    pixelVote: voteNearNeutral(pixels),
    usableFraction: pixelCount / (width * height),
    minorDeviation: minorDeviation(pixels),
  };
}

function reduce(copy: SmallCopy): SmallCopy {
  if (Math.max(copy.width, copy.height) <= EVIDENCE_SIDE) return copy;
  const form = { width: copy.width, height: copy.height, bitDepth: 32, encoding: 'srgb' } as const;
  const { rgb, weights } = copy;
  if (weights === undefined) return resampleAreaToCopy({ ...form, data: rgb, channels: 3, alpha: 'none' }, EVIDENCE_SIDE);
  const data = new Float32Array(weights.length * 4);
  for (let pixel = 0; pixel < weights.length; pixel++) {
    data.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    data[pixel * 4 + 3] = weights[pixel];
  }
  const raster: Raster = { ...form, data, channels: 4, alpha: 'straight' };
  return resampleAreaToCopy(raster, EVIDENCE_SIDE);
}

function linearize(rgb: Float32Array): Float64Array {
  const linear = new Float64Array(rgb.length);
  for (let index = 0; index < rgb.length; index++) linear[index] = srgbToLinear(finiteOrZero(rgb[index]));
  return linear;
}

/** @returns 1 for each pixel to look at. */
function findUsable({ rgb, weights }: SmallCopy): Uint8Array {
  const lit = new Uint8Array(rgb.length / 3);
  const usable = new Uint8Array(lit.length);
  let usableCount = 0;
  for (let pixel = 0; pixel < lit.length; pixel++) {
    if (weights !== undefined && weights[pixel] < 0.5) continue;
    const red = rgb[pixel * 3];
    const green = rgb[pixel * 3 + 1];
    const blue = rgb[pixel * 3 + 2];
    const brightest = Math.max(red, green, blue);
    lit[pixel] = Number(brightest > USABLE.brightestAbove / 2);
    usable[pixel] = Number(brightest < USABLE.brightestBelow && brightest > USABLE.brightestAbove && Math.min(red, green, blue) > USABLE.darkestAbove);
    usableCount += usable[pixel];
  }
  return usableCount < MINIMUM_USABLE_FRACTION * lit.length ? lit : usable;
}

/** Keeps pixels whose eight neighbours are usable too; the border has none. */
function erode(usable: Uint8Array, width: number, height: number): Uint8Array {
  const inner = new Uint8Array(usable.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      let count = 0;
      for (let row = y - 1; row <= y + 1; row++) {
        for (let column = x - 1; column <= x + 1; column++) count += usable[row * width + column];
      }
      inner[y * width + x] = Number(count === 9);
    }
  }
  return inner;
}

/** Deviation of one pixel: derivatives of single pixels are mostly noise and sharpening. Borders repeat. */
function blurGaussian(rgb: Float64Array, width: number, height: number): Float64Array {
  const bell = [-3, -2, -1, 0, 1, 2, 3].map((offset) => Math.exp(-(offset ** 2) / 2));
  const norm = bell.reduce((sum, tap) => sum + tap, 0);
  const taps = Float64Array.from(bell, (tap) => tap / norm);
  const blurAlong = (source: Float64Array, length: number, along: number, lineCount: number, across: number): Float64Array => {
    const target = new Float64Array(source.length);
    for (let line = 0; line < lineCount; line++) {
      for (let position = 0; position < length; position++) {
        let [red, green, blue] = [0, 0, 0];
        for (let tap = 0; tap < taps.length; tap++) {
          const neighbour = position + tap - 3;
          const from = line * across + (neighbour < 0 ? 0 : neighbour >= length ? length - 1 : neighbour) * along;
          red += source[from] * taps[tap];
          green += source[from + 1] * taps[tap];
          blue += source[from + 2] * taps[tap];
        }
        const to = line * across + position * along;
        target[to] = red;
        target[to + 1] = green;
        target[to + 2] = blue;
      }
    }
    return target;
  };
  return blurAlong(blurAlong(rgb, width, 3, height, width * 3), height, width * 3, width, 3);
}

/** @returns per pixel and channel, 0 outside `inner`. */
function gradientMagnitudes(rgb: Float64Array, width: number, inner: Uint8Array): Float64Array {
  return mapInner(rgb, inner, (index) => {
    const across = rgb[index + 3] - rgb[index - 3];
    const down = rgb[index + width * 3] - rgb[index - width * 3];
    return Math.sqrt(across * across + down * down);
  });
}

function laplacianMagnitudes(rgb: Float64Array, width: number, inner: Uint8Array): Float64Array {
  return mapInner(rgb, inner, (index) => Math.abs(rgb[index + 3] + rgb[index - 3] + rgb[index + width * 3] + rgb[index - width * 3] - 4 * rgb[index]));
}

function mapInner(rgb: Float64Array, inner: Uint8Array, magnitudeAt: (index: number) => number): Float64Array {
  const magnitudes = new Float64Array(rgb.length);
  for (let pixel = 0; pixel < inner.length; pixel++) {
    if (inner[pixel] === 0) continue;
    for (let index = pixel * 3; index < pixel * 3 + 3; index++) magnitudes[index] = magnitudeAt(index);
  }
  return magnitudes;
}

function minkowskiChroma(magnitudes: Float64Array, norm: 2 | 4): LogChroma {
  const sums = [0, 1, 2].map((channel) => sumPowers(magnitudes, channel, norm));
  const [red, green, blue] = sums.map((sum) => sum ** (1 / norm));
  return logChromaOf(red, green, blue);
}

/** By products: `**` takes ten times as long. */
function sumPowers(magnitudes: Float64Array, channel: number, norm: 2 | 4): number {
  let sum = 0;
  for (let index = channel; index < magnitudes.length; index += 3) {
    const square = magnitudes[index] * magnitudes[index];
    sum += norm === 2 ? square : square * square;
  }
  return sum;
}

function logChromaOf(red: number, green: number, blue: number): LogChroma {
  // Far below one 8-bit step: keeps the logarithm finite for channels that are empty.
  const floor = 1e-5;
  const logGreen = Math.log(Math.max(green, floor));
  return [clampChroma(Math.log(Math.max(red, floor)) - logGreen), clampChroma(Math.log(Math.max(blue, floor)) - logGreen)];
}

function clampChroma(value: number): number {
  return Math.min(Math.max(value, -MAXIMUM_LOG_CHROMA), MAXIMUM_LOG_CHROMA);
}

/** Weighted log chroma of some pixels or edges, interleaved: R/G, B/G, weight. */
type Voters = Float64Array;

function collectChroma(rgb: Float64Array, flags: Uint8Array, count: number, weigh: (red: number, green: number, blue: number) => number): Voters {
  const step = Math.max(1, Math.floor(count / VOTER_LIMIT));
  const voters = new Float64Array(Math.ceil(count / step) * 3);
  let seen = 0;
  let filled = 0;
  for (let pixel = 0; pixel < flags.length; pixel++) {
    if (flags[pixel] === 0 || seen++ % step !== 0) continue;
    const red = rgb[pixel * 3];
    const green = rgb[pixel * 3 + 1];
    const blue = rgb[pixel * 3 + 2];
    const [redOverGreen, blueOverGreen] = logChromaOf(red, green, blue);
    voters[filled] = redOverGreen;
    voters[filled + 1] = blueOverGreen;
    voters[filled + 2] = weigh(red, green, blue);
    filled += 3;
  }
  return voters;
}

/** Mean shift from neutral with a narrow Gaussian kernel: large coloured areas lie outside it and have no vote. */
function voteNearNeutral(voters: Voters): LogChroma {
  let centre: LogChroma = [0, 0];
  for (let round = 0; round < VOTE_ROUNDS; round++) {
    let [redSum, blueSum, weightSum] = [0, 0, 0];
    for (let index = 0; index < voters.length; index += 3) {
      const distanceSquared = (voters[index] - centre[0]) ** 2 + (voters[index + 1] - centre[1]) ** 2;
      const weight = voters[index + 2] * Math.exp(-distanceSquared / (2 * VOTE_DEVIATION ** 2));
      redSum += weight * voters[index];
      blueSum += weight * voters[index + 1];
      weightSum += weight;
    }
    if (!(weightSum > 1e-12)) break;
    const next: LogChroma = [redSum / weightSum, blueSum / weightSum];
    const moved = Math.hypot(next[0] - centre[0], next[1] - centre[1]);
    centre = next;
    if (moved < 1e-4) break;
  }
  return centre;
}

function minorDeviation(voters: Voters): number {
  let [weightSum, redSum, blueSum, redSquares, blueSquares, products] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < voters.length; index += 3) {
    const red = voters[index];
    const blue = voters[index + 1];
    const weight = voters[index + 2];
    weightSum += weight;
    redSum += red * weight;
    blueSum += blue * weight;
    redSquares += red * red * weight;
    blueSquares += blue * blue * weight;
    products += red * blue * weight;
  }
  if (!(weightSum > 0)) return 0;
  const redVariance = redSquares / weightSum - (redSum / weightSum) ** 2;
  const blueVariance = blueSquares / weightSum - (blueSum / weightSum) ** 2;
  const covariance = products / weightSum - (redSum * blueSum) / weightSum ** 2;
  const halfTrace = (redVariance + blueVariance) / 2;
  const spread = Math.hypot((redVariance - blueVariance) / 2, covariance);
  return Math.sqrt(Math.max(halfTrace - spread, 0));
}
