// Photos for the sheets: decoded once, small enough that a look takes milliseconds.
import { basename, extname } from 'node:path';
import { decodePhoto } from 'openretouch';
import sharp from 'sharp';

/** @returns the photo's name and a copy of it with 8 bits and no alpha, its long side at most `longSide` pixels. */
export async function readPhoto(path, longSide) {
  const { raster } = await decodePhoto(path);
  const { data, info } = await toSharp(raster)
    .flatten({ background: '#ffffff' })
    .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true, kernel: 'lanczos3' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const small = { data: new Uint8Array(data), width: info.width, height: info.height, channels: info.channels, bitDepth: 8, encoding: raster.encoding, alpha: 'none' };
  return { name: basename(path, extname(path)), raster: small };
}

/** @returns a sharp pipeline that reads an integer raster. */
export function toSharp({ data, width, height, channels }) {
  return sharp(data, { raw: { width, height, channels } });
}
