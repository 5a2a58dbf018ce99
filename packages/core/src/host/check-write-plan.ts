import { HostError } from '../errors.js';
import { validateRaster } from '../raster/raster.js';
import type { HostCapabilities } from './host-adapter.js';
import type { RenderedRasterStep, RenderedWritePlan, RenderedWriteStep } from './write-plan.js';

/** What a step asks and the host does not have. */
interface Lack {
  readonly feature: string;
  readonly expected: string;
}

/**
 * Refuses a write plan that asks for what a host does not have, before anything is written. For adapters, at the start of
 * their commit.
 *
 * @returns the steps to leave out because their fallback is `skip`, by index, with the reason for the outcome.
 * @throws {@link HostError} `unsupported` with `fields.feature`, or `too-large`.
 */
export function checkWritePlan({ steps }: RenderedWritePlan, capabilities: HostCapabilities): ReadonlyMap<number, string> {
  const skipped = new Map<number, string>();
  for (const [step, content] of steps.entries()) {
    const lack = findLack(content, capabilities);
    if (lack === undefined) {
      if (content.kind === 'raster') checkSide(step, content, capabilities);
      continue;
    }
    const message = `steps[${step}]: ${lack.feature} (expected ${lack.expected})`;
    if (content.kind === 'raster' || content.fallback === 'raster') throw new HostError('unsupported', message, { fields: { step, feature: lack.feature } });
    skipped.set(step, message);
  }
  return skipped;
}

function findLack(step: RenderedWriteStep, { write, native, metadata }: HostCapabilities): Lack | undefined {
  if (step.kind === 'metadata') return metadata === undefined ? { feature: 'metadata', expected: 'none: the host keeps no text' } : undefined;
  if (step.opacity !== 1 && !write.opacity) return { feature: 'opacity', expected: '1: the host has no layer opacity' };
  if (step.mask !== undefined && !write.mask) return { feature: 'layer-mask', expected: 'none: the host has no layer masks' };
  if (step.kind === 'curves') {
    if (native.curves === undefined) return { feature: 'curves', expected: 'pixels' };
    return step.mask !== undefined && !native.curves.mask ? { feature: 'curves', expected: 'no mask on curves' } : undefined;
  }
  if (step.kind === 'lut') {
    if (native.lut3d === undefined) return { feature: 'lut3d', expected: 'pixels' };
    if (step.lut.size > native.lut3d.maximumSize) return { feature: 'lut3d', expected: `a grid of at most ${native.lut3d.maximumSize}` };
    return step.mask !== undefined && !native.lut3d.mask ? { feature: 'lut3d', expected: 'no mask on a LUT' } : undefined;
  }
  return write.bitDepths.includes(step.pixels.raster.bitDepth) ? undefined : { feature: 'bit-depth', expected: `${write.bitDepths.join(' or ')} bit` };
}

function checkSide(step: number, { pixels: { raster } }: RenderedRasterStep, { write: { maximumSide } }: HostCapabilities): void {
  validateRaster(raster);
  const { width, height } = raster;
  if (maximumSide !== undefined && Math.max(width, height) > maximumSide) {
    throw new HostError('too-large', `steps[${step}].pixels: ${width} x ${height} (expected at most ${maximumSide} a side)`, { fields: { step, width, height, maximumSide } });
  }
}
