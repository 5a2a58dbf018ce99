import { InvalidFileError, listPngChunks, throwIfCancelled } from '@openretouch/core';
import type { PngColors, SampleTarget } from './png-samples.js';
import { unfilterRow } from './png-filter.js';
import { type PngHeader, readPngHeader } from './png-header.js';
import { createRowWriter } from './png-samples.js';

/*
 * Maintainer notes. A canvas keeps colours multiplied by alpha and 8 bits of 16, so PNG is decoded here: the browser's own inflate, and rows
 * written into the picture as they come, so that nothing but the picture itself is ever whole in memory.
 */

/** Samples of a PNG: three channels, or four where it has transparency, of 8 or 16 bit. */
export interface PngPicture extends SampleTarget {
  readonly height: number;
  readonly isGreyscale: boolean;
}

/**
 * Decodes a PNG of any kind that the standard knows, to the last bit.
 *
 * @param bytes - a whole file; its size has been checked against what memory takes.
 * @throws {@link InvalidFileError} for damaged files and those cut short; the signal's reason.
 * @see W3C PNG, third edition
 */
export async function decodePng(bytes: Uint8Array, name: string, signal?: AbortSignal): Promise<PngPicture> {
  const header = readPngHeader(bytes, name);
  const chunks = listPngChunks(bytes);
  const find = (kind: string): Uint8Array | undefined => chunks.find((chunk) => chunk.kind === kind)?.data;
  const colors = readColors(header, find, name);
  const { width, height, bitDepth, colorType } = header;
  const hasAlpha = colorType === 4 || colorType === 6 || colors.transparency !== undefined;
  const channels = hasAlpha ? 4 : 3;
  const count = width * height * channels;
  const target: SampleTarget = { data: bitDepth === 16 ? new Uint16Array(count) : new Uint8Array(count), width, channels };
  const reader = createRowReader(header, createRowWriter(header, colors, target));
  const compressed = chunks.filter(({ kind }) => kind === 'IDAT').map(({ data }) => data as Uint8Array<ArrayBuffer>);
  try {
    const stream = new Blob(compressed).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
    for (;;) {
      throwIfCancelled(signal);
      const { done, value } = await stream.read();
      if (done) break;
      reader.take(value);
    }
  } catch (cause) {
    throwIfCancelled(signal);
    throw damaged(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (!reader.isWhole()) throw damaged(name, 'rows are missing');
  return { ...target, height, isGreyscale: colorType === 0 || colorType === 4 };
}

function damaged(name: string, reason: string, cause?: unknown): InvalidFileError {
  return new InvalidFileError(`${name}: PNG damaged or cut short (${reason}); get a whole copy of the file`, { path: name, format: 'png' }, { cause });
}

function readColors({ colorType }: PngHeader, find: (kind: string) => Uint8Array | undefined, name: string): PngColors {
  const palette = find('PLTE');
  const transparency = find('tRNS');
  if (colorType === 3 && (palette === undefined || palette.length % 3 !== 0 || palette.length === 0)) throw damaged(name, 'the palette is missing');
  const isUsable = transparency !== undefined && (colorType === 3 || (colorType === 0 && transparency.length >= 2) || (colorType === 2 && transparency.length >= 6));
  return { ...(palette && { palette }), ...(isUsable && { transparency }) };
}

/** A picture within the picture: first pixel and distance of the next, both ways. */
interface Pass {
  readonly left: number;
  readonly top: number;
  readonly stepX: number;
  readonly stepY: number;
}

const WHOLE: readonly Pass[] = [{ left: 0, top: 0, stepX: 1, stepY: 1 }];
/** @see W3C PNG, third edition, 8.2 */
const ADAM7: readonly Pass[] = [
  { left: 0, top: 0, stepX: 8, stepY: 8 },
  { left: 4, top: 0, stepX: 8, stepY: 8 },
  { left: 0, top: 4, stepX: 4, stepY: 8 },
  { left: 2, top: 0, stepX: 4, stepY: 4 },
  { left: 0, top: 2, stepX: 2, stepY: 4 },
  { left: 1, top: 0, stepX: 2, stepY: 2 },
  { left: 0, top: 1, stepX: 1, stepY: 2 },
];

interface RowReader {
  /** Takes inflated bytes as they come. @throws for a filter that there is not. */
  take(bytes: Uint8Array): void;
  isWhole(): boolean;
}

function createRowReader(header: PngHeader, writeRow: ReturnType<typeof createRowWriter>): RowReader {
  const { width, height, bitDepth, storedChannels } = header;
  const pixelBits = bitDepth * storedChannels;
  const passes = (header.isInterlaced ? ADAM7 : WHOLE).filter(({ left, top }) => left < width && top < height);
  let passIndex = -1;
  let y = height;
  let filled = 0;
  // One byte of filter before the row.
  let line = new Uint8Array(0);
  let above = new Uint8Array(0);
  const startPass = (): void => {
    passIndex += 1;
    if (passIndex === passes.length) return;
    const { left, top, stepX } = passes[passIndex];
    const length = Math.ceil((Math.ceil((width - left) / stepX) * pixelBits) / 8);
    line = new Uint8Array(length + 1);
    above = new Uint8Array(length + 1);
    y = top;
  };
  startPass();
  return {
    isWhole: () => passIndex === passes.length,
    take(bytes) {
      for (let offset = 0; offset < bytes.length && passIndex < passes.length; ) {
        const count = Math.min(line.length - filled, bytes.length - offset);
        line.set(bytes.subarray(offset, offset + count), filled);
        filled += count;
        offset += count;
        if (filled < line.length) return;
        filled = 0;
        const row = line.subarray(1);
        if (!unfilterRow(line[0], row, above.subarray(1), Math.max(1, pixelBits >> 3))) throw new Error(`filter ${line[0]}`);
        const { left, stepX, stepY } = passes[passIndex];
        writeRow(row, y, left, stepX);
        [line, above] = [above, line];
        y += stepY;
        if (y >= height) startPass();
      }
    },
  };
}
