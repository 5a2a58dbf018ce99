import { InvalidFileError, listPngChunks } from '@openretouch/core';

/** How a PNG stores its samples. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 1 | 2 | 4 | 8 | 16;
  readonly colorType: 0 | 2 | 3 | 4 | 6;
  readonly isInterlaced: boolean;
  /** Of a pixel as it is stored: 1 for grey and palette. */
  readonly storedChannels: 1 | 2 | 3 | 4;
}

const STORED_CHANNELS: Readonly<Record<number, 1 | 2 | 3 | 4>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** @see W3C PNG, third edition, table 10 */
const BIT_DEPTHS: Readonly<Record<number, readonly number[]>> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };

/**
 * Reads a PNG's header chunk.
 *
 * @throws {@link InvalidFileError} where there is none, or one that the standard does not know.
 */
export function readPngHeader(bytes: Uint8Array, name: string): PngHeader {
  const data = listPngChunks(bytes).find(({ kind }) => kind === 'IHDR')?.data;
  if (data === undefined || data.length < 13) throw new InvalidFileError(`${name}: PNG without a header; get a whole copy of the file`, { path: name, format: 'png' });
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [bitDepth, colorType, compression, filter, interlace] = data.subarray(8, 13);
  if (!BIT_DEPTHS[colorType]?.includes(bitDepth) || compression !== 0 || filter !== 0 || interlace > 1) {
    throw new InvalidFileError(`${name}: PNG of an unknown kind (colour type ${colorType}, ${bitDepth} bit, interlace ${interlace}); the file is damaged`, { path: name, format: 'png', colorType, bitDepth });
  }
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitDepth: bitDepth as PngHeader['bitDepth'],
    colorType: colorType as PngHeader['colorType'],
    isInterlaced: interlace === 1,
    storedChannels: STORED_CHANNELS[colorType],
  };
}
