import { deflateSync, inflateSync } from 'node:zlib';
import type { Zlib } from '@openretouch/core/photo-file';

/** Node's zlib, as the PNG container takes it. */
export const zlib: Zlib = {
  inflate: async (bytes, maxOutputLength) => inflateSync(bytes, { maxOutputLength }),
  deflate: async (bytes) => deflateSync(bytes),
};
