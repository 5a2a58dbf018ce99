import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Raster } from '../../packages/core/src/raster/raster.js';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Folders of photos in the repository. */
export const PHOTO_FOLDERS = { conformance: root('packages/core/conformance/photos'), samples: root('samples'), good: root('tests/photos/good') } as const;

/** @returns paths of the photos in a folder, in the order of their names. */
export function listPhotos(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.(png|jpg)$/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** Decodes a JPEG or PNG of the repository to an 8-bit sRGB raster. */
export async function readPhoto(path: string): Promise<Raster> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) throw new Error(`${path}: ${info.channels} channels (expected 3 or 4)`);
  return {
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
    channels: info.channels,
    bitDepth: 8,
    encoding: 'srgb',
    alpha: info.channels === 4 ? 'straight' : 'none',
  };
}

/** Writes an 8-bit raster as PNG. */
export async function writePng(raster: Raster, path: string): Promise<void> {
  const { width, height, channels } = raster;
  await sharp(Buffer.from(raster.data as Uint8Array), { raw: { width, height, channels } }).png({ compressionLevel: 9 }).toFile(path);
}
