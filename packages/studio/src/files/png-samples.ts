import type { PngHeader } from './png-header.js';

/** The three or four channels of a picture that are filled row by row. */
export interface SampleTarget {
  readonly data: Uint8Array | Uint16Array;
  readonly width: number;
  readonly channels: 3 | 4;
}

/** What stands beside the samples. */
export interface PngColors {
  /** Red, green, blue of each entry. */
  readonly palette?: Uint8Array;
  /** Alpha of palette entries, or the one grey or colour that is transparent, as stored. */
  readonly transparency?: Uint8Array;
}

/** Spreads stored rows over a target: grey over three channels, palette entries as colours, 1 to 4 bits over 8. */
export function createRowWriter(header: PngHeader, { palette, transparency }: PngColors, target: SampleTarget): (row: Uint8Array, y: number, left: number, step: number) => void {
  const { bitDepth, colorType, storedChannels } = header;
  const { data, width, channels } = target;
  const full = bitDepth === 16 ? 65_535 : 255;
  const scale = bitDepth < 8 ? 255 / ((1 << bitDepth) - 1) : 1;
  const key = colorType === 3 || transparency === undefined ? undefined : readKey(transparency, colorType === 0 ? 1 : 3);
  const readSample = (row: Uint8Array, index: number): number => {
    if (bitDepth === 8) return row[index];
    if (bitDepth === 16) return row[index * 2] * 256 + row[index * 2 + 1];
    return (row[(index * bitDepth) >> 3] >> (8 - bitDepth - ((index * bitDepth) & 7))) & ((1 << bitDepth) - 1);
  };
  return (row, y, left, step) => {
    let stored = 0;
    for (let x = left; x < width; x += step, stored += storedChannels) {
      const at = (y * width + x) * channels;
      const first = readSample(row, stored);
      if (colorType === 3) {
        for (let c = 0; c < 3; c += 1) data[at + c] = palette?.[first * 3 + c] ?? 0;
        if (channels === 4) data[at + 3] = transparency?.[first] ?? 255;
        continue;
      }
      const isGrey = colorType === 0 || colorType === 4;
      const green = isGrey ? first : readSample(row, stored + 1);
      const blue = isGrey ? first : readSample(row, stored + 2);
      data[at] = first * scale;
      data[at + 1] = green * scale;
      data[at + 2] = blue * scale;
      if (channels === 3) continue;
      if (key === undefined) data[at + 3] = readSample(row, stored + storedChannels - 1);
      else data[at + 3] = first === key[0] && green === key[1] && blue === key[2] ? 0 : full;
    }
  };
}

/** Two bytes a channel whatever the depth; a grey one stands for all three. */
function readKey(transparency: Uint8Array, count: 1 | 3): readonly number[] {
  return [0, 1, 2].map((c) => {
    const at = count === 1 ? 0 : c * 2;
    return transparency[at] * 256 + transparency[at + 1];
  });
}
