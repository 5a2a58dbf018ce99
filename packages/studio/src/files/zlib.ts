import type { Zlib } from '@openretouch/core/photo-file';

/** The browser's own zlib, which Node has too. */
export const zlib: Zlib = {
  inflate: (bytes, maximumBytes) => readAll(pipe(bytes, new DecompressionStream('deflate')), maximumBytes),
  deflate: (bytes) => readAll(pipe(bytes, new CompressionStream('deflate')), Infinity),
};

function pipe(bytes: Uint8Array, through: ReadableWritablePair<Uint8Array, BufferSource>): ReadableStream<Uint8Array> {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(through);
}

async function readAll(stream: ReadableStream<Uint8Array>, maximumBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maximumBytes) {
      await reader.cancel();
      throw new RangeError(`inflated beyond ${maximumBytes} bytes`);
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
