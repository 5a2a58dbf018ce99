import { InvalidArgumentError } from '../errors.js';
import type { ExecutionProviderName } from './runtime.js';

/** What a platform offers, as far as it is known; `navigator.gpu` fits as it is. */
export interface GpuProbe {
  requestAdapter(): Promise<{ readonly isFallbackAdapter?: boolean; readonly info?: { readonly isFallbackAdapter?: boolean } } | null>;
}

export interface ChooseProviderOptions {
  /** Absent where the platform has no WebGPU. */
  readonly gpu?: GpuProbe;
  /** `auto` (default): the fastest that is there. Another is taken as said; `webgpu` without an adapter is refused. */
  readonly force?: 'auto' | ExecutionProviderName;
}

/** What computes the models, and why. */
export interface ExecutionProviderChoice {
  readonly name: ExecutionProviderName;
  /** In words, for people: `wasm: no graphics adapter answers`. */
  readonly reason: string;
}

/**
 * Chooses what computes the models. A software adapter counts as none: it is slower than WebAssembly.
 *
 * @throws {@link InvalidArgumentError} when WebGPU is forced and not there.
 */
export async function chooseExecutionProvider({ gpu, force = 'auto' }: ChooseProviderOptions = {}): Promise<ExecutionProviderChoice> {
  if (force === 'wasm') return { name: 'wasm', reason: 'wasm: asked for' };
  const obstacle = await findGpuObstacle(gpu);
  if (obstacle === undefined) return { name: 'webgpu', reason: force === 'webgpu' ? 'webgpu: asked for' : 'webgpu: a graphics adapter answers' };
  if (force === 'webgpu') throw new InvalidArgumentError(`force: webgpu (expected wasm or auto: ${obstacle})`, { argument: 'force', value: force });
  return { name: 'wasm', reason: `wasm: ${obstacle}` };
}

async function findGpuObstacle(gpu: GpuProbe | undefined): Promise<string | undefined> {
  if (gpu === undefined) return 'WebGPU is not offered here';
  try {
    const adapter = await gpu.requestAdapter();
    if (adapter === null) return 'no graphics adapter answers';
    return adapter.isFallbackAdapter === true || adapter.info?.isFallbackAdapter === true ? 'the graphics adapter is a software one' : undefined;
  } catch (error) {
    return `the graphics adapter failed (${error instanceof Error ? error.message : String(error)})`;
  }
}
