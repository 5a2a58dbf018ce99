import { deflateSync } from 'node:zlib';
import { editPngChunks, makePngChunk } from '../../../packages/core/src/formats/png-chunks.js';

/** @returns each character as one byte. */
export const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** One grey pixel. */
export const TINY_PNG: Uint8Array = Buffer.concat([
  Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
  makePngChunk('IHDR', Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)),
  makePngChunk('IDAT', deflateSync(Uint8Array.of(0, 128))),
  makePngChunk('IEND'),
]);

/** @returns the pixel with chunks after its header, which ends at byte 33. */
export const withChunks = (...chunks: readonly Uint8Array[]): Uint8Array => editPngChunks(TINY_PNG, chunks, () => false);
