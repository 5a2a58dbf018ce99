import { ModelUnavailableError, RetouchError } from '../errors.js';
import { checkModelFile } from './check-model.js';
import type { ModelList, ModelSpec } from './manifest.js';
import type { OnnxModel } from './onnx/read-model.js';

/** Gives the bytes of a model's file, by its path in the manifest: from disk, a bundle, or the page's own server. */
export type FetchBytes = (file: string) => Promise<Uint8Array>;

/** Keeps files between sessions, by their hash; optional, and allowed to fail. */
export interface ModelCache {
  get(sha256: string): Promise<Uint8Array | undefined>;
  set(sha256: string, bytes: Uint8Array): Promise<void>;
}

export interface ModelStoreOptions {
  /** Checked, as `checkManifest` returns it. */
  readonly manifest: ModelList;
  readonly fetchBytes: FetchBytes;
  readonly cache?: ModelCache;
}

/** A model whose file is what its entry says. */
export interface LoadedModel {
  readonly spec: ModelSpec;
  readonly bytes: Uint8Array;
  readonly graph: OnnxModel;
}

/** Models by id: each file is fetched and checked once. */
export class ModelStore {
  readonly #options: ModelStoreOptions;
  readonly #loading = new Map<string, Promise<LoadedModel>>();

  constructor(options: ModelStoreOptions) {
    this.#options = options;
  }

  /** @throws {@link ModelUnavailableError} that names the models there are. */
  find(id: string): ModelSpec {
    const spec = this.findById(id);
    if (spec !== undefined) return spec;
    const { models } = this.#options.manifest;
    const known = models.map((model) => model.id).join(', ') || 'none';
    throw new ModelUnavailableError(`model ${JSON.stringify(id)}: not in the manifest (expected one of ${known})`, { model: id, known: models.map((model) => model.id) });
  }

  /** @returns the entry of that id, or `undefined`. */
  findById(id: string): ModelSpec | undefined {
    return this.#options.manifest.models.find((model) => model.id === id);
  }

  /** @returns the model of an operation that has the input, such as the map that belongs to a decision; `undefined` without one. */
  findByInput(operation: string, inputName: string): ModelSpec | undefined {
    return this.#options.manifest.models.find((model) => model.operation === operation && model.inputs.some(({ name }) => name === inputName));
  }

  /** @returns the model of an operation that has the output, such as the one that sees styles; `undefined` without one. */
  findByOutput(operation: string, outputName: string): ModelSpec | undefined {
    return this.#options.manifest.models.find((model) => model.operation === operation && model.outputs.some(({ name }) => name === outputName));
  }

  /**
   * Loads a model; a load that failed is tried again by the next call.
   *
   * @throws {@link ModelUnavailableError} when there is no such entry or its file cannot be had; InvalidModelError when the file is
   * not what the entry says.
   */
  load(id: string): Promise<LoadedModel> {
    const present = this.#loading.get(id);
    if (present !== undefined) return present;
    const loading = this.#load(id);
    this.#loading.set(id, loading);
    loading.catch(() => this.#loading.delete(id));
    return loading;
  }

  async #load(id: string): Promise<LoadedModel> {
    const spec = this.find(id);
    const cached = await this.#fromCache(spec);
    if (cached !== undefined) return cached;
    const bytes = await this.#fetch(spec);
    const graph = checkModelFile(spec, bytes);
    // A cache that is full or forbidden costs the next start some time, and nothing else.
    await this.#options.cache?.set(spec.sha256, bytes).catch(() => undefined);
    return { spec, bytes, graph };
  }

  /** What is damaged in the cache is fetched anew. */
  async #fromCache(spec: ModelSpec): Promise<LoadedModel | undefined> {
    try {
      const bytes = await this.#options.cache?.get(spec.sha256);
      return bytes === undefined ? undefined : { spec, bytes, graph: checkModelFile(spec, bytes) };
    } catch {
      return undefined;
    }
  }

  async #fetch(spec: ModelSpec): Promise<Uint8Array> {
    try {
      return await this.#options.fetchBytes(spec.file);
    } catch (error) {
      if (RetouchError.isInstance(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new ModelUnavailableError(`model ${spec.id}: ${spec.file} cannot be read (${reason})`, { model: spec.id, file: spec.file }, error);
    }
  }
}
