import type { PhotoTiles } from '../raster/read-tiles.js';
import { type ConvolutionLayer, featureCounts, receptiveField } from '../raster/receptive-field.js';
import type { Tensor } from './runtime.js';

/** What a graph is given of a photo's tiles. */
export interface TileTensors {
  /** Shape (N, 3, H, W): the pixels; zeros outside of the photo, as the first layer's padding is. */
  readonly tiles: Tensor;
  /**
   * For each layer but the last, shape (N, 1, H', W'): 1 where it gives a feature of the photo, 0 where the layer after it would find
   * padding.
   */
  readonly inside: readonly Tensor[];
  /** Shape (N, 1, H'', W''): the weight of each output in the mean; they sum to 1. */
  readonly shares: Tensor;
}

/**
 * Makes tiles into what a graph whose convolutions add no padding needs to give the outputs that the padded layers give over the
 * whole photo, at its borders too.
 *
 * @param tiles - encoded sRGB in 0..1.
 * @remarks *Convention:* coverage weighs outputs by its mean over the pixels they read, and what shows through takes the mean colour of
 * what is covered in the tile. Where nothing is covered, all outputs weigh the same.
 */
export function tileTensors(tiles: PhotoTiles, layers: readonly ConvolutionLayer[]): TileTensors {
  return { tiles: pixelTensor(tiles), inside: insideTensors(tiles, layers), shares: shareTensor(tiles, layers) };
}

function isOutside({ columns, rows, sourceWidth, sourceHeight }: PhotoTiles, tile: number, x: number, y: number): boolean {
  const [column, row] = [columns[tile] + x, rows[tile] + y];
  return column < 0 || row < 0 || column >= sourceWidth || row >= sourceHeight;
}

function pixelTensor(tiles: PhotoTiles): Tensor {
  const { rgb, weights, width, height, columns } = tiles;
  const plane = width * height;
  const data = new Float32Array(rgb.length);
  columns.forEach((_, tile) => {
    const shown = weights === undefined ? undefined : coveredColour(tiles, tile);
    for (let pixel = 0; pixel < plane; pixel += 1) {
      if (isOutside(tiles, tile, pixel % width, Math.floor(pixel / width))) continue;
      const at = tile * plane + pixel;
      const weight = shown === undefined ? 1 : (weights?.[at] ?? 1);
      for (let channel = 0; channel < 3; channel += 1) {
        const value = rgb[at * 3 + channel];
        data[(tile * 3 + channel) * plane + pixel] = shown === undefined ? value : weight * value + (1 - weight) * shown[channel];
      }
    }
  });
  return { data, shape: [columns.length, 3, height, width] };
}

/** @returns `undefined` where nothing is covered. */
function coveredColour({ rgb, weights, width, height }: PhotoTiles, tile: number): readonly number[] | undefined {
  const sums = [0, 0, 0];
  let total = 0;
  for (let at = tile * width * height; at < (tile + 1) * width * height; at += 1) {
    const weight = weights?.[at] ?? 1;
    total += weight;
    for (let channel = 0; channel < 3; channel += 1) sums[channel] += weight * rgb[at * 3 + channel];
  }
  return total > 0 ? sums.map((sum) => sum / total) : undefined;
}

function insideTensors({ width, height, columns, rows, sourceWidth, sourceHeight }: PhotoTiles, layers: readonly ConvolutionLayer[]): Tensor[] {
  const across = featureCounts(layers, sourceWidth);
  const down = featureCounts(layers, sourceHeight);
  return layers.slice(0, -1).map((_, layer) => {
    const { side, step, start } = receptiveField(layers.slice(0, layer + 1));
    const [featuresAcross, featuresDown] = [(width - side) / step + 1, (height - side) / step + 1];
    const data = new Float32Array(columns.length * featuresAcross * featuresDown);
    columns.forEach((column, tile) => {
      const [firstX, firstY] = [(column - start) / step, (rows[tile] - start) / step];
      for (let y = 0; y < featuresDown; y += 1) {
        for (let x = 0; x < featuresAcross; x += 1) {
          const isInside = firstX + x >= 0 && firstX + x < across[layer] && firstY + y >= 0 && firstY + y < down[layer];
          data[(tile * featuresDown + y) * featuresAcross + x] = isInside ? 1 : 0;
        }
      }
    });
    return { data, shape: [columns.length, 1, featuresDown, featuresAcross] };
  });
}

function shareTensor(tiles: PhotoTiles, layers: readonly ConvolutionLayer[]): Tensor {
  const { width, height, columns, shares, weights } = tiles;
  const { side, step } = receptiveField(layers);
  const [across, down] = [(width - side) / step + 1, (height - side) / step + 1];
  const data = new Float32Array(columns.length * across * down);
  const weigh = (coverage: (tile: number, x: number, y: number) => number): number => {
    let total = 0;
    for (let i = 0; i < data.length; i += 1) {
      const tile = Math.floor(i / (across * down));
      data[i] = shares[tile] * coverage(tile, (i % across) * step, (Math.floor(i / across) % down) * step);
      total += data[i];
    }
    return total;
  };
  const everywhere = (): number => weigh(() => 1);
  const covered = weights === undefined ? everywhere() : weigh((tile, x, y) => meanCoverage(tiles, weights, tile, x, y, side));
  const total = covered > 0 ? covered : everywhere();
  return { data: data.map((value) => value / total), shape: [columns.length, 1, down, across] };
}

function meanCoverage(tiles: PhotoTiles, weights: Float32Array, tile: number, left: number, top: number, side: number): number {
  const { width, height } = tiles;
  let sum = 0;
  let count = 0;
  for (let y = top; y < top + side; y += 1) {
    for (let x = left; x < left + side; x += 1) {
      if (isOutside(tiles, tile, x, y)) continue;
      sum += weights[(tile * height + y) * width + x];
      count += 1;
    }
  }
  return sum / Math.max(count, 1);
}
