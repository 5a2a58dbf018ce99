import { editPngChunks, makePngChunk, type Raster, throwIfCancelled } from '@openretouch/core';
import { filterRow } from './png-filter.js';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Rows handed to the compressor at once, in bytes. */
const BLOCK_BYTES = 1 << 20;

/** 8 or 16 bit, with or without alpha. */
export type PngRaster = Raster & { readonly data: Uint8Array | Uint8ClampedArray | Uint16Array };

/**
 * Writes a raster as PNG, to the last bit: alpha straight, as PNG has it.
 *
 * @see W3C PNG, third edition
 */
export async function encodePng(raster: PngRaster, { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: (fraction: number) => void } = {}): Promise<Uint8Array> {
  const { width, height, channels, bitDepth } = raster;
  const storedChannels = raster.alpha === 'none' ? 3 : 4;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([bitDepth === 16 ? 16 : 8, storedChannels === 4 ? 6 : 2], 8);
  const compressor = new CompressionStream('deflate');
  const [compressed] = await Promise.all([collect(compressor.readable), writeRows()]);
  const frame = new Uint8Array([...SIGNATURE, ...makePngChunk('IHDR', header), ...makePngChunk('IEND')]);
  return editPngChunks(frame, compressed.map((part) => makePngChunk('IDAT', part)), () => false);

  async function writeRows(): Promise<void> {
    const writer = compressor.writable.getWriter();
    try {
      const rowBytes = width * storedChannels * (bitDepth === 16 ? 2 : 1);
      const pixelBytes = rowBytes / width;
      const blockRows = Math.max(1, Math.floor(BLOCK_BYTES / rowBytes));
      let row = new Uint8Array(rowBytes);
      let above = new Uint8Array(rowBytes);
      for (let top = 0; top < height; top += blockRows) {
        throwIfCancelled(signal);
        const count = Math.min(blockRows, height - top);
        const block = new Uint8Array(count * (rowBytes + 1));
        for (let y = 0; y < count; y += 1) {
          storeRow(raster.data.subarray((top + y) * width * channels, (top + y + 1) * width * channels), channels, storedChannels, row);
          filterRow(row, above, pixelBytes, block.subarray(y * (rowBytes + 1), (y + 1) * (rowBytes + 1)));
          [row, above] = [above, row];
        }
        await writer.write(block);
        onProgress?.((top + count) / height);
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error);
      throw error;
    }
  }
}

/** Samples as bytes, the higher first. */
function storeRow(samples: Uint8Array | Uint8ClampedArray | Uint16Array, channels: number, storedChannels: number, row: Uint8Array): void {
  let at = 0;
  for (let pixel = 0; pixel < samples.length; pixel += channels) {
    for (let c = 0; c < storedChannels; c += 1) {
      const value = samples[pixel + c];
      if (samples instanceof Uint16Array) row[at++] = value >> 8;
      row[at++] = value;
    }
  }
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return parts;
    parts.push(value);
  }
}
