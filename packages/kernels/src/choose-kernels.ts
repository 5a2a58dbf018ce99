import type { KernelSet } from '@openretouch/core';
import { KernelError } from './kernel-error.js';
import { probeKernels } from './probe.js';
import { createWasmKernels } from './wasm-kernels.js';

/** `typescript` stands for the core's own loops: no kernels at all. */
export type KernelChoiceName = 'typescript' | KernelSet['name'];

export interface KernelChoice {
  readonly name: KernelChoiceName;
  /** To be handed to `applyPlan`; absent for `typescript`. */
  readonly kernels: KernelSet | undefined;
  /** In words, for people: why this one. */
  readonly reason: string;
}

export interface ChooseKernelsOptions {
  /** Takes this one or fails, instead of the first that works. */
  readonly force?: KernelChoiceName;
  /** What to try, fastest first; by default the WebAssembly kernels. */
  readonly candidates?: readonly { readonly name: KernelSet['name']; readonly create: () => Promise<KernelSet> }[];
}

/**
 * Chooses kernels by trying them on a tiny picture, and falls back to the core's own loops.
 *
 * @throws {@link KernelError}, or whatever creating the kernels threw, when a forced choice does not work.
 */
export async function chooseKernels(options: ChooseKernelsOptions = {}): Promise<KernelChoice> {
  const { force, candidates = [{ name: 'wasm', create: () => createWasmKernels() }] } = options;
  if (force === 'typescript') return { name: 'typescript', kernels: undefined, reason: 'typescript: asked for' };
  const wanted = force === undefined ? candidates : candidates.filter(({ name }) => name === force);
  if (force !== undefined && wanted.length === 0) {
    throw new KernelError('kernels-unavailable', `force: ${force} (expected ${['typescript', ...candidates.map(({ name }) => name)].join(' or ')})`, { fields: { value: force } });
  }
  const refused: string[] = [];
  for (const { name, create } of wanted) {
    try {
      const kernels = await create();
      const { works, reason } = await probeKernels(kernels);
      if (works) return { name, kernels, reason: force === undefined ? reason : `${reason}; asked for` };
      if (force !== undefined) throw new KernelError('kernels-unavailable', reason, { fields: { value: force } });
      refused.push(reason);
    } catch (error) {
      if (force !== undefined) throw error;
      refused.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { name: 'typescript', kernels: undefined, reason: ['typescript: nothing faster works here', ...refused].join('; ') };
}
