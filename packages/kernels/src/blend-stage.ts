import type { KernelBlend, Mask } from '@openretouch/core';
import type { Address } from './kernel-exports.js';
import type { KernelMemory } from './kernel-memory.js';
import { RUN_BYTES, RUN_PIXELS, type Run, type RunStage, type StageCompiler } from './run.js';

/** Compiles stages blended with their own input; `inner` is what they compile to. */
export function compileBlend({ memory, layout }: StageCompiler, { strength, mask, isInverted }: KernelBlend, inner: readonly RunStage[]): RunStage {
  const { exports } = memory;
  const before = layout.addBuffer(RUN_BYTES);
  if (mask === undefined) {
    return (run) => {
      exports.run_copy(run.address, before, run.count);
      for (const stage of inner) stage(run);
      exports.run_blend_evenly(run.address, before, strength, run.count);
    };
  }
  const samples = layout.addBuffer(RUN_PIXELS * 4);
  const amounts = layout.addBuffer(RUN_PIXELS * 4);
  const readAmounts = compileAmounts(memory, mask, isInverted, strength, samples, amounts);
  return (run) => {
    if (!readAmounts(run)) return;
    exports.run_copy(run.address, before, run.count);
    for (const stage of inner) stage(run);
    exports.run_blend(run.address, before, amounts, run.count);
  };
}

/** @returns what fills `amounts` for a run and tells whether any is not 0. */
function compileAmounts(memory: KernelMemory, { data }: Mask, isInverted: boolean, strength: number, samples: Address, amounts: Address): (run: Run) => boolean {
  const { exports } = memory;
  const inverted = isInverted ? 1 : 0;
  if (data instanceof Float32Array) {
    return ({ first, count }) => {
      memory.views.f32.set(data.subarray(first, first + count), samples / 4);
      return exports.amounts_float(samples, amounts, count, inverted, strength) !== 0;
    };
  }
  if (data instanceof Uint16Array) {
    return ({ first, count }) => {
      memory.views.u16.set(data.subarray(first, first + count), samples / 2);
      return exports.amounts_16(samples, amounts, count, inverted, strength) !== 0;
    };
  }
  return ({ first, count }) => {
    memory.views.u8.set(data.subarray(first, first + count), samples);
    return exports.amounts_8(samples, amounts, count, inverted, strength) !== 0;
  };
}
