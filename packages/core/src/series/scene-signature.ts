import type { SmallCopy } from '../analyse/analysis.js';
import { srgbToLinear } from '../color/transfer-functions.js';
import { areaWeights } from '../raster/axis-weights.js';

/*
 * Maintainer notes. Two photos show one scene where their cells, compared at the shift that suits best, are bright and coloured alike. In
 * logarithms of linear light an exposure adds a constant to all cells' lightness and a cast adds one to each of their two colour ratios,
 * so taking out the means makes both vanish. Much of a photo's plane goes too: bright sky above dark ground is what landscapes have in common.
 * Measured on 430 photos of different things: of pairs of them two in ten thousand are alike by more than 0.75; of a photo and
 * itself at -3 EV 95 % are by more than 0.92, at +-0.5 EV with a cast of 5 % by more than 0.98, and moved by a tenth
 * of the frame half are by more than 0.88.
 */

/** Cells of a signature a side; coarse, so that people may move. */
export const CELLS = 8;
/** Added to linear light before its logarithm, so that the noise of black counts for little. */
const DARK_LINEAR = 0.003;
/** Colour ratios differ less than light does. */
const COLOUR_WEIGHT = 2;

/** Lightness and two colour ratios of 8 x 8 cells in stops, row by row, shape (8, 8, 3); whatever the exposure and the cast, nearly the same. */
export type SceneSignature = readonly number[];

/** @param copy - encoded sRGB. Cells that nothing covers count as the mean of all. */
export function measureScene(copy: SmallCopy): SceneSignature {
  const cells = linearCells(copy);
  const signature: number[] = [];
  for (let cell = 0; cell < CELLS * CELLS; cell += 1) {
    const [red, green, blue] = cells.slice(cell * 3, cell * 3 + 3);
    const stops = (value: number): number => Math.log2(Math.max(value, 0) + DARK_LINEAR);
    signature.push(stops(0.2126 * red + 0.7152 * green + 0.0722 * blue), COLOUR_WEIGHT * (stops(red) - stops(green)), COLOUR_WEIGHT * (stops(blue) - stops(green)));
  }
  return signature.map((value) => Math.round(value * 1e4) / 1e4);
}

/** @returns mean linear light of each cell, weighted by coverage. */
function linearCells({ rgb, weights, width, height }: SmallCopy): Float64Array {
  const columns = areaWeights(width, CELLS);
  const rows = areaWeights(height, CELLS);
  const sums = new Float64Array(CELLS * CELLS * 3);
  const coverage = new Float64Array(CELLS * CELLS);
  const whole = new Float64Array(4);
  for (let cell = 0; cell < CELLS * CELLS; cell += 1) {
    const row = Math.floor(cell / CELLS);
    const column = cell % CELLS;
    for (let y = rows.offsets[row]; y < rows.offsets[row + 1]; y += 1) {
      for (let x = columns.offsets[column]; x < columns.offsets[column + 1]; x += 1) {
        const pixel = (rows.starts[row] + y - rows.offsets[row]) * width + columns.starts[column] + x - columns.offsets[column];
        const weight = rows.weights[y] * columns.weights[x] * (weights?.[pixel] ?? 1);
        for (let channel = 0; channel < 3; channel += 1) {
          const light = weight * srgbToLinear(rgb[pixel * 3 + channel]);
          sums[cell * 3 + channel] += light;
          whole[channel] += light;
        }
        coverage[cell] += weight;
        whole[3] += weight;
      }
    }
  }
  return sums.map((sum, index) => {
    const covered = coverage[Math.floor(index / 3)];
    if (covered > 0) return sum / covered;
    return whole[3] > 0 ? whole[index % 3] / whole[3] : 0;
  });
}

/** @returns a photo's exposure in stops, up to a constant that photos of one scene share. */
export function exposureOfScene(signature: SceneSignature): number {
  let sum = 0;
  for (let cell = 0; cell < CELLS * CELLS; cell += 1) sum += signature[cell * 3];
  return sum / (CELLS * CELLS);
}
