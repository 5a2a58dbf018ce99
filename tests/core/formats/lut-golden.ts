import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import { evaluateLut3d, sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';
import { sharp } from '../../cli/corpus.js';

/** Shape of tests/golden/lut-files.json, written by tests/golden/generate-lut-files.py. */
interface LutFilesGolden {
  /** 96 colours, 16 bit. */
  colours16: number[];
  /** SHA-256 of raw pixels (16 bit: little-endian) by `level/bits`. */
  haldIdentity: Record<'imageMagick' | 'ffmpeg', Record<string, string>>;
  gpuImageIdentity: string;
  imglyIdentity: Record<string, string>;
  hald: { ffmpegTetrahedral: Record<'16', number[]>; imageMagick: Record<'8' | '16', number[]> };
  threeDl: { openColorIo: Record<string, number[]>; ffmpeg: number[] };
  /** 256 greys through the curves, 16 bit, RGB. */
  acv: Record<string, number[]>;
}

const fromRoot = (path: string): URL => new URL(`../../${path}`, import.meta.url);

export const lutGolden = JSON.parse(readFileSync(fromRoot('golden/lut-files.json'), 'utf8')) as LutFilesGolden;

/** @returns the bytes of a file below tests/formats. */
export function readFormatFile(name: string): Uint8Array {
  return readFileSync(fromRoot(`formats/${name}`));
}

/** @returns the pixels of a PNG below tests/formats, decoded by sharp without any colour conversion. */
export async function readPicture(name: string, bitDepth: 8 | 16): Promise<Raster> {
  const { data, info } = await sharp(readFormatFile(name), { ignoreIcc: true })
    .toColourspace(bitDepth === 16 ? 'rgb16' : 'srgb')
    .raw({ depth: bitDepth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const samples = bitDepth === 16 ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : new Uint8Array(data);
  return { data: samples, width: info.width, height: info.height, channels: 3, bitDepth, encoding: 'srgb', alpha: 'none' };
}

/** @returns the LUT that changes nothing. */
export function identityLut(size: number): Lut3dTransform {
  return sampleLut3d(size, 'srgb', () => undefined);
}

/** @returns SHA-256 of a raster's samples, 16 bit little-endian. */
export function hashSamples({ data }: Raster): string {
  return createHash('sha256').update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).digest('hex');
}

/** @returns the golden colours through a LUT, in 16-bit levels, not rounded. */
export function evaluateGolden(lut: Pick<Lut3dTransform, 'size' | 'values'>): number[] {
  const rgb = Float32Array.from(lutGolden.colours16, (value) => value / 65535);
  evaluateLut3d({ kind: 'lut3d', space: 'srgb', size: lut.size, values: lut.values }, rgb, rgb.length / 3);
  return Array.from(rgb, (value) => value * 65535);
}

/** @returns the largest difference of two lists. */
export function largestGap(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}
