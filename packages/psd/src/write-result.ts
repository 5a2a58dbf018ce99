import { type EncodedSpace, HostError, type PlacedMask, type PlacedRaster, type RenderedWritePlan, type WriteStepOutcome } from '@openretouch/core';
import { type Layer, writePsdUint8Array } from 'ag-psd';
import { ICC_PROFILE_RESOURCE, insertImageResource } from './image-resources.js';
import { maskLayerData, pixelLayer } from './pixel-layers.js';
import { layerOfStep } from './result-layers.js';

/** Where a result goes, and what it belongs to. */
export interface WriteResultOptions {
  /** The document's, in pixels, at most 30,000 a side. */
  readonly width: number;
  readonly height: number;
  /** What the document's numbers mean. */
  readonly space: EncodedSpace;
  /** The document's own profile. Without it an editor may convert colours as the group is taken over. */
  readonly iccProfile?: Uint8Array;
  /** For people. */
  readonly groupName: string;
  /**
   * A copy of the target, to lie at the bottom of the group with every layer of the result clipped to it. Without one the
   * group itself is clipped to whatever it is put above.
   */
  readonly base?: PsdBase;
}

/** A layer copied into the group. */
export interface PsdBase {
  readonly name: string;
  /** Of 8 bits. */
  readonly pixels: PlacedRaster;
  readonly mask?: PlacedMask;
}

/** A PSD file, and what each step became in it; metadata has no place in one and is not among the outcomes. */
export interface WrittenResult {
  readonly bytes: Uint8Array;
  readonly outcomes: readonly WriteStepOutcome[];
}

const MAXIMUM_SIDE = 30_000;

/**
 * Writes a result as a PSD document with one group: Curves and Color Lookup adjustments and layers of pixels, from the
 * bottom up, each with its mask and opacity.
 *
 * @remarks *Convention:* 8 bits a channel; the merged picture is left out, and the file says so. Pixels come out opaque: what
 * shows of them, the layer they are clipped to decides.
 * @throws HostError `unsupported` with `fields.step` and `fields.feature` for a step PSD has no layer for, unless its fallback is
 * `skip`; `too-large` for a document beyond 30,000 pixels a side.
 * @see Adobe Photoshop File Formats Specification, November 2019
 */
export function writeResultPsd({ steps }: RenderedWritePlan, options: WriteResultOptions): WrittenResult {
  const { width, height, space, iccProfile, groupName, base } = options;
  if (Math.max(width, height) > MAXIMUM_SIDE) {
    throw new HostError('too-large', `document: ${width} x ${height} pixels (expected at most ${MAXIMUM_SIDE} a side in a PSD file)`, { fields: { width, height, maximumSide: MAXIMUM_SIDE } });
  }
  if (base !== undefined) requireEightBits(base);
  const outcomes: WriteStepOutcome[] = [];
  const layers: Layer[] = base === undefined ? [] : [baseLayer(base)];
  for (const [step, content] of steps.entries()) {
    if (content.kind === 'metadata') continue;
    try {
      layers.push({ ...layerOfStep(content, step, space), clipping: base !== undefined });
      outcomes.push({ step, became: content.kind === 'raster' ? 'raster' : 'native' });
    } catch (error) {
      if (!(error instanceof HostError) || content.kind === 'raster' || content.fallback !== 'skip') throw error;
      outcomes.push({ step, became: 'skipped', reason: error.message });
    }
  }
  const group: Layer = base === undefined ? { blendMode: 'pass through', clipping: true } : { blendMode: 'normal' };
  const psd = writePsdUint8Array(
    {
      width,
      height,
      children: [{ ...group, name: groupName, children: layers, opened: true }],
      imageResources: { versionInfo: { hasRealMergedData: false, writerName: 'OpenRetouch', readerName: 'OpenRetouch', fileVersion: 1 } },
    },
    { noBackground: true },
  );
  return { bytes: iccProfile === undefined ? psd : insertImageResource(psd, ICC_PROFILE_RESOURCE, iccProfile), outcomes };
}

function baseLayer({ name, pixels, mask }: PsdBase): Layer {
  return { name, ...pixelLayer(pixels, 'own'), ...(mask === undefined ? {} : { mask: maskLayerData(mask) }) };
}

function requireEightBits({ pixels: { raster } }: PsdBase): void {
  if (raster.bitDepth === 8) return;
  throw new HostError('unsupported', `base: pixels of ${raster.bitDepth} bits (expected 8: PSD files are written with 8 bits a channel)`, { fields: { feature: 'bit-depth' } });
}
