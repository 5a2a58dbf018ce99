import { type CancelSignal, throwIfCancelled } from '../cancel.js';
import { HostError } from '../errors.js';
import { callHost } from './call-host.js';
import { checkWritePlan } from './check-write-plan.js';
import {
  type CallOptions,
  type CommitOptions,
  type CommitResult,
  type HostAdapter,
  type HostCapabilities,
  type HostMetadata,
  type HostStorage,
  HOST_MASK_SLOT,
  HOST_SPECIFICATION_VERSION,
  type ReadMask,
  type ReadOptions,
  type ReadRaster,
  SELECTION_SLOT,
  type TargetReference,
} from './host-adapter.js';
import type { PlacedRaster } from './placed.js';
import { compositeLayers } from './memory-composite.js';
import { type DocumentState, findPicture, findResultLayers, type PictureLayer, type ResultLayer } from './memory-document.js';
import { MemoryEditor, type MemoryEditorOptions } from './memory-editor.js';
import { intersectRectangles } from './placement.js';
import type { RenderedWritePlan, WriteStepOutcome } from './write-plan.js';

export interface MemoryHostOptions extends MemoryEditorOptions {
  /** Takes abilities away from the complete host, to stand for one that lacks them. */
  readonly limit?: (complete: HostCapabilities) => HostCapabilities;
}

const COMPLETE: HostCapabilities = {
  read: { rectangle: true, scaled: true, bitDepths: [8, 16, 32] },
  masks: { layerMask: true, selection: true, named: true },
  write: { placement: 'above', mask: true, opacity: true, bitDepths: [8, 16, 32] },
  native: { curves: { nodeCount: 256, outputBits: 32, mask: true }, lut3d: { maximumSize: 33, spaces: ['srgb', 'display-p3'], mask: true } },
  undo: 'one',
  revert: true,
  metadata: {},
  storage: {},
};

/** The simplest complete host: a {@link MemoryEditor} and its adapter. Written to be read by whoever writes the next one. */
export class MemoryHost implements HostAdapter {
  readonly specificationVersion = HOST_SPECIFICATION_VERSION;
  readonly id = 'memory';
  readonly editor: MemoryEditor;
  readonly metadata?: HostMetadata;
  readonly storage?: HostStorage;
  readonly #capabilities: HostCapabilities;

