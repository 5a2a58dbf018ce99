import { ModelUnavailableError } from '../errors.js';
import type { Decide } from '../operations/decision.js';
import type { BakeNetwork } from './csrnet/bake-color-map.js';
import { decideCsrnet } from './csrnet/decide-csrnet.js';
import { decideCudi } from './cudi/decide-cudi.js';
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

/** Runs models for planning, and keeps them ready. */
export interface Decider {
  /** For the option `decide` of `planPhoto`, `retouch` and `runInHost`. */
  readonly decide: Decide;
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
  const store = new ModelStore({ manifest: checkManifest(manifest), fetchBytes, ...(cache === undefined ? {} : { cache }) });
  const room = new SessionRoom(runtime, provider);
  const tools = { store, room, ...(bakeNetwork === undefined ? {} : { bakeNetwork }) };
  return {
    decide: async (modelId, photo, parameters) => {
      const { operation } = store.find(modelId);
      const { exposure } = parameters;
      if (exposure === undefined && operation === 'csrnet') return decideCsrnet(modelId, photo, parameters, tools);
      if (exposure !== undefined && operation === 'cudi') return decideCudi(modelId, photo, exposure, parameters, tools);
      throw new ModelUnavailableError(`model ${modelId}: of ${operation} (expected one of ${exposure === undefined ? 'csrnet' : 'cudi'})`, { model: modelId, operation });
    },
    get provider() {
      return room.provider;
    },
    prepare: async (modelIds) => {
      for (const id of modelIds) await room.prepare(await store.load(id));
    },
    dispose: () => room.dispose(),
  };
}
