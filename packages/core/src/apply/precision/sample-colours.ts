import { fullScale, type Raster } from '../../raster/raster.js';

/** Cells an edge of the grid that is laid over the picture. */
const CELLS = 64;

/**
 * Takes one pixel out of the middle of each cell of a 64 x 64 grid, the same ones every time; wholly transparent pixels are left out.
 *
 * @param raster - of integers.
 * @returns interleaved encoded RGB triples in 0..1; a new array.
 */
export function sampleColours({ data, width, height, channels, bitDepth }: Raster): Float32Array {
  const scale = 1 / fullScale(bitDepth);
  const columns = Math.min(CELLS, width);
  const rows = Math.min(CELLS, height);
  const rgb = new Float32Array(columns * rows * 3);
  let filled = 0;
  for (let j = 0; j < rows; j += 1) {
    const row = Math.floor(((j + 0.5) * height) / rows);
    for (let i = 0; i < columns; i += 1) {
      const from = (row * width + Math.floor(((i + 0.5) * width) / columns)) * channels;
      if (channels === 4 && data[from + 3] === 0) continue;
      for (let c = 0; c < 3; c += 1) rgb[filled + c] = data[from + c] * scale;
      filled += 3;
    }
  }
  return rgb.subarray(0, filled);
}
