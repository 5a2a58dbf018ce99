import { compareRasters, InvalidRasterError } from '@openretouch/core';
import { decodePhoto } from '../files/decode-photo.js';
import { displayPath } from '../files/photo.js';
import type { CommandContext } from './context.js';

/** Prints how far two pictures of one size are apart, both taken to sRGB and to one scale. */
export async function compareFiles(pathA: string, pathB: string, { reporter, signal }: CommandContext): Promise<void> {
  const [a, b] = [await decodePhoto(pathA, { signal }), await decodePhoto(pathB, { signal })];
  if (a.raster.width !== b.raster.width || a.raster.height !== b.raster.height) {
    const sizeOf = ({ raster }: typeof a): string => `${raster.width} x ${raster.height}`;
    throw new InvalidRasterError(`${displayPath(pathA)} has ${sizeOf(a)} pixels, ${displayPath(pathB)} ${sizeOf(b)} (expected one size)`, { a: [a.raster.width, a.raster.height], b: [b.raster.width, b.raster.height] });
  }
  const { psnr, ssim, ciede2000 } = compareRasters(a.raster, b.raster);
  const notes = [...a.notes.map((note) => `${displayPath(pathA)}: ${note}`), ...b.notes.map((note) => `${displayPath(pathB)}: ${note}`)];
  if (a.raster.alpha !== 'none' || b.raster.alpha !== 'none') notes.push('transparency is not compared');
  const isEqual = !Number.isFinite(psnr);
  reporter.line(`PSNR       ${isEqual ? 'infinite (equal)' : `${psnr.toFixed(2)} dB`}`);
  reporter.line(`SSIM       ${ssim.toFixed(4)}`);
  reporter.line(`CIEDE2000  mean ${ciede2000.mean.toFixed(3)}, p99 ${ciede2000.p99.toFixed(2)}, max ${ciede2000.maximum.toFixed(2)}`);
  for (const note of notes) reporter.line(note);
  // JSON has no infinity.
  reporter.result({ isEqual, psnr: isEqual ? null : psnr, ssim, ciede2000, notes });
}
