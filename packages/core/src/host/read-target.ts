import { type CancelSignal, throwIfCancelled } from '../cancel.js';
import { HostError, InvalidRasterError } from '../errors.js';
import { type Raster, validateRaster } from '../raster/raster.js';
import type { Recipe } from '../recipe/recipe.js';
import { callHost } from './call-host.js';
import { definedOnly } from './defined-only.js';
import { type HostAdapter, type HostCapabilities, HOST_MASK_SLOT, type ReadMask, type ReadRaster, SELECTION_SLOT, type TargetReference } from './host-adapter.js';
import type { PlacedMask, Rectangle } from './placed.js';
import { coveredBounds, cropPlacedRaster, intersectRectangles } from './placement.js';
import type { OpenTarget, RunOptions } from './run-options.js';

/** The pixels of a target as they were read, or a photo of them that is open already. */
export type TargetPixels =
  | {
      readonly raster: Raster;
      /** Gives the memory back, where it is the host's. */
      readonly release?: () => void;
    }
  | { readonly photo: number };

/** What was read of a target, cut to what is to be retouched. */
export interface TargetInput {
  readonly pixels: TargetPixels;
  readonly bounds: Rectangle;
  readonly iccProfile: Uint8Array | undefined;
  /** In document coordinates, by slot; memory of the host's or the caller's. */
  readonly masks: Readonly<Record<string, PlacedMask>>;
  readonly hasSelection: boolean;
  readonly revision: string;
  /** Gives lent memory back to the host; any number of times. */
  release(): void;
}

/** Reads what is to be retouched of a target: selection, pixels, and the masks that the recipe names. */
export async function readTarget(target: TargetReference, capabilities: HostCapabilities, options: RunOptions, open?: OpenTarget): Promise<TargetInput> {
  const lent: { release?(): void }[] = [];
  const release = (): void => lent.splice(0).forEach((buffer) => buffer.release?.());
  try {
    return { ...(await readParts(target, capabilities, options, open, lent)), release };
  } catch (error) {
    release();
    throw error;
  }
}

async function readParts(target: TargetReference, capabilities: HostCapabilities, options: RunOptions, open: OpenTarget | undefined, lent: { release?(): void }[]): Promise<Omit<TargetInput, 'release'>> {
  const { host, signal } = options;
  const revisions = new Set<string>();
  const readMask = async (slot: string): Promise<PlacedMask | null> => {
    const painted = await options.masks?.(target, slot);
    if (painted !== undefined && painted !== null) return painted;
    if (!canReadMask(capabilities, slot)) return null;
    const mask = await callHost(`readMask ${JSON.stringify(slot)}`, 'read-failed', signal, () => host.readMask(target, slot, definedOnly({ signal })));
    if (mask === null) return null;
    lent.push(mask);
    revisions.add(mask.revision);
    checkMaskBounds(slot, mask);
    return mask;
  };

  const selection = await readMask(SELECTION_SLOT);
  const wanted = selection === null || selection.outsideCoverage > 0 ? undefined : (coveredBounds(selection) ?? nothingInside(target));
  const source = wanted === undefined && open !== undefined && open.revision === target.revision ? takeOpen(open, revisions) : await readPixels(target, capabilities, wanted, options, lent, revisions);
  const masks: Record<string, PlacedMask> = Object.create(null) as Record<string, PlacedMask>;
  if (selection !== null) masks[SELECTION_SLOT] = barePlaced(selection);
  for (const slot of slotsOf(options.recipe)) {
    if (slot in masks) continue;
    const mask = await readMask(slot);
    if (mask !== null) masks[slot] = barePlaced(mask);
  }
  throwIfCancelled(signal);
  return { ...source, masks, hasSelection: selection !== null, revision: onlyRevision(target, revisions) };
}

