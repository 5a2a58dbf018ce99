import { InvalidArgumentError } from '../errors.js';
import { maskScale, type Mask } from './mask.js';

/*
 * Maintainer notes. A Gaussian by three running means costs the same for every radius. Whole-number box widths miss the
 * asked deviation by up to a pixel, which a slider shows as steps; the end samples therefore carry a fractional weight,
 * chosen so that the variance is exact. Running sums are float64: they would drift in float32.
 */

const PASS_COUNT = 3;
/** Rows or columns blurred together: neighbouring columns share cache lines, and borders are looked after once for all. */
const LANE_COUNT = 16;

interface Box {
  /** Whole samples on each side of the centre. */
  readonly reach: number;
  /** Weight of the one further sample on each side, 0..1. */
  readonly endWeight: number;
}

/**
 * Softens a mask's edges by a Gaussian-like blur of its coverage.
 *
 * @param mask - any array type.
 * @param radiusPixels - twice the blur's standard deviation, so that 95 % of a hard edge's ramp lies within this distance
 * on each side; >= 0, finite.
 * @returns a float32 mask, 0..1: eight bits would band in a wide ramp. The same mask, untouched, for radius 0.
 * @remarks *Convention:* the outermost samples are repeated beyond the border in each of the three box passes.
 * @throws {@link InvalidArgumentError} when the radius is negative or not finite.
 * @see Gwosdek, Grewenig, Bruhn, Weickert, "Theoretical Foundations of Gaussian Convolution by Extended Box Filtering",
 * 2011, equations 8 to 10.
 */
export function featherMask(mask: Mask, radiusPixels: number): Mask {
  if (!(radiusPixels >= 0 && radiusPixels < Infinity)) {
    throw new InvalidArgumentError(`radiusPixels: ${String(radiusPixels)} (expected a finite number of pixels >= 0)`, { argument: 'radiusPixels', value: radiusPixels });
  }
  if (radiusPixels === 0) return mask;
  const { width, height } = mask;
  const coverage = readCoverage(mask);
  const box = boxOfVariance((radiusPixels / 2) ** 2 / PASS_COUNT);
  blurAxis(coverage, { length: width, stride: 1 }, { length: height, stride: width }, box);
  blurAxis(coverage, { length: height, stride: width }, { length: width, stride: 1 }, box);
  return { data: coverage, width, height };
}

function readCoverage(mask: Mask): Float32Array {
  const scale = maskScale(mask);
  const coverage = new Float32Array(mask.data.length);
  for (let index = 0; index < coverage.length; index++) {
    const value = mask.data[index] * scale;
    coverage[index] = value > 0 ? Math.min(value, 1) : 0;
  }
  return coverage;
}

function boxOfVariance(variance: number): Box {
  const reach = Math.floor(0.5 * Math.sqrt(12 * variance + 1) - 0.5);
  const endWeight = ((2 * reach + 1) * (reach * (reach + 1) - 3 * variance)) / (6 * (variance - (reach + 1) ** 2));
  return { reach, endWeight };
}

interface Axis {
  readonly length: number;
  /** Distance of neighbours in the array. */
  readonly stride: number;
}

function blurAxis(coverage: Float32Array, along: Axis, across: Axis, box: Box): void {
  for (let first = 0; first < across.length; first += LANE_COUNT) {
    const laneCount = Math.min(LANE_COUNT, across.length - first);
    let samples = new Float64Array(along.length * laneCount);
    let averaged = new Float64Array(samples.length);
    const start = first * across.stride;
    for (let index = 0; index < along.length; index++) {
      for (let lane = 0; lane < laneCount; lane++) samples[index * laneCount + lane] = coverage[start + index * along.stride + lane * across.stride];
    }
    for (let pass = 0; pass < PASS_COUNT; pass++) {
      averageLanes(samples, averaged, laneCount, box);
      [samples, averaged] = [averaged, samples];
    }
    for (let index = 0; index < along.length; index++) {
      for (let lane = 0; lane < laneCount; lane++) coverage[start + index * along.stride + lane * across.stride] = samples[index * laneCount + lane];
    }
  }
}

function averageLanes(samples: Float64Array, averaged: Float64Array, laneCount: number, { reach, endWeight }: Box): void {
  const lastRow = samples.length - laneCount;
  const rowAt = (index: number): number => Math.min(Math.max(index * laneCount, 0), lastRow);
  const norm = 1 / (2 * reach + 1 + 2 * endWeight);
  const reachInside = Math.min(reach, lastRow / laneCount);
  const sums = new Float64Array(laneCount);
  for (let lane = 0; lane < laneCount; lane++) {
    sums[lane] = samples[lane] * (reach + 1) + samples[lastRow + lane] * (reach - reachInside);
    for (let index = 1; index <= reachInside; index++) sums[lane] += samples[rowAt(index) + lane];
  }
  for (let row = 0, index = 0; row <= lastRow; row += laneCount, index++) {
    const before = rowAt(index - reach - 1);
    const leaving = rowAt(index - reach);
    const entering = rowAt(index + reach + 1);
    for (let lane = 0; lane < laneCount; lane++) {
      const sum = sums[lane];
      const next = samples[entering + lane];
      // Rounding in the running sum can leave -1e-17 where there is nothing.
      const average = (sum + endWeight * (samples[before + lane] + next)) * norm;
      averaged[row + lane] = average < 0 ? 0 : average > 1 ? 1 : average;
      sums[lane] = sum + next - samples[leaving + lane];
    }
  }
}
