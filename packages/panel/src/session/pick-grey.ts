import { type Chromaticity, chromaticityToTemperatureTint, encodedSpaceOf, type Raster, rgbToXyzMatrix, srgbToLinear } from '@openretouch/core';

/** The light that makes a grey look as it does, as the operation `whiteBalance` takes it. */
export interface PickedLight {
  readonly temperature: number;
  readonly tint: number;
}

/** Side of the square that is averaged, in pixels of the preview: one pixel is noise. */
export const PICK_SIDE = 5;
/** Below this linear light a pixel is too dark to say what colour the light has. */
const DARKEST = 0.002;

/**
 * Finds the light under which what was clicked would be grey.
 *
 * @param raster - 8 bit, as the steps before the white balance leave the photo.
 * @param x - 0..1 of the width; `y` of the height.
 * @returns `undefined` where the place is black, white, or so colourful that no light explains it.
 */
export function pickGrey(raster: Raster, x: number, y: number): PickedLight | undefined {
  const rgb = averageLinear(raster, x, y);
  if (rgb === undefined || Math.min(...rgb) < DARKEST) return undefined;
  const { temperatureKelvin, tint } = chromaticityToTemperatureTint(chromaticityOf(rgb, raster));
  return { temperature: Math.round(temperatureKelvin), tint: Math.round(tint * 10) / 10 };
}

/** @returns the mean of a square about a place in linear light, without clipped pixels; `undefined` where all are clipped. */
function averageLinear({ data, width, height, channels }: Raster, x: number, y: number): readonly [number, number, number] | undefined {
  const half = (PICK_SIDE - 1) / 2;
  const [column, row] = [Math.min(Math.floor(x * width), width - 1), Math.min(Math.floor(y * height), height - 1)];
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let v = Math.max(row - half, 0); v <= Math.min(row + half, height - 1); v += 1) {
    for (let u = Math.max(column - half, 0); u <= Math.min(column + half, width - 1); u += 1) {
      const at = (v * width + u) * channels;
      const rgb = [data[at], data[at + 1], data[at + 2]];
      if (Math.max(...rgb) >= 255 || Math.min(...rgb) <= 0) continue;
      rgb.forEach((level, channel) => (sum[channel] += srgbToLinear(level / 255)));
      count += 1;
    }
  }
  return count === 0 ? undefined : [sum[0] / count, sum[1] / count, sum[2] / count];
}

function chromaticityOf(rgb: readonly [number, number, number], { encoding }: Raster): Chromaticity {
  const matrix = rgbToXyzMatrix(encodedSpaceOf(encoding));
  const [x, y, z] = [0, 3, 6].map((row) => matrix[row] * rgb[0] + matrix[row + 1] * rgb[1] + matrix[row + 2] * rgb[2]);
  return [x / (x + y + z), y / (x + y + z)];
}