/** Reads a target's pixels and checks them. */
export async function readOriginal(host: HostAdapter, target: TargetReference, { signal, rectangle }: { readonly signal?: CancelSignal | undefined; readonly rectangle?: Rectangle | undefined }): Promise<ReadRaster> {
  const placed = await callHost('readPixels', 'read-failed', signal, () => host.readPixels(target, definedOnly({ rectangle, signal })));
  try {
    validateRaster(placed.raster);
    const { raster, bounds } = placed;
    if (raster.width !== bounds.width || raster.height !== bounds.height) {
      throw new InvalidRasterError(`readPixels: ${raster.width} x ${raster.height} pixels for bounds of ${bounds.width} x ${bounds.height} (expected the same)`, { field: 'bounds', value: bounds });
    }
    return placed;
  } catch (error) {
    placed.release?.();
    throw error;
  }
}

function takeOpen({ photo, bounds, iccProfile, revision }: OpenTarget, revisions: Set<string>): Pick<TargetInput, 'pixels' | 'bounds' | 'iccProfile'> {
  revisions.add(revision);
  return { pixels: { photo }, bounds, iccProfile };
}

async function readPixels(
  target: TargetReference,
  capabilities: HostCapabilities,
  wanted: Rectangle | undefined,
  { host, signal }: RunOptions,
  lent: { release?(): void }[],
  revisions: Set<string>,
): Promise<Pick<TargetInput, 'pixels' | 'bounds' | 'iccProfile'>> {
  const placed = await readOriginal(host, target, { signal, rectangle: capabilities.read.rectangle ? wanted : undefined });
  const pixels = { release: once(placed.release?.bind(placed)) };
  lent.push(pixels);
  revisions.add(placed.revision);
  const { raster, bounds } = wanted === undefined ? placed : cropPlacedRaster(placed, intersectRectangles(placed.bounds, wanted) ?? nothingInside(target));
  const isCopy = raster.data !== placed.raster.data;
  if (isCopy) pixels.release();
  return { pixels: { raster, ...(isCopy || placed.release === undefined ? {} : pixels) }, bounds, iccProfile: placed.iccProfile };
}

function once(release: (() => void) | undefined): () => void {
  let isReleased = false;
  return () => {
    if (!isReleased) release?.();
    isReleased = true;
  };
}

function onlyRevision(target: TargetReference, revisions: ReadonlySet<string>): string {
  const [revision, ...others] = revisions;
  if (others.length > 0) throw new HostError('stale-target', `target ${JSON.stringify(target.name.slice(0, 60))}: changed while it was read (expected one revision)`, { fields: { layerId: target.layerId } });
  return revision;
}

function barePlaced({ mask, bounds, outsideCoverage }: PlacedMask): PlacedMask {
  return { mask, bounds, outsideCoverage };
}

function nothingInside(target: TargetReference): never {
  throw new HostError('nothing-selected', `selection: holds no pixel of ${JSON.stringify(target.name.slice(0, 60))} (expected some overlap)`, { fields: { layerId: target.layerId } });
}

function canReadMask({ masks }: HostCapabilities, slot: string): boolean {
  if (slot === SELECTION_SLOT) return masks.selection;
  return slot === HOST_MASK_SLOT ? masks.layerMask : masks.named;
}

function slotsOf(recipe: Recipe): Set<string> {
  return new Set(recipe.operations.filter((entry) => entry.enabled !== false).flatMap((entry) => (entry.mask === undefined ? [] : [entry.mask.slot])));
}

function checkMaskBounds(slot: string, { mask, bounds }: ReadMask): void {
  if (mask.width !== bounds.width || mask.height !== bounds.height || mask.data.length !== bounds.width * bounds.height) {
    throw new InvalidRasterError(`readMask ${JSON.stringify(slot)}: ${mask.width} x ${mask.height} with ${mask.data.length} samples for bounds of ${bounds.width} x ${bounds.height} (expected the same)`, {
      field: 'bounds',
      value: bounds,
    });
  }
}
