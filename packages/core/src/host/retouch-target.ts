import { postponeAnalysis } from '../analyse/postpone-analysis.js';
import type { ApplyReport } from '../apply/apply-report.js';
import { throwIfCancelled } from '../cancel.js';
import { HostError, InvalidRasterError } from '../errors.js';
import type { Mask } from '../raster/mask.js';
import { validateRaster } from '../raster/raster.js';
import type { Recipe } from '../recipe/recipe.js';
import { planPhoto } from '../retouch.js';
import { callHost } from './call-host.js';
import { type CommitResult, type HostCapabilities, HOST_MASK_SLOT, type ReadMask, type ReadRaster, SELECTION_SLOT, type TargetReference } from './host-adapter.js';
import type { PlacedMask, PlacedRaster, Rectangle } from './placed.js';
import { alignMask, coveredBounds, cropPlacedRaster, intersectRectangles } from './placement.js';
import { definedOnly, renderWritePlan } from './render-write-plan.js';
import type { RetouchedTarget, RunInHostOptions } from './run-options.js';
import { planWriteBack, type WriteBack } from './write-back.js';

/** Progress at which planning is done, and at which pixels are rendered: reading and rendering take most of the time. */
const PLANNED_FRACTION = 0.3;
const RENDERED_FRACTION = 0.8;

/** What was read of a target, cut to what is to be retouched. */
interface TargetInput {
  readonly original: PlacedRaster;
  readonly masks: Record<string, Mask>;
  readonly hasSelection: boolean;
  readonly revision: string;
}

/** Retouches one target of `runInHost`; lent memory goes back to the host whatever happens. */
export async function retouchTarget(target: TargetReference, capabilities: HostCapabilities, options: RunInHostOptions): Promise<RetouchedTarget> {
  const lent: { release?(): void }[] = [];
  try {
    const input = await readTarget(target, capabilities, options, lent);
    options.onProgress?.(PLANNED_FRACTION / 2);
    return await retouchInput({ ...target, revision: input.revision }, input, capabilities, options);
  } finally {
    for (const buffer of lent) buffer.release?.();
  }
}

async function retouchInput(target: TargetReference, input: TargetInput, capabilities: HostCapabilities, options: RunInHostOptions): Promise<RetouchedTarget> {
  const { recipe, signal, kernels } = options;
  const { raster } = input.original;
  const analysis = postponeAnalysis(raster, definedOnly({ signal, kernels }));
  const plan = await planPhoto(recipe, analysis, { ...options.planning, photo: raster, masks: input.masks, ...definedOnly({ signal }) });
  throwIfCancelled(signal);
  options.onProgress?.(PLANNED_FRACTION);

  const decide = (present: HostCapabilities): WriteBack =>
    planWriteBack(plan, present, {
      bitDepth: raster.bitDepth,
      width: raster.width,
      height: raster.height,
      hasSelection: input.hasSelection,
      recipe,
      ...definedOnly({ preference: options.preference }),
    });
  let present = capabilities;
  for (;;) {
    const { writePlan, report } = decide(present);
    try {
      const applied: ApplyReport[] = [];
      const commit = await renderAndCommit(target, writePlan, input, present, options, (layer) => applied.push(layer));
      return { status: 'retouched', target: commit.target, plan, report, applied, commit, warnings: [...report.warnings, ...commit.warnings] };
    } catch (error) {
      const reduced = withoutFeature(present, error);
      if (reduced === undefined) throw error;
      present = reduced;
    }
  }
}

async function renderAndCommit(target: TargetReference, writePlan: WriteBack['writePlan'], input: TargetInput, capabilities: HostCapabilities, options: RunInHostOptions, onReport: (report: ApplyReport) => void): Promise<CommitResult> {
  const { host, signal, recipe, pause, kernels } = options;
  const report = (from: number, to: number) => (fraction: number): void => options.onProgress?.(from + (to - from) * fraction);
  const rendered = await renderWritePlan(writePlan, input.original, {
    masks: input.masks,
    bitDepths: capabilities.write.bitDepths,
    onProgress: report(PLANNED_FRACTION, RENDERED_FRACTION),
    onReport,
    ...definedOnly({ signal, pause, kernels }),
  });
  const label = options.label ?? recipe.name;
  return callHost('commit', 'write-failed', signal, () => host.commit(target, rendered, { label, onProgress: report(RENDERED_FRACTION, 1), ...definedOnly({ signal }) }));
}

/** @returns the capabilities less the native step that did not take, or `undefined` when the error is about something else. */
function withoutFeature(capabilities: HostCapabilities, error: unknown): HostCapabilities | undefined {
  if (!HostError.isInstance(error) || error.code !== 'unsupported') return undefined;
  const { feature } = error.fields;
  if (feature !== 'curves' && feature !== 'lut3d') return undefined;
  const { [feature]: absent, ...native } = capabilities.native;
  return absent === undefined ? undefined : { ...capabilities, native };
}

async function readTarget(target: TargetReference, capabilities: HostCapabilities, options: RunInHostOptions, lent: { release?(): void }[]): Promise<TargetInput> {
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
  const original = cropToWanted(target, await readOriginal(target, capabilities, wanted, options, lent, revisions), wanted);
  const masks: Record<string, Mask> = Object.create(null) as Record<string, Mask>;
  if (selection !== null) masks[SELECTION_SLOT] = alignMask(selection, original.bounds);
  for (const slot of slotsOf(options.recipe)) {
    if (slot in masks) continue;
    const mask = await readMask(slot);
    if (mask !== null) masks[slot] = alignMask(mask, original.bounds);
  }
  throwIfCancelled(signal);
  const [revision, ...others] = revisions;
  if (others.length > 0) throw new HostError('stale-target', `target ${JSON.stringify(target.name.slice(0, 60))}: changed while it was read (expected one revision)`, { fields: { layerId: target.layerId } });
  return { original, masks, hasSelection: selection !== null, revision };
}

async function readOriginal(
  target: TargetReference,
  capabilities: HostCapabilities,
  wanted: Rectangle | undefined,
  { host, signal }: RunInHostOptions,
  lent: { release?(): void }[],
  revisions: Set<string>,
): Promise<ReadRaster> {
  const rectangle = capabilities.read.rectangle ? wanted : undefined;
  const placed = await callHost('readPixels', 'read-failed', signal, () => host.readPixels(target, definedOnly({ rectangle, signal })));
  lent.push(placed);
  revisions.add(placed.revision);
  validateRaster(placed.raster);
  const { raster, bounds } = placed;
  if (raster.width !== bounds.width || raster.height !== bounds.height) {
    throw new InvalidRasterError(`readPixels: ${raster.width} x ${raster.height} pixels for bounds of ${bounds.width} x ${bounds.height} (expected the same)`, { field: 'bounds', value: bounds });
  }
  return placed;
}

function cropToWanted(target: TargetReference, placed: PlacedRaster, wanted: Rectangle | undefined): PlacedRaster {
  if (wanted === undefined) return placed;
  return cropPlacedRaster(placed, intersectRectangles(placed.bounds, wanted) ?? nothingInside(target));
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
