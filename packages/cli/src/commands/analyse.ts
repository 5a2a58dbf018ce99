import { analyse, type Analysis, type AnalysisKernels, estimateIlluminant, percentile } from '@openretouch/core';
import { chooseKernels } from '@openretouch/kernels';
import { decodePhoto } from '../files/decode-photo.js';
import { errorFields } from '../report.js';
import type { CommandContext } from './context.js';
import { listInputs, reportLeftOut } from './list-inputs.js';

const PERCENTILES = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99];

/**
 * Prints what the core sees in photos: size, spread of luma, clipping, the light's colour. One photo that fails does not stop
 * the others.
 *
 * @returns how many failed.
 */
export async function analyseFiles(paths: readonly string[], context: CommandContext): Promise<number> {
  const { reporter, signal } = context;
  const { photos, leftOut } = await listInputs(paths, signal);
  reportLeftOut(leftOut, reporter);
  const { kernels = {} } = await chooseKernels();
  const results: Record<string, unknown>[] = [];
  let failedCount = leftOut.problems.length;
  for (const { path } of photos) {
    if (reporter.isClosed) break;
    try {
      results.push(await analysePhoto(path, kernels, context));
    } catch (error) {
      signal.throwIfAborted();
      failedCount += 1;
      results.push({ path, error: errorFields(error) });
      reporter.error(error);
    }
  }
  reporter.result(results);
  return failedCount;
}

async function analysePhoto(path: string, kernels: AnalysisKernels, { reporter, signal }: CommandContext): Promise<Record<string, unknown>> {
  const { raster, notes } = await decodePhoto(path, { signal });
  const described = describe(analyse(raster, { signal, kernels }));
  const { width, height, encoding, bitDepth } = raster;
  reporter.line(path);
  reporter.line(`  ${width} x ${height}, ${encoding}, ${bitDepth} bit`);
  reporter.line(`  luma: mean ${described.meanLuma.toFixed(3)}, ${described.lumaPercentiles.map(({ share, value }) => `p${share * 100} ${value.toFixed(2)}`).join(', ')}`);
  reporter.line(`  clipped: ${percent(described.clipped.blackFraction)} black, ${percent(described.clipped.whiteFraction)} white`);
  reporter.line(`  light: linear RGB ${described.illuminant.linearRgb.map((value) => value.toFixed(3)).join(' ')}, confidence ${described.illuminant.confidence.toFixed(2)}`);
  for (const note of notes) reporter.line(`  ${note}`);
  return { path, width, height, encoding, bitDepth, notes, ...described };
}

function describe({ statistics, clipped, copy }: Analysis) {
  return {
    meanRgb: statistics.meanRgb,
    meanLuma: statistics.meanLuma,
    meanChroma: statistics.meanChroma,
    lumaPercentiles: PERCENTILES.map((share) => ({ share, value: percentile(statistics.luma, share) })),
    clipped,
    illuminant: estimateIlluminant(copy),
  };
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} %`;
}
