import type { MatrixTransform } from '../../transforms/transform.js';
import type { LevelRamp } from '../kernels.js';

/** Numbers an entry: three, and one to keep the index a shift. */
const ENTRY = 4;

export type Range = readonly [low: number, high: number];

/** Where a table begins and how many entries it has a unit of input. */
export interface TableAxis {
  readonly low: number;
  readonly scale: number;
}

/**
 * A matrix on 8-bit pixels as columns: for each channel of the input and each of its 256 levels, what it adds to the three indices
 * into the tables that follow. Entry (channel, level) is at 4 (256 channel + level); the offset, and the half that makes truncation
 * rounding, ride on red. Float64, any range.
 */
export function buildColumns({ rgb }: LevelRamp, { matrix }: MatrixTransform, axes: readonly TableAxis[]): Float64Array {
  const columns = new Float64Array(3 * 256 * ENTRY);
  axes.forEach(({ low, scale }, row) => {
    const offset = (matrix[row * 4 + 3] - low) * scale + 0.5;
    for (let channel = 0; channel < 3; channel += 1) {
      const gain = matrix[row * 4 + channel] * scale;
      for (let level = 0; level < 256; level += 1) {
        columns[(channel * 256 + level) * ENTRY + row] = gain * rgb[level * 3 + channel] + (channel === 0 ? offset : 0);
      }
    }
  });
  return columns;
}

/** @returns bounds of each channel over every level. */
export function rangesOfRamp({ rgb }: LevelRamp): Range[] {
  return [0, 1, 2].map((channel) => {
    let low = Infinity;
    let high = -Infinity;
    for (let p = channel; p < rgb.length; p += 3) {
      low = Math.min(low, rgb[p]);
      high = Math.max(high, rgb[p]);
    }
    return [low, high] as const;
  });
}

/** @returns bounds of each row of the matrix over a box of inputs. */
export function rangesOfMatrix({ matrix }: MatrixTransform, inputs: readonly Range[]): Range[] {
  return [0, 1, 2].map((row) => {
    let low = matrix[row * 4 + 3];
    let high = low;
    inputs.forEach(([inputLow, inputHigh], channel) => {
      const gain = matrix[row * 4 + channel];
      low += gain * (gain > 0 ? inputLow : inputHigh);
      high += gain * (gain > 0 ? inputHigh : inputLow);
    });
    return [low, high] as const;
  });
}
