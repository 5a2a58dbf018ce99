import { HostError } from '../errors.js';
import { validateRaster } from '../raster/raster.js';
import type { HostCapabilities } from './host-adapter.js';
import type { RenderedWritePlan } from './write-plan.js';

/**
 * Refuses a write plan that asks for what a host does not have, before anything is written. For adapters, at the start of
 * their commit.
 *
 * @throws {@link HostError} `unsupported` with `fields.feature`, or `too-large`.
 */
export function checkWritePlan({ steps }: RenderedWritePlan, { write, native, metadata }: HostCapabilities): void {
  for (const [index, step] of steps.entries()) {
    const refuse = (feature: string, expected: string): never => {
      throw new HostError('unsupported', `steps[${index}]: ${feature} (expected ${expected})`, { fields: { step: index, feature } });
    };
    if (step.kind === 'metadata') {
      if (metadata === undefined) refuse('metadata', 'none: the host keeps no text');
      continue;
    }
    if (step.opacity !== 1 && !write.opacity) refuse('opacity', '1: the host has no layer opacity');
    if (step.mask !== undefined && !write.mask) refuse('layer-mask', 'none: the host has no layer masks');
    if (step.kind === 'curves') {
      if (native.curves === undefined) refuse('curves', 'pixels');
      else if (step.mask !== undefined && !native.curves.mask) refuse('curves', 'no mask on curves');
    } else if (step.kind === 'lut') {
      if (native.lut3d === undefined) refuse('lut3d', 'pixels');
      else if (step.lut.size > native.lut3d.maximumSize) refuse('lut3d', `a grid of at most ${native.lut3d.maximumSize}`);
      else if (step.mask !== undefined && !native.lut3d.mask) refuse('lut3d', 'no mask on a LUT');
    } else {
      const { raster } = step.pixels;
      validateRaster(raster);
      if (!write.bitDepths.includes(raster.bitDepth)) refuse('bit-depth', `${write.bitDepths.join(' or ')} bit`);
      const side = Math.max(raster.width, raster.height);
      if (write.maximumSide !== undefined && side > write.maximumSide) {
        throw new HostError('too-large', `steps[${index}].pixels: ${raster.width} x ${raster.height} (expected at most ${write.maximumSide} a side)`, {
          fields: { step: index, width: raster.width, height: raster.height, maximumSide: write.maximumSide },
        });
      }
    }
  }
}
