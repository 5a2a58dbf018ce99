import { rmSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import {
  type CallOptions,
  type CommitOptions,
  type CommitResult,
  HOST_MASK_SLOT,
  HOST_SPECIFICATION_VERSION,
  type HostAdapter,
  type HostCapabilities,
  HostError,
  type PlacedRaster,
  type Raster,
  type ReadMask,
  type ReadRaster,
  type RenderedRasterStep,
  type RenderedWritePlan,
  SELECTION_SLOT,
  type TargetReference,
  throwIfCancelled,
  type WriteStepOutcome,
} from '@openretouch/core';
import { decodePhoto } from '../files/decode-photo.js';
import { encodePhoto } from '../files/encode-photo.js';
import { type DecodedPhoto, displayPath } from '../files/photo.js';
import { readMask } from '../files/read-mask.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import type { OutputPlan } from '../options/output-paths.js';

export interface FileHostOptions {
  readonly photos: readonly OutputPlan[];
  /** Mask files by slot. The slot `selection` limits the whole result. */
  readonly masks: Readonly<Record<string, string>>;
  readonly quality?: number;
  readonly bitDepth?: 8 | 16;
  /** Whether existing outputs are replaced. */
  readonly isForced: boolean;
}

const LAYER_ID = 'photo';

/**
 * Photos on disk as a host: the selection is the input files, a commit writes a new file whole or not at all, and the
 * originals are never touched.
 */
export class FileHost implements HostAdapter {
  readonly specificationVersion = HOST_SPECIFICATION_VERSION;
  readonly id = 'files';
  readonly #options: FileHostOptions;
  readonly #planByInput: ReadonlyMap<string, OutputPlan>;
  /** Photos read and not yet committed; the original is needed again where a result covers a part of it. */
  readonly #decoded = new Map<string, DecodedPhoto>();
  readonly #notes = new Map<string, readonly string[]>();
  /** Outputs this host has written, which it may write again. */
  readonly #written = new Map<string, string>();

  constructor(options: FileHostOptions) {
    this.#options = options;
    this.#planByInput = new Map(options.photos.map((plan) => [resolve(plan.input), plan]));
  }

  async capabilities(): Promise<HostCapabilities> {
    const slots = Object.keys(this.#options.masks);
    return {
      read: { rectangle: false, scaled: false, bitDepths: [8, 16] },
      masks: {
        layerMask: slots.includes(HOST_MASK_SLOT),
        selection: slots.includes(SELECTION_SLOT),
        named: slots.some((slot) => slot !== HOST_MASK_SLOT && slot !== SELECTION_SLOT),
      },
      write: { placement: 'separate', mask: false, opacity: false, bitDepths: [8, 16] },
      native: {},
      undo: 'none',
      revert: !this.#options.isForced,
    };
  }

  async selection(): Promise<readonly TargetReference[]> {
    return Promise.all([...this.#planByInput.keys()].map(async (path) => ({ documentId: path, layerId: LAYER_ID, revision: await revisionOf(path), name: basename(path) })));
  }

  async readPixels(target: TargetReference, options: CallOptions = {}): Promise<ReadRaster> {
    const revision = await revisionOf(target.documentId);
    const photo = await decodePhoto(target.documentId);
    throwIfCancelled(options.signal);
    this.#decoded.set(target.documentId, photo);
    this.#notes.set(target.documentId, photo.notes);
    const { width, height } = photo.raster;
    return { raster: photo.raster, bounds: { left: 0, top: 0, width, height }, revision };
  }

  async readMask(target: TargetReference, slot: string, options: CallOptions = {}): Promise<ReadMask | null> {
    const path = Object.hasOwn(this.#options.masks, slot) ? this.#options.masks[slot] : undefined;
    if (path === undefined) return null;
    const revision = await revisionOf(target.documentId);
    const { raster } = this.#decoded.get(target.documentId) ?? (await decodePhoto(target.documentId));
    const mask = await readMask(path, raster.width, raster.height);
    throwIfCancelled(options.signal);
    return { mask, bounds: { left: 0, top: 0, width: mask.width, height: mask.height }, outsideCoverage: 0, revision };
  }

  async commit(target: TargetReference, writePlan: RenderedWritePlan, options: CommitOptions): Promise<CommitResult> {
    const plan = this.#planOf(target);
    const photo = this.#decoded.get(target.documentId) ?? (await decodePhoto(target.documentId));
    if ((await revisionOf(target.documentId)) !== target.revision) {
      throw new HostError('stale-target', `${displayPath(plan.input)}: changed since it was read (expected it unchanged)`, { fields: { input: plan.input } });
    }
    const raster = composite(photo.raster, writePlan);
    const encoded = await encodePhoto(raster, photo.metadata, {
      format: plan.format,
      ...(this.#options.quality === undefined ? {} : { quality: this.#options.quality }),
      ...(this.#options.bitDepth === undefined ? {} : { bitDepth: this.#options.bitDepth }),
    });
    throwIfCancelled(options.signal);
    await makeFolder(dirname(plan.output));
    await writeFileAtomically(plan.output, encoded.bytes, { overwrite: this.#options.isForced || this.#written.has(target.documentId) });
    this.#written.set(target.documentId, plan.output);
    this.#decoded.delete(target.documentId);
    this.#notes.set(target.documentId, [...photo.notes, ...encoded.notes]);
    options.onProgress?.(1);
    return {
      resultId: plan.output,
      target,
      outcomes: writePlan.steps.map((step, index): WriteStepOutcome => outcomeOf(step.kind, index)),
      undo: 'none',
      isVerified: false,
      warnings: [],
    };
  }

  async findResult(target: TargetReference): Promise<string | null> {
    return this.#written.get(target.documentId) ?? null;
  }

  async revert(target: TargetReference, resultId: string): Promise<void> {
    if (this.#written.get(target.documentId) !== resultId) {
      throw new HostError('unknown-result', `${displayPath(resultId)}: not written by this run (expected one of its outputs)`, { fields: { resultId } });
    }
    rmSync(resultId);
    this.#written.delete(target.documentId);
  }

  /** @returns what the user should know of a photo's reading and writing, one sentence each. */
  notesOf(target: TargetReference): readonly string[] {
    return this.#notes.get(target.documentId) ?? [];
  }

  outputOf(target: TargetReference): string {
    return this.#planOf(target).output;
  }

  #planOf(target: TargetReference): OutputPlan {
    const plan = this.#planByInput.get(target.documentId);
    if (plan === undefined) throw new HostError('stale-target', `${displayPath(target.name)}: not one of the inputs`, { fields: { input: target.documentId } });
    return plan;
  }
}

/** A file's state: any change of its bytes moves its time or size; a replaced file has another inode. */
async function revisionOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${ino}-${size}-${mtimeMs}`;
  } catch (cause) {
    throw new HostError('stale-target', `${displayPath(path)}: is gone (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`, { fields: { input: path }, cause });
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new HostError('write-failed', `${displayPath(path)}: cannot be made a folder (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`, { fields: { path }, cause });
  }
}

function outcomeOf(kind: string, step: number): WriteStepOutcome {
  return kind === 'raster' ? { step, became: 'raster' } : { step, became: 'skipped', reason: `files hold no ${kind}` };
}

/** Puts the rendered pixels over the original where they cover only a part of it; without any, the original goes out. */
function composite(original: Raster, writePlan: RenderedWritePlan): Raster {
  const layer = writePlan.steps.find((step): step is RenderedRasterStep => step.kind === 'raster');
  if (layer === undefined) return original;
  const { raster, bounds }: PlacedRaster = layer.pixels;
  if (bounds.width === original.width && bounds.height === original.height) return raster;
  const data = original.data.slice();
  const rowLength = bounds.width * raster.channels;
  for (let row = 0; row < bounds.height; row += 1) {
    const start = ((bounds.top + row) * original.width + bounds.left) * original.channels;
    data.set(raster.data.subarray(row * rowLength, (row + 1) * rowLength), start);
  }
  return { ...original, data };
}
