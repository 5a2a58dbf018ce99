import type { HostErrorCode } from '../../errors.js';
import { allocateData, type BitDepth, type Raster } from '../../raster/raster.js';
import { sampleLut3d } from '../../transforms/lut3d.js';
import type { HostCapabilities } from '../host-adapter.js';
import type { PlacedMask } from '../placed.js';
import type { RenderedWritePlan, RenderedWriteStep } from '../write-plan.js';

/** A write plan that a host with these capabilities must refuse. */
export interface RefusedWritePlan {
  readonly what: string;
  readonly writePlan: RenderedWritePlan;
  readonly codes: readonly HostErrorCode[];
}

/** @returns one write plan for each limit that the capabilities declare. */
export function refusedWritePlans({ native, write }: HostCapabilities): RefusedWritePlan[] {
  const refused: RefusedWritePlan[] = [];
  const add = (what: string, step: RenderedWriteStep, codes: readonly HostErrorCode[] = ['unsupported']): void => {
    refused.push({ what, writePlan: { steps: [step] }, codes });
  };
  const layer = { name: 'refused', opacity: 1, mask: undefined, exactness: 'exact', error: { meanLevels: 0, maximumLevels: 0 } } as const;
  const lut = (size: number): RenderedWriteStep => ({ ...layer, kind: 'lut', fallback: 'raster', lut: sampleLut3d(size, 'srgb', () => undefined) });
  const pixels = (width: number, bitDepth: BitDepth, extra: Partial<Pick<RenderedWriteStep & { kind: 'raster' }, 'opacity' | 'mask'>> = {}): RenderedWriteStep => {
    const raster: Raster = { data: allocateData(bitDepth, width * 4), width, height: 1, channels: 4, bitDepth, encoding: 'srgb', alpha: 'straight' };
    return { ...layer, kind: 'raster', pixels: { raster, bounds: { left: 0, top: 0, width, height: 1 } }, ...extra };
  };
  const depth = write.bitDepths[0];

  if (native.lut3d === undefined) add('a LUT', lut(2));
  else if (native.lut3d.maximumSize < 65) add('a LUT with too large a grid', lut(native.lut3d.maximumSize + 1));
  if (native.curves === undefined) {
    const table = Float32Array.of(0, 1);
    add('curves', { ...layer, kind: 'curves', fallback: 'raster', tables: [table, table, table] });
  }
  const missingDepth = ([8, 16, 32] as const).find((bitDepth) => !write.bitDepths.includes(bitDepth));
  if (missingDepth !== undefined) add(`${missingDepth}-bit pixels`, pixels(1, missingDepth));
  if (write.maximumSide !== undefined) add('pixels that are too large', pixels(write.maximumSide + 1, depth), ['too-large']);
  if (!write.opacity) add('a layer opacity', pixels(1, depth, { opacity: 0.5 }));
  if (!write.mask) {
    const mask: PlacedMask = { mask: { data: new Uint8Array(1), width: 1, height: 1 }, bounds: { left: 0, top: 0, width: 1, height: 1 }, outsideCoverage: 0 };
    add('a layer mask', pixels(1, depth, { mask }));
  }
  return refused;
}
