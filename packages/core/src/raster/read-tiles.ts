import { type ConvolutionLayer, featureCounts, receptiveField } from './receptive-field.js';
import { type EncodedSpace, encodedSpaceOf, fullScale, type Raster } from './raster.js';
import { hashCell, pickWithin } from './sample-pixels.js';
import { encodeSrgbByTable } from './srgb-encode-table.js';

/** Which parts of a photo are looked at: those that some outputs of a stack of convolutions read. */
export interface TileRequest {
  readonly layers: readonly ConvolutionLayer[];
  /** Tiles at most, 1 or more. */
  readonly count: number;
}

/**
 * Parts of a photo at its own pixels.
 *
 * @remarks *Convention:* `rgb` is interleaved, shape (N, H, W, 3), encoded values of `space`; `weights` (N, H, W) is alpha coverage,
 * absent when the photo is opaque. What of a tile lies outside of the photo holds 0.
 */
export interface PhotoTiles {
  readonly rgb: Float32Array;
  readonly weights: Float32Array | undefined;
  /** Of a tile. */
  readonly width: number;
  readonly height: number;
  /** Column and row of the photo that each tile begins at; negative where it begins outside. */
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  /** The share of the photo's outputs that each tile stands for; they sum to 1. */
  readonly shares: Float32Array;
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  readonly space: EncodedSpace;
}

/**
 * Reads tiles, each of the pixels that one output of the layers depends on: the mean of the tiles' outputs, weighted by their shares,
 * estimates the mean over the whole photo without bias, at a cost that does not grow with the photo.
 *
 * The outputs are parted into a grid of 32 x 32 cells for 1024 tiles, and one is taken out of each: which one is fixed by the cell's
 * position and looks random. A photo with no more pixels than all tiles together is one tile, and nothing is estimated.
 *
 * @see Cochran, "Sampling Techniques", chapter 5: stratified random sampling
 */
export function readTiles(raster: Raster, { layers, count }: TileRequest): PhotoTiles {
  const { side, step, start } = receptiveField(layers);
  const [across, down] = [raster.width, raster.height].map((length) => featureCounts(layers, length).at(-1) ?? 1);
  if (raster.width * raster.height <= count * side * side) {
    return read(raster, [{ column: start, row: start, share: 1 }], side + (across - 1) * step, side + (down - 1) * step);
  }
  const rowCount = Math.min(Math.floor(Math.sqrt(count)), down);
  const columnCount = Math.min(Math.floor(count / rowCount), across);
  const places: Place[] = [];
  for (let row = 0; row < rowCount; row += 1) {
    for (let column = 0; column < columnCount; column += 1) {
      const hash = hashCell(places.length);
      const x = pickWithin(column, columnCount, across, (hash & 0xffff) / 0x10000);
      const y = pickWithin(row, rowCount, down, (hash >>> 16) / 0x10000);
      places.push({ column: start + x * step, row: start + y * step, share: (lengthOf(column, columnCount, across) * lengthOf(row, rowCount, down)) / (across * down) });
    }
  }
  return read(raster, places, side, side);
}

interface Place {
  readonly column: number;
  readonly row: number;
  readonly share: number;
}

/** Outputs of a cell, along one axis. */
function lengthOf(cell: number, cellCount: number, outputCount: number): number {
  return Math.floor(((cell + 1) * outputCount) / cellCount) - Math.floor((cell * outputCount) / cellCount);
}

function read(raster: Raster, places: readonly Place[], width: number, height: number): PhotoTiles {
  const { data, channels } = raster;
  const scale = 1 / fullScale(raster.bitDepth);
  const isLinear = raster.encoding === 'linear-srgb';
  const rgb = new Float32Array(places.length * width * height * 3);
  const weights = raster.alpha === 'straight' ? new Float32Array(places.length * width * height) : undefined;
  let isOpaque = true;
  places.forEach(({ column, row }, tile) => {
    for (let y = Math.max(row, 0); y < Math.min(row + height, raster.height); y += 1) {
      for (let x = Math.max(column, 0); x < Math.min(column + width, raster.width); x += 1) {
        const from = (y * raster.width + x) * channels;
        const pixel = (tile * height + y - row) * width + x - column;
        for (let channel = 0; channel < 3; channel += 1) {
          const value = data[from + channel] * scale;
          rgb[pixel * 3 + channel] = isLinear ? encodeSrgbByTable(value) : value;
        }
        if (weights === undefined) continue;
        weights[pixel] = Math.min(Math.max(data[from + 3] * scale, 0), 1);
        isOpaque &&= weights[pixel] === 1;
      }
    }
  });
  return {
    rgb,
    weights: isOpaque ? undefined : weights,
    width,
    height,
    columns: Int32Array.from(places, ({ column }) => column),
    rows: Int32Array.from(places, ({ row }) => row),
    shares: Float32Array.from(places, ({ share }) => share),
    sourceWidth: raster.width,
    sourceHeight: raster.height,
    space: encodedSpaceOf(raster.encoding),
  };
}
