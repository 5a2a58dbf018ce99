import { ModelUnavailableError } from '../errors.js';
import type { Analysis } from '../analyse/analysis.js';
import type { Decide } from '../operations/decision.js';
import type { StyleVector } from '../operations/style-vector.js';
import type { BakeNetwork } from './csrnet/bake-color-map.js';
import { decideCsrnet } from './csrnet/decide-csrnet.js';
import { decideCudi } from './cudi/decide-cudi.js';
import { decidePienet } from './pienet/decide-pienet.js';
import { embedPhoto, type EmbedPhotoOptions } from './pienet/embed-photo.js';
import type { ExecutionProviderChoice } from './execution-provider.js';
import { checkManifest } from './manifest.js';
import { type FetchBytes, type ModelCache, ModelStore } from './model-store.js';
import type { InferenceRuntime } from './runtime.js';
import { SessionRoom } from './session-room.js';

export interface DeciderOptions {
  /** The list of models: `manifest` of `@openretouch/models`, or another that its form fits. Checked here. */
  readonly manifest: unknown;
  readonly fetchBytes: FetchBytes;
  readonly runtime: InferenceRuntime;
  /** Default WebAssembly; see `chooseExecutionProvider`. */
  readonly provider?: ExecutionProviderChoice;
  /** Faster baking, e.g. of `@openretouch/kernels`. */
  readonly bakeNetwork?: BakeNetwork;
  readonly cache?: ModelCache;
}

/** Runs models for planning and for learning styles, and keeps them ready. */
export interface Decider {
  /** For the option `decide` of `planPhoto`, `retouch` and `runInHost`. */
  readonly decide: Decide;
  /**
   * Sees the style of a finished photo, for `meanPreference`: a point of length 1. Refused for a photo that is transparent or of one
   * colour.
   */
  embedPhoto(photo: Pick<Analysis, 'copy' | 'sample'>, options?: EmbedPhotoOptions): Promise<StyleVector>;
  /** What computes now, and why. */
  readonly provider: ExecutionProviderChoice;
  /** Loads models and makes them ready, so that the first photo does not wait. */
  prepare(modelIds: readonly string[]): Promise<void>;
  /** Frees the runtime's memory, after what is under way. Later decisions fail. */
  dispose(): Promise<void>;
}

const BY_DEFAULT: ExecutionProviderChoice = { name: 'wasm', reason: 'wasm: by default' };

/**
 * Makes what runs the models of learned operations.
 *
 * @throws InvalidManifestError when the list of models cannot be read.
 * @example
 * ```ts
 * const decider = createDecider({ manifest, fetchBytes, runtime: createOrtRuntime(ort) });
 * const { raster } = await retouch(photo, recipe, { decide: decider.decide });
 * ```
 */
export function createDecider({ manifest, fetchBytes, runtime, provider = BY_DEFAULT, bakeNetwork, cache }: DeciderOptions): Decider {
  const list = checkManifest(manifest);
  const store = new ModelStore({ manifest: list, fetchBytes, ...(cache === undefined ? {} : { cache }) });
  const room = new SessionRoom(runtime, provider);
  const tools = { store, room, ...(bakeNetwork === undefined ? {} : { bakeNetwork }) };
  return {
    decide: async (modelId, photo, parameters) => {
      const { operation } = store.find(modelId);
      const { exposure, style } = parameters;
      if (style !== undefined && operation === 'pienet') return decidePienet(modelId, photo, style, parameters, { ...tools, ...(list.styles === undefined ? {} : { styles: list.styles }) });
      if (exposure === undefined && style === undefined && operation === 'csrnet') return decideCsrnet(modelId, photo, parameters, tools);
      if (exposure !== undefined && operation === 'cudi') return decideCudi(modelId, photo, exposure, parameters, tools);
      throw new ModelUnavailableError(`model ${modelId}: of ${operation} (expected one of ${style !== undefined ? 'pienet' : exposure === undefined ? 'csrnet' : 'cudi'})`, { model: modelId, operation });
    },
    embedPhoto: (photo, options = {}) => embedPhoto(photo, options, { store, room }),
    get provider() {
      return room.provider;
    },
    prepare: async (modelIds) => {
      for (const id of modelIds) await room.prepare(await store.load(id));
    },
    dispose: () => room.dispose(),
  };
}
