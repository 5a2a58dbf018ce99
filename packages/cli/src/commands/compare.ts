import { compareRasters } from '@openretouch/core';
import { decodePhoto } from '../files/decode-photo.js';
import type { CommandContext } from './context.js';

/** Prints how far two pictures of one size are apart. */
export async function compareFiles(pathA: string, pathB: string, { reporter, signal }: CommandContext): Promise<void> {
  const [a, b] = [await decodePhoto(pathA, { signal }), await decodePhoto(pathB, { signal })];
  const { psnr, ssim, ciede2000 } = compareRasters(a.raster, b.raster);
  reporter.line(`PSNR       ${Number.isFinite(psnr) ? `${psnr.toFixed(2)} dB` : 'infinite (equal)'}`);
  reporter.line(`SSIM       ${ssim.toFixed(4)}`);
  reporter.line(`CIEDE2000  mean ${ciede2000.mean.toFixed(3)}, p99 ${ciede2000.p99.toFixed(2)}, max ${ciede2000.maximum.toFixed(2)}`);
  reporter.result({ psnr: Number.isFinite(psnr) ? psnr : 'infinite', ssim, ciede2000 });
}