  constructor(options: MemoryHostOptions = {}) {
    this.editor = new MemoryEditor(options);
    const complete: HostCapabilities = { ...COMPLETE, undo: this.editor.canGroupUndo ? 'one' : 'many' };
    this.#capabilities = options.limit?.(complete) ?? complete;
    if (this.#capabilities.metadata !== undefined) this.metadata = { get: (target, key, call) => this.#readText(target, key, call) };
    if (this.#capabilities.storage !== undefined) this.storage = createMemoryStorage();
  }

  async capabilities(options: CallOptions = {}): Promise<HostCapabilities> {
    throwIfCancelled(options.signal);
    return this.#capabilities;
  }

  selection({ signal }: CallOptions = {}): Promise<readonly TargetReference[]> {
    return callHost('selection', 'read-failed', signal, async () => {
      const targets = new Map<string, TargetReference>();
      for (const documentId of this.editor.documentIds()) {
        const state = this.editor.query(documentId);
        for (const id of state?.selectedIds ?? []) {
          const layer = state?.layers.find((present) => present.id === id);
          const target = this.referTo(documentId, layer?.kind === 'result' ? layer.pictureId : id);
          targets.set(JSON.stringify([documentId, target.layerId]), target);
        }
      }
      return [...targets.values()];
    });
  }

  /** @returns a reference to a picture as it is now. */
  referTo(documentId: string, layerId: string): TargetReference {
    const state = this.editor.look(documentId);
    return { documentId, layerId, revision: String(state.revision), name: findPicture(state, layerId)?.name ?? '' };
  }

  readPixels(target: TargetReference, options: ReadOptions = {}): Promise<ReadRaster> {
    return callHost('readPixels', 'read-failed', options.signal, async () => {
      const state = this.#present(target);
      const { read } = this.#capabilities;
      const { rectangle } = options;
      if (rectangle !== undefined && intersectRectangles(rectangle, (findPicture(state, target.layerId) as PictureLayer).bounds) === undefined) {
        throw new HostError('nothing-selected', 'rectangle: holds no pixel of the picture (expected some overlap)', { fields: { layerId: target.layerId } });
      }
      const { value, release } = this.editor.lendPixels(target.documentId, target.layerId, {
        ...(read.rectangle && options.rectangle !== undefined ? { rectangle: options.rectangle } : {}),
        ...(read.scaled && options.maximumSide !== undefined ? { maximumSide: options.maximumSide } : {}),
        ...(options.bitDepth !== undefined && read.bitDepths.includes(options.bitDepth) ? { bitDepth: options.bitDepth } : {}),
      });
      return { ...value, revision: String(state.revision), release };
    });
  }

  readMask(target: TargetReference, slot: string, { signal }: CallOptions = {}): Promise<ReadMask | null> {
    return callHost('readMask', 'read-failed', signal, async () => {
      const state = this.#present(target);
      const { masks } = this.#capabilities;
      const isReadable = slot === SELECTION_SLOT ? masks.selection : slot === HOST_MASK_SLOT ? masks.layerMask : masks.named;
      if (!isReadable) return null;
      const name = slot === SELECTION_SLOT ? ({ selection: true } as const) : slot === HOST_MASK_SLOT ? 'layer mask' : slot;
      const lent = this.editor.lendMask(target.documentId, target.layerId, name);
      return lent === null ? null : { ...lent.value, revision: String(state.revision), release: lent.release };
    });
  }

  async commit(target: TargetReference, writePlan: RenderedWritePlan, options: CommitOptions): Promise<CommitResult> {
    return callHost('commit', 'write-failed', options.signal, async () => {
      const state = this.checkRevision(target);
      const skipped = checkWritePlan(writePlan, this.#capabilities);
      const undoCount = this.editor.undoCount(target.documentId);
      if (this.editor.canGroupUndo) this.editor.beginUndoGroup(target.documentId);
      let written: Pick<CommitResult, 'resultId' | 'outcomes'>;
      try {
        written = await this.#write(target, state, writePlan, skipped, options);
        throwIfCancelled(options.signal);
        if (this.editor.canGroupUndo) this.editor.endUndoGroup(target.documentId, true);
      } catch (error) {
        this.rollBack(target, undoCount);
        throw error;
      }
      options.onProgress?.(1);
      const { undo } = this.#capabilities;
      const layers = findResultLayers(this.editor.look(target.documentId), target.layerId);
      const isVerified = layers.length === written.outcomes.filter(({ became }) => became === 'native' || became === 'raster').length;
      return { ...written, target: this.referTo(target.documentId, target.layerId), undo, isVerified, warnings: [] };
    });
  }

  findResult(target: TargetReference, { signal }: CallOptions = {}): Promise<string | null> {
    return callHost('findResult', 'read-failed', signal, async () => findResultLayers(this.#present(target), target.layerId)[0]?.resultId ?? null);
  }

  async revert(target: TargetReference, resultId: string, { signal }: CallOptions = {}): Promise<void> {
    return callHost('revert', 'write-failed', signal, async () => {
      const layers = findResultLayers(this.#present(target), target.layerId).filter((layer) => layer.resultId === resultId);
      if (layers.length === 0) throw new HostError('unknown-result', `result ${JSON.stringify(resultId)}: not there (expected a result of this picture)`, { fields: { resultId } });
      await this.#changeAsOne(target, signal, () => this.#remove(target, resultId, layers));
    });
  }

  /** @returns a picture with its result, as a user sees it. */
  composite(target: TargetReference): PlacedRaster {
    const state = this.editor.look(target.documentId);
    const picture = findPicture(state, target.layerId);
    if (picture === undefined) throw this.#gone(target);
    return compositeLayers(picture, findResultLayers(state, target.layerId));
  }

  /** @throws HostError `stale-target` unless the target is as it was read. */
  protected checkRevision(target: TargetReference): DocumentState {
    const state = this.#present(target);
    if (String(state.revision) !== target.revision) {
      throw new HostError('stale-target', `target.revision: ${target.revision} (expected ${state.revision}: the picture changed after it was read)`, { fields: { layerId: target.layerId } });
    }
    return state;
  }

  /** Brings back the document as it was before the commit; works when the editor's other calls do not. */
  protected rollBack(target: TargetReference, undoCount: number): void {
    if (this.editor.canGroupUndo) this.editor.endUndoGroup(target.documentId, false);
    while (this.editor.undoCount(target.documentId) > undoCount) this.editor.undo(target.documentId);
  }

  async #write(
    target: TargetReference,
    state: DocumentState,
    { steps }: RenderedWritePlan,
    skipped: ReadonlyMap<number, string>,
    { signal, onProgress }: CommitOptions,
  ): Promise<Pick<CommitResult, 'resultId' | 'outcomes'>> {
    const present = findResultLayers(state, target.layerId);
    const resultId = present[0]?.resultId ?? this.editor.newId('result');
    const texts = new Map<string, string>();
    const outcomes: WriteStepOutcome[] = [];
    let belowId = target.layerId;
    let layerCount = 0;
    for (const [step, content] of steps.entries()) {
      throwIfCancelled(signal);
      const reason = skipped.get(step);
      if (reason !== undefined) {
        outcomes.push({ step, became: 'skipped', reason });
      } else if (content.kind === 'metadata') {
        texts.set(content.key, content.value);
        outcomes.push({ step, became: 'metadata' });
      } else {
        const reused = present[layerCount];
        const layer: ResultLayer = { kind: 'result', id: reused?.id ?? this.editor.newId('layer'), resultId, pictureId: target.layerId, content };
        if (reused === undefined) this.editor.insertLayer(target.documentId, layer, belowId);
        else this.editor.replaceLayer(target.documentId, layer);
        belowId = layer.id;
        layerCount += 1;
        outcomes.push({ step, became: content.kind === 'raster' ? 'raster' : 'native' });
      }
      onProgress?.((step + 1) / (steps.length + 1));
      await Promise.resolve();
    }
    throwIfCancelled(signal);
    for (const { id } of present.slice(layerCount)) this.editor.removeLayer(target.documentId, id);
    const isKept = layerCount > 0;
    if (texts.size > 0 || state.texts.has(resultId)) this.editor.setTexts(target.documentId, resultId, isKept && texts.size > 0 ? texts : undefined);
    return { resultId: isKept ? resultId : null, outcomes };
  }

  #remove(target: TargetReference, resultId: string, layers: readonly ResultLayer[]): void {
    for (const { id } of layers) this.editor.removeLayer(target.documentId, id);
    if (this.editor.look(target.documentId).texts.has(resultId)) this.editor.setTexts(target.documentId, resultId, undefined);
  }

  async #changeAsOne(target: TargetReference, signal: CancelSignal | undefined, change: () => void): Promise<void> {
    const undoCount = this.editor.undoCount(target.documentId);
    if (this.editor.canGroupUndo) this.editor.beginUndoGroup(target.documentId);
    try {
      change();
      throwIfCancelled(signal);
      if (this.editor.canGroupUndo) this.editor.endUndoGroup(target.documentId, true);
    } catch (error) {
      this.rollBack(target, undoCount);
      throw error;
    }
  }

  #readText(target: TargetReference, key: string, { signal }: CallOptions = {}): Promise<string | null> {
    return callHost('metadata.get', 'read-failed', signal, async () => {
      const state = this.#present(target);
      const [layer] = findResultLayers(state, target.layerId);
      return (layer === undefined ? undefined : state.texts.get(layer.resultId)?.get(key)) ?? null;
    });
  }

  #present(target: TargetReference): DocumentState {
    const state = this.editor.query(target.documentId);
    if (state === undefined || findPicture(state, target.layerId) === undefined) throw this.#gone(target);
    return state;
  }

  #gone({ layerId }: TargetReference): HostError {
    return new HostError('stale-target', `target: layer ${JSON.stringify(layerId)} is gone (expected it to be open)`, { fields: { layerId } });
  }
}

function createMemoryStorage(): HostStorage {
  const values = new Map<string, Uint8Array>();
  return {
    get: async (key) => values.get(key)?.slice() ?? null,
    set: async (key, value) => void values.set(key, value.slice()),
    keys: async () => [...values.keys()],
    delete: async (key) => void values.delete(key),
  };
}
