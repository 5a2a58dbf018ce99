import {
  callHost,
  type CallOptions,
  canonicalRecipe,
  checkWritePlan,
  type CommitOptions,
  type CommitResult,
  HOST_SPECIFICATION_VERSION,
  type HostAdapter,
  type HostCapabilities,
  HostError,
  type HostEvents,
  type HostMetadata,
  type HostStorage,
  MAXIMUM_RECIPE_BYTES,
  parseRecipe,
  type Raster,
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
import type { StudioPhoto } from '../files/decode-photo.js';
import { shrinkRaster } from '../files/shrink-raster.js';
import type { EncodeResult, OutputSettings, PhotoSource, SavedResult } from './photo-source.js';

export interface WebHostOptions {
  readonly encode: EncodeResult;
  readonly storage: HostStorage;
  /** What results become; asked at every commit. */
  readonly output: () => OutputSettings;
}

const LAYER_ID = 'photo';

const CAPABILITIES: HostCapabilities = {
  read: { rectangle: false, scaled: false, bitDepths: [8, 16] },
  masks: { layerMask: false, selection: false, named: false },
  write: { placement: 'separate', mask: false, opacity: false, bitDepths: [8, 16] },
  native: {},
  undo: 'none',
  revert: true,
  metadata: { maximumValueBytes: MAXIMUM_RECIPE_BYTES },
  storage: {},
};

interface OpenPhoto {
  readonly source: PhotoSource;
  readonly revision: number;
  readonly result: SavedResult | undefined;
}

/**
 * A web page as a host: the photos opened in it are its documents, and a commit makes a file in memory beside one. Photos are kept as files and
 * decoded when they are read; the originals are never touched.
 */
export class WebHost implements HostAdapter {
  readonly specificationVersion = HOST_SPECIFICATION_VERSION;
  readonly id = 'web';
  readonly metadata: HostMetadata = { get: (target, key, call) => this.#readText(target, key, call) };
  readonly storage: HostStorage;
  readonly #encode: EncodeResult;
  readonly #output: () => OutputSettings;
  readonly #photos = new Map<string, OpenPhoto>();
  readonly #listeners = new Map<keyof HostEvents, Set<() => void>>();
  readonly #reloads = new WeakMap<Raster, () => Promise<Raster>>();
  /** What was read last beside the pixels, by photo: metadata and notes are needed at the commit, pixels are not. */
  readonly #facts = new Map<string, Omit<StudioPhoto, 'raster'>>();
  #selectedIds: readonly string[] = [];
  #lastId = 0;

  constructor({ encode, storage, output }: WebHostOptions) {
    this.#encode = encode;
    this.storage = storage;
    this.#output = output;
  }

  // For the page.

  /** @returns the photo's id; it joins the end of the list and is not selected. */
  addPhoto(source: PhotoSource): string {
    this.#lastId += 1;
    const id = `photo-${this.#lastId}`;
    this.#photos.set(id, { source, revision: 1, result: undefined });
    return id;
  }

  /** Puts another file in a photo's place, as after a change on disk; its result goes. */
  replacePhoto(id: string, source: PhotoSource): void {
    this.#photos.set(id, { source, revision: this.#open(id).revision + 1, result: undefined });
    this.#facts.delete(id);
    this.#tell('selection-changed');
  }

  removePhoto(id: string): void {
    this.#photos.delete(id);
    this.#facts.delete(id);
    if (this.#selectedIds.includes(id)) this.select(this.#selectedIds.filter((selected) => selected !== id));
  }

  /** Makes photos the selection, the first one being the one that is worked on. */
  select(ids: readonly string[]): void {
    this.#selectedIds = ids;
    this.#tell('selection-changed');
  }

  /** @returns a reference to a photo as it is now. */
  referTo(id: string): TargetReference {
    const { source, revision } = this.#open(id);
    return { documentId: id, layerId: LAYER_ID, revision: String(revision), name: source.name };
  }

  /** @returns the file that was made of a photo, if there is one. */
  resultOf(id: string): SavedResult | undefined {
    return this.#photos.get(id)?.result;
  }

  /** @returns what the user should know of a photo that has been read, one sentence each. */
  notesOf(id: string): readonly string[] {
    return this.#facts.get(id)?.notes ?? [];
  }

  /** @returns bits a channel of a photo that has been read. */
  bitDepthOf(id: string): 8 | 16 | undefined {
    return this.#facts.get(id)?.metadata.bitDepth;
  }

  /** @returns how to get the same pixels once more, for engines that let go of them. */
  reloadOf(raster: Raster): (() => Promise<Raster>) | undefined {
    return this.#reloads.get(raster);
  }

  // As a host.

  async capabilities({ signal }: CallOptions = {}): Promise<HostCapabilities> {
    throwIfCancelled(signal);
    return CAPABILITIES;
  }

  selection({ signal }: CallOptions = {}): Promise<readonly TargetReference[]> {
    return callHost('selection', 'read-failed', signal, async () => this.#selectedIds.filter((id) => this.#photos.has(id)).map((id) => this.referTo(id)));
  }

  readPixels(target: TargetReference, { signal }: CallOptions = {}): Promise<ReadRaster> {
    return callHost('readPixels', 'read-failed', signal, async () => {
      const { revision } = this.#present(target);
      const raster = await this.#decode(target, signal);
      this.#reloads.set(raster, () => this.#decode(target));
      return { raster, bounds: { left: 0, top: 0, width: raster.width, height: raster.height }, revision: String(revision) };
    });
  }

  readMask(target: TargetReference, _slot: string, { signal }: CallOptions = {}): Promise<ReadMask | null> {
    return callHost('readMask', 'read-failed', signal, async () => {
      this.#present(target);
      return null;
    });
  }

  commit(target: TargetReference, writePlan: RenderedWritePlan, { signal, onProgress }: CommitOptions): Promise<CommitResult> {
    return callHost('commit', 'write-failed', signal, async () => {
      const present = this.#checkRevision(target);
      const skipped = checkWritePlan(writePlan, CAPABILITIES);
      const layers = writePlan.steps.filter((step): step is RenderedRasterStep => step.kind === 'raster');
      if (layers.length !== 1) throw new HostError('unsupported', `writePlan: ${layers.length} layers of pixels (expected one: a photo file is one picture)`, { fields: { feature: 'layers' } });
      const { documentId: id } = target;
      if (!this.#facts.has(id)) await this.#decode(target, signal);
      const { metadata, notes } = this.#facts.get(id) as Omit<StudioPhoto, 'raster'>;
      const recipe = recipeOf(writePlan);
      const { maximumSide, storesRecipe, ...output } = this.#output();
      const pixels = layers[0].pixels.raster as StudioPhoto['raster'];
      const raster = maximumSide === undefined ? pixels : shrinkRaster(pixels, maximumSide);
      const saved = await this.#encode(raster, metadata, {
        ...output,
        ...(recipe === undefined || storesRecipe === false ? {} : { recipe }),
        ...(signal instanceof AbortSignal ? { signal } : {}),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      throwIfCancelled(signal);
      this.#checkRevision(target);
      const result: SavedResult = {
        id: present.result?.id ?? `result-of-${id}`,
        name: present.source.name,
        format: output.format,
        bytes: saved.bytes,
        width: raster.width,
        height: raster.height,
        recipe: saved.recipeFault === undefined ? recipe : undefined,
        notes: [...notes, ...saved.notes],
      };
      this.#photos.set(id, { ...present, result });
      onProgress?.(1);
      const outcomes = writePlan.steps.map((step, index): WriteStepOutcome => {
        const reason = skipped.get(index) ?? (step.kind === 'metadata' ? whyNotKept(step.key, saved.recipeFault) : undefined);
        return reason === undefined ? { step: index, became: step.kind === 'raster' ? 'raster' : 'metadata' } : { step: index, became: 'skipped', reason };
      });
      return { resultId: result.id, target: this.referTo(id), outcomes, undo: 'none', isVerified: false, warnings: [] };
    });
  }

  findResult(target: TargetReference, { signal }: CallOptions = {}): Promise<string | null> {
    return callHost('findResult', 'read-failed', signal, async () => this.#present(target).result?.id ?? null);
  }

  revert(target: TargetReference, resultId: string, { signal }: CallOptions = {}): Promise<void> {
    return callHost('revert', 'write-failed', signal, async () => {
      const { result, ...rest } = this.#present(target);
      if (result === undefined || result.id !== resultId) {
        throw new HostError('unknown-result', `result ${JSON.stringify(resultId)}: not there (expected a result of this photo)`, { fields: { resultId } });
      }
      this.#photos.set(target.documentId, { ...rest, result: undefined });
    });
  }

  on<E extends keyof HostEvents>(event: E, listener: HostEvents[E]): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  async #decode(target: TargetReference, signal?: CallOptions['signal']): Promise<StudioPhoto['raster']> {
    const { source } = this.#present(target);
    const { raster, ...facts } = await source.decode(signal instanceof AbortSignal ? signal : undefined);
    throwIfCancelled(signal);
    this.#facts.set(target.documentId, facts);
    return raster;
  }

  #readText(target: TargetReference, key: string, { signal }: CallOptions = {}): Promise<string | null> {
    return callHost('metadata.get', 'read-failed', signal, async () => {
      const { result } = this.#present(target);
      return key === RECIPE_METADATA_KEY && result?.recipe !== undefined ? canonicalRecipe(result.recipe) : null;
    });
  }

  #present(target: TargetReference): OpenPhoto {
    const photo = target.layerId === LAYER_ID ? this.#photos.get(target.documentId) : undefined;
    if (photo === undefined) throw new HostError('stale-target', `target: photo ${JSON.stringify(target.documentId)} is closed (expected it to be open)`, { fields: { documentId: target.documentId } });
    return photo;
  }

  #checkRevision(target: TargetReference): OpenPhoto {
    const photo = this.#present(target);
    if (String(photo.revision) === target.revision) return photo;
    throw new HostError('stale-target', `target.revision: ${target.revision} (expected ${photo.revision}: another file took the photo's place)`, { fields: { documentId: target.documentId } });
  }

  #open(id: string): OpenPhoto {
    return this.#present({ documentId: id, layerId: LAYER_ID, revision: '', name: '' });
  }

  #tell(event: keyof HostEvents): void {
    for (const listener of this.#listeners.get(event) ?? []) listener();
  }
}

/** The recipe a write plan brings along; at most one. */
function recipeOf({ steps }: RenderedWritePlan): Recipe | undefined {
  const step = steps.find((candidate) => candidate.kind === 'metadata' && candidate.key === RECIPE_METADATA_KEY);
  return step?.kind === 'metadata' ? parseRecipe(step.value) : undefined;
}

function whyNotKept(key: string, recipeFault: string | undefined): string | undefined {
  return key === RECIPE_METADATA_KEY ? recipeFault : 'a photo file keeps no text but the recipe';
}
