import { analyse, type Analysis, estimateIlluminant, percentile } from '@openretouch/core';
import { decodePhoto } from '../files/decode-photo.js';
import { displayPath } from '../files/photo.js';
import type { CommandContext } from './context.js';

const PERCENTILES = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99];

/** Prints what the core sees in a photo: size, spread of luma, clipping, the light's colour. */
export async function analyseFiles(paths: readonly string[], { reporter, signal }: CommandContext): Promise<void> {
  const results: Record<string, unknown>[] = [];
  for (const path of paths) {
    const { raster, notes } = await decodePhoto(path, { signal });
    const result = { path, width: raster.width, height: raster.height, encoding: raster.encoding, bitDepth: raster.bitDepth, notes, ...describe(analyse(raster, { signal })) };
    results.push(result);
    reporter.line(displayPath(path));
    reporter.line(`  ${raster.width} x ${raster.height}, ${raster.encoding}, ${raster.bitDepth} bit`);
    reporter.line(`  luma: mean ${result.meanLuma.toFixed(3)}, ${PERCENTILES.map((share, i) => `p${share * 100} ${result.lumaPercentiles[i].toFixed(2)}`).join(', ')}`);
    reporter.line(`  clipped: ${percent(result.clipped.blackFraction)} black, ${percent(result.clipped.whiteFraction)} white`);
    reporter.line(`  light: linear RGB ${result.illuminant.linearRgb.map((value) => value.toFixed(3)).join(' ')}, confidence ${result.illuminant.confidence.toFixed(2)}`);
    for (const note of notes) reporter.line(`  ${displayPath(note)}`);
  }
  reporter.result(results);
}

function describe({ statistics, clipped, copy }: Analysis) {
  return {
    meanRgb: statistics.meanRgb,
    meanLuma: statistics.meanLuma,
    meanChroma: statistics.meanChroma,
    lumaPercentiles: PERCENTILES.map((share) => percentile(statistics.luma, share)),
    clipped,
    illuminant: estimateIlluminant(copy),
  };
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} %`;
}
