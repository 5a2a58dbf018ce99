import { basename, resolve } from 'node:path';
import {
  callHost,
  type CallOptions,
  canonicalRecipe,
  checkWritePlan,
  type CommitOptions,
  type CommitResult,
  HOST_MASK_SLOT,
  HOST_SPECIFICATION_VERSION,
  type HostAdapter,
  type HostCapabilities,
  HostError,
  type HostMetadata,
  InvalidFileError,
  MAXIMUM_RECIPE_BYTES,
  parseRecipe,
  type ReadMask,
  type ReadRaster,
  type Recipe,
  RECIPE_METADATA_KEY,
  type RenderedRasterStep,
  type RenderedWritePlan,
  type TargetReference,
  throwIfCancelled,
  type WriteStepOutcome,
} from '@openretouch/core';
import { type DecodedPhoto, displayPath } from '../files/photo.js';
import type { OutputPlan } from '../options/output-paths.js';
import { compositeRaster } from './composite.js';
import { DISK, type FileAccess } from './file-access.js';

export interface FileHostOptions {
  readonly photos: readonly OutputPlan[];
  /** Mask files by slot, each for all photos. The slot `selection` limits the whole result. */
  readonly masks: Readonly<Record<string, string>>;
  readonly quality?: number;
  readonly bitDepth?: 8 | 16;
  /** Whether existing outputs are replaced. */
  readonly isForced: boolean;
  /** Whether the recipe is stored in the files written. Default true. */
  readonly storesRecipe?: boolean;
}

const LAYER_ID = 'photo';
/** The revision of a photo that cannot be looked at; reading it says why. */
const NO_REVISION = 'none';

interface WrittenOutput {
  readonly path: string;
  /** The topmost folder made for it. */
  readonly firstMade: string | undefined;
}

interface StoredText {
  readonly text: string;
  readonly recipe: Recipe;
}

interface OpenPhoto {
  readonly revision: string;
  readonly photo: DecodedPhoto;
}

/**
 * Photos on disk as a host: the selection is the input files, a commit writes a new file whole or not at all, and the
 * originals are never touched.
 */
export class FileHost implements HostAdapter {
  readonly specificationVersion = HOST_SPECIFICATION_VERSION;
  readonly id = 'files';
  readonly metadata?: HostMetadata;
  readonly #options: FileHostOptions;
  readonly #access: FileAccess;
  readonly #planByInput = new Map<string, OutputPlan>();
  /** Photos between their first read and their release. */
  readonly #open = new Map<string, OpenPhoto>();
  readonly #notes = new Map<string, readonly string[]>();
  /** The recipe of the last commit: all photos of a run have one and the same. */
  #stored: StoredText | undefined;
  /** Outputs this host has written, which it may write again and take back. */
  readonly #written = new Map<string, WrittenOutput>();

