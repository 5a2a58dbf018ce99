/** Samples of one picture, channels interleaved. */
export interface SampleGrid<Samples extends Uint8Array | Uint16Array = Uint8Array | Uint16Array> {
  readonly data: Samples;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/**
 * Turns and mirrors a picture as its EXIF orientation asks, so that row 0 is the top as seen.
 *
 * @param orientation - 1..8.
 * @returns a new grid, width and height exchanged for 5..8; the same grid for 1.
 * @see Exif 3.0, 4.6.5.1.6: where row 0 and column 0 are.
 */
export function orientSamples<Samples extends Uint8Array | Uint16Array>(grid: SampleGrid<Samples>, orientation: number): SampleGrid<Samples> {
  if (orientation <= 1 || orientation > 8) return grid;
  const { data, width, height, channels } = grid;
  const isTransposed = orientation >= 5;
  // The stored column runs from right to left, and the stored row from bottom to top.
  const isColumnReversed = [2, 3, 7, 8].includes(orientation);
  const isRowReversed = [3, 4, 6, 7].includes(orientation);
  const outWidth = isTransposed ? height : width;
  const outHeight = isTransposed ? width : height;
  const out = (data instanceof Uint16Array ? new Uint16Array(data.length) : new Uint8Array(data.length)) as Samples;
  let target = 0;
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      const column = isTransposed ? y : x;
      const row = isTransposed ? x : y;
      let source = ((isRowReversed ? height - 1 - row : row) * width + (isColumnReversed ? width - 1 - column : column)) * channels;
      for (let channel = 0; channel < channels; channel++) out[target++] = data[source++];
    }
  }
  return { data: out, width: outWidth, height: outHeight, channels };
}
