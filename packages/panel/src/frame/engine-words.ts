import type { EngineStatus } from '@openretouch/core/worker';
import type { StringKey } from '../strings/strings.js';

export interface EngineWords {
  /** On the button. */
  readonly short: string;
  readonly name: string | StringKey;
  readonly text: StringKey;
  /** The form of the light, which is told by its shape as well. */
  readonly led: 'fast' | 'slower' | 'waiting';
}

/** @returns what an engine is called for people; names of techniques are the same in every language. */
export function engineWords(status: EngineStatus | undefined): EngineWords {
  switch (status?.kernels.name) {
    case 'webgpu':
      return { short: 'WebGPU', name: 'WebGPU', text: 'engine.webgpu', led: 'fast' };
    case 'wasm':
      return { short: 'WASM', name: 'WebAssembly SIMD', text: 'engine.wasm', led: 'slower' };
    case undefined:
      return { short: '', name: 'engine.starting', text: 'auto.notReady', led: 'waiting' };
    default:
      return { short: 'JS', name: 'JavaScript', text: 'engine.typescript', led: 'slower' };
  }
}