  constructor(options: FileHostOptions, access: FileAccess = DISK) {
    this.#options = options;
    this.#access = access;
    if (options.storesRecipe !== false) this.metadata = { get: (target, key, call) => this.#readText(target, key, call) };
    for (const plan of options.photos) this.addPhoto(plan);
  }

  /** Puts one more photo into the selection. */
  addPhoto(plan: OutputPlan): void {
    this.#planByInput.set(resolve(plan.input), plan);
  }

  capabilities({ signal }: CallOptions = {}): Promise<HostCapabilities> {
    return callHost('capabilities', 'read-failed', signal, async () => ({
      read: { rectangle: false, scaled: false, bitDepths: [8, 16] },
      masks: { layerMask: Object.hasOwn(this.#options.masks, HOST_MASK_SLOT), selection: true, named: true },
      write: { placement: 'separate', mask: false, opacity: false, bitDepths: [8, 16] },
      native: {},
      undo: 'none',
      // A file that was replaced is gone.
      revert: !this.#options.isForced,
      ...(this.metadata === undefined ? {} : { metadata: { maximumValueBytes: MAXIMUM_RECIPE_BYTES } }),
    }));
  }

  selection({ signal }: CallOptions = {}): Promise<readonly TargetReference[]> {
    return callHost('selection', 'read-failed', signal, () =>
      Promise.all(
        [...this.#planByInput.keys()].map(async (path) => {
          const revision = await this.#access.readRevision(path).catch(() => NO_REVISION);
          return { documentId: path, layerId: LAYER_ID, revision, name: basename(path) };
        }),
      ),
    );
  }

  readPixels(target: TargetReference, { signal }: CallOptions = {}): Promise<ReadRaster> {
    return callHost('readPixels', 'read-failed', signal, async () => {
      const { photo, revision } = await this.#openPhoto(target, signal);
      this.#notes.set(target.documentId, photo.notes);
      const { width, height } = photo.raster;
      return { raster: photo.raster, bounds: { left: 0, top: 0, width, height }, revision, release: () => void this.#open.delete(target.documentId) };
    });
  }

  readMask(target: TargetReference, slot: string, { signal }: CallOptions = {}): Promise<ReadMask | null> {
    return callHost('readMask', 'read-failed', signal, async () => {
      const path = Object.hasOwn(this.#options.masks, slot) ? this.#options.masks[slot] : undefined;
      if (path === undefined) return null;
      const { photo, revision } = await this.#openPhoto(target, signal);
      try {
        const mask = await this.#access.readMask(path, photo.raster.width, photo.raster.height);
        throwIfCancelled(signal);
        return { mask, bounds: { left: 0, top: 0, width: mask.width, height: mask.height }, outsideCoverage: 0, revision };
      } catch (error) {
        this.#open.delete(target.documentId);
        throw error;
      }
    });
  }

  commit(target: TargetReference, writePlan: RenderedWritePlan, { signal, onProgress }: CommitOptions): Promise<CommitResult> {
    return callHost('commit', 'write-failed', signal, async () => {
      const plan = this.#planOf(target);
      const skipped = checkWritePlan(writePlan, await this.capabilities());
      const layers = writePlan.steps.filter((step): step is RenderedRasterStep => step.kind === 'raster');
      if (layers.length !== 1) throw new HostError('unsupported', `writePlan: ${layers.length} layers of pixels (expected one: a photo file is one picture)`, { fields: { feature: 'layers' } });
      const { photo } = await this.#openPhoto(target, signal);
      // Whoever read the photo releases it; here it may have been opened anew.
      this.#open.delete(target.documentId);
      const recipe = this.#recipeOf(writePlan);
      const encoded = await this.#access.encodePhoto(compositeRaster(photo.raster, layers[0].pixels), photo.metadata, {
        format: plan.format,
        ...(this.#options.quality === undefined ? {} : { quality: this.#options.quality }),
        ...(this.#options.bitDepth === undefined ? {} : { bitDepth: this.#options.bitDepth }),
        ...(recipe === undefined ? {} : { recipe }),
      });
      await this.#requireRevision(target, plan);
      throwIfCancelled(signal);
      const earlier = this.#written.get(target.documentId);
      const firstMade = await this.#access.writeOutput(plan.output, encoded.bytes, { overwrite: this.#options.isForced || earlier !== undefined });
      this.#written.set(target.documentId, { path: plan.output, firstMade: earlier?.firstMade ?? firstMade });
      this.#notes.set(target.documentId, [...photo.notes, ...describeEarlier(photo.recipe, recipe), ...encoded.notes]);
      onProgress?.(1);
      const outcomes = writePlan.steps.map((step, index): WriteStepOutcome => {
        const reason = skipped.get(index) ?? (step.kind === 'metadata' ? this.#whyNotKept(step.key, encoded.recipeFault) : undefined);
        return reason === undefined ? { step: index, became: step.kind === 'raster' ? 'raster' : 'metadata' } : { step: index, became: 'skipped', reason };
      });
      return { resultId: plan.output, target, outcomes, undo: 'none', isVerified: false, warnings: [] };
    });
  }

  findResult(target: TargetReference, { signal }: CallOptions = {}): Promise<string | null> {
    return callHost('findResult', 'read-failed', signal, async () => this.#written.get(target.documentId)?.path ?? null);
  }

  revert(target: TargetReference, resultId: string, { signal }: CallOptions = {}): Promise<void> {
    return callHost('revert', 'write-failed', signal, async () => {
      const written = this.#written.get(target.documentId);
      if (written === undefined || written.path !== resultId) {
        throw new HostError('unknown-result', `${displayPath(resultId)}: not written by this run (expected one of its outputs)`, { fields: { resultId } });
      }
      await this.#access.removeOutput(written.path, written.firstMade);
      this.#written.delete(target.documentId);
    });
  }

  /** Photos held in memory. */
  get openCount(): number {
    return this.#open.size;
  }

  /** @returns what the user should know of a photo's reading and writing, one sentence each. */
  notesOf(target: TargetReference): readonly string[] {
    return this.#notes.get(target.documentId) ?? [];
  }

  /** @returns the paths as they were given. */
  planOf(target: TargetReference): OutputPlan {
    return this.#planOf(target);
  }

  #planOf({ documentId, layerId, name }: TargetReference): OutputPlan {
    const plan = layerId === LAYER_ID ? this.#planByInput.get(documentId) : undefined;
    if (plan === undefined) throw new HostError('stale-target', `${displayPath(name)}: not one of the inputs`, { fields: { input: documentId } });
    return plan;
  }

  /** The recipe a write plan brings along; at most one. */
  #recipeOf({ steps }: RenderedWritePlan): Recipe | undefined {
    const step = steps.find((candidate) => candidate.kind === 'metadata' && candidate.key === RECIPE_METADATA_KEY);
    if (step?.kind !== 'metadata' || this.metadata === undefined) return undefined;
    if (this.#stored?.text !== step.value) this.#stored = { text: step.value, recipe: parseRecipe(step.value) };
    return this.#stored.recipe;
  }

  #whyNotKept(key: string, recipeFault: string | undefined): string | undefined {
    return key === RECIPE_METADATA_KEY ? recipeFault : 'a photo file keeps no text but the recipe';
  }

  /** Looks into the file itself: what is not there was not kept. */
  #readText(target: TargetReference, key: string, { signal }: CallOptions = {}): Promise<string | null> {
    return callHost('metadata.get', 'read-failed', signal, async () => {
      const written = this.#written.get(target.documentId);
      if (written === undefined || key !== RECIPE_METADATA_KEY) return null;
      const recipe = await this.#access.readStoredRecipe(written.path);
      return recipe === undefined ? null : canonicalRecipe(recipe);
    });
  }

  /** Decodes a photo once for its mask, its pixels and its commit. */
  async #openPhoto(target: TargetReference, signal: CallOptions['signal']): Promise<OpenPhoto> {
    const { input } = this.#planOf(target);
    const revision = await this.#readRevision(input);
    const open = this.#open.get(target.documentId);
    if (open?.revision === revision) return open;
    const photo = await this.#access.decodePhoto(input, signal instanceof AbortSignal ? { signal } : {});
    throwIfCancelled(signal);
    const opened = { revision, photo };
    this.#open.set(target.documentId, opened);
    return opened;
  }

  async #requireRevision(target: TargetReference, { input }: OutputPlan): Promise<void> {
    if ((await this.#readRevision(input)) === target.revision) return;
    throw new HostError('stale-target', `${displayPath(input)}: changed since it was read (expected it unchanged)`, { fields: { input } });
  }

  async #readRevision(input: string): Promise<string> {
    try {
      return await this.#access.readRevision(input);
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ENOTDIR') throw new HostError('stale-target', `${displayPath(input)}: no such file`, { fields: { input }, cause });
      if (code === undefined) throw cause;
      throw new InvalidFileError(`${displayPath(input)}: cannot be read (${code})`, { path: input }, { cause });
    }
  }
}

/** A stored recipe says how its file was made from the one before; what made that one is not in it any more. */
function describeEarlier(earlier: Recipe | undefined, stored: Recipe | undefined): string[] {
  if (earlier === undefined) return [];
  const consequence = stored === undefined ? 'that is no longer stored' : 'the new file stores the new recipe alone';
  return [`this photo was retouched before, with ${JSON.stringify(earlier.name)}; ${consequence}`];
}
