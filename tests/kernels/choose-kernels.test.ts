import { applyPlan, type KernelSet, type PixelKernel, RetouchError } from '@openretouch/core';
import { chooseKernels, createWasmKernels, KernelError, probeKernels } from '@openretouch/kernels';
import { describe, expect, it } from 'vitest';
import { KERNEL_CASES } from './cases.js';
import { planOf } from './expected.js';
import { noise } from './pictures.js';

const kernels = await createWasmKernels();

/** Kernels whose LUT is one level off in the last pixel of a picture, as a loop that forgets the end of a vector would be. */
const faulty: KernelSet = {
  ...kernels,
  lut3d: (ramp, lut) => {
    const kernel = kernels.lut3d(ramp, lut);
    return async (source, first, count, out) => {
      await kernel?.(source, first, count, out);
      out.data[(first + count - 1) * 4] ^= 1;
    };
  },
};

describe('choosing kernels', () => {
  it('takes WebAssembly where it works, and says why', async () => {
    const choice = await chooseKernels();
    expect(choice.name).toBe('wasm');
    expect(choice.kernels).toBeDefined();
    expect(choice.reason).toBe('wasm: every trial on a tiny picture came out as known');
  });

  it('finds kernels out that are one level off in the last pixel', async () => {
    const { works, reason } = await probeKernels(faulty);
    expect(works).toBe(false);
    expect(reason).toMatch(/^wasm: an inverting LUT gave \d+ for sample 56 of a tiny picture \(expected \d+\)$/);
  });

  it('falls back to the core and names what did not work', async () => {
    const choice = await chooseKernels({
      candidates: [
        { name: 'webgpu', create: () => Promise.reject(new Error('no adapter')) },
        { name: 'wasm', create: () => Promise.resolve(faulty) },
      ],
    });
    expect(choice.name).toBe('typescript');
    expect(choice.kernels).toBeUndefined();
    expect(choice.reason).toContain('no adapter');
    expect(choice.reason).toContain('an inverting LUT');
  });

  it('does as told', async () => {
    expect((await chooseKernels({ force: 'typescript' })).kernels).toBeUndefined();
    expect((await chooseKernels({ force: 'wasm' })).name).toBe('wasm');
    await expect(chooseKernels({ force: 'webgpu' })).rejects.toThrowError('force: webgpu (expected typescript or wasm)');
    await expect(chooseKernels({ force: 'wasm', candidates: [{ name: 'wasm', create: () => Promise.resolve(faulty) }] })).rejects.toThrowError(KernelError);
  });
});

/** A clock that stands still but for the work of kernels made here, which takes as long as they were told. */
function workshop(): { readonly now: () => number; readonly kernelsThatTake: (name: KernelSet['name'], milliseconds: readonly number[]) => KernelSet & { readonly megapixels: () => number; readonly isDisposed: () => boolean } } {
  let time = 1000;
  return {
    now: () => time,
    kernelsThatTake: (name, milliseconds) => {
      let megapixels = 0;
      let isDisposed = false;
      const timed =
        (kernel: PixelKernel | undefined): PixelKernel =>
        async (source, first, count, out) => {
          await kernel?.(source, first, count, out);
          if (count < 2 ** 20) return;
          time += milliseconds[Math.min(megapixels, milliseconds.length - 1)];
          megapixels += 1;
        };
      return { ...kernels, name, lut3d: (ramp, lut) => timed(kernels.lut3d(ramp, lut)), dispose: () => (isDisposed = true), megapixels: () => megapixels, isDisposed: () => isDisposed };
    },
  };
}

const candidate = (set: KernelSet) => ({ name: set.name, create: () => Promise.resolve(set) });

describe('choosing among kernels that work', () => {
  it('takes the fastest by its best of three, and tells the times', async () => {
    const { now, kernelsThatTake } = workshop();
    const [wasm, webgpu] = [kernelsThatTake('wasm', [5, 4, 6]), kernelsThatTake('webgpu', [9, 2, 8])];
    const choice = await chooseKernels({ candidates: [candidate(wasm), candidate(webgpu)], now });
    expect(choice.name).toBe('webgpu');
    expect(choice.reason).toBe('webgpu: every trial on a tiny picture came out as known; a megapixel through a LUT: webgpu took 2.0 ms, wasm took 4.0 ms');
    expect([wasm.megapixels(), webgpu.megapixels()]).toEqual([3, 3]);
  });

  it('tries a hopeless one once, gives it back, and takes the other', async () => {
    const { now, kernelsThatTake } = workshop();
    const [wasm, software] = [kernelsThatTake('wasm', [4]), kernelsThatTake('webgpu', [90])];
    const choice = await chooseKernels({ candidates: [candidate(wasm), candidate(software)], now });
    expect(choice.kernels).toBe(wasm);
    expect(choice.reason).toContain('wasm took 4.0 ms, webgpu took 90.0 ms');
    expect(software.megapixels()).toBe(1);
    expect([wasm.isDisposed(), software.isDisposed()]).toEqual([false, true]);
  });

  it('passes over one that works on a tiny picture and fails on a large one', async () => {
    const { now, kernelsThatTake } = workshop();
    const wasm = kernelsThatTake('wasm', [4]);
    const small: KernelSet = {
      ...kernels,
      name: 'webgpu',
      lut3d: (ramp, lut) => (source, first, count, out) => {
        if (count > 15) throw new Error('too much');
        return kernels.lut3d(ramp, lut)?.(source, first, count, out);
      },
    };
    const choice = await chooseKernels({ candidates: [candidate(small), candidate(wasm)], now });
    expect(choice.kernels).toBe(wasm);
    expect(choice.reason).toContain('webgpu did not do it');
  });

  it('says why the faster one is not there', async () => {
    const choice = await chooseKernels({ gpu: { requestAdapter: () => Promise.resolve(null) } });
    expect(choice.name).toBe('wasm');
    expect(choice.reason).toBe('wasm: every trial on a tiny picture came out as known; webgpu: no adapter');
  });

  it.each([undefined, 'webgpu'] as const)('puts what works behind a device that may be lost (force: %s)', async (force) => {
    const { now, kernelsThatTake } = workshop();
    const webgpu = kernelsThatTake('webgpu', [1]);
    let isLost = false;
    const fragile: KernelSet = {
      ...webgpu,
      stages: (stages, bitDepth) => (source, first, count, out) => {
        if (isLost) throw new Error('gone');
        return kernels.stages(stages, bitDepth)?.(source, first, count, out);
      },
    };
    const notices: string[] = [];
    const choice = await chooseKernels({ candidates: [candidate(fragile), candidate(kernelsThatTake('wasm', [4]))], now, onNotice: (notice) => notices.push(notice), ...(force === undefined ? {} : { force }) });
    expect(choice.name).toBe('webgpu');
    isLost = true;
    const picture = noise(30, 20, 4, 8);
    const { plan } = planOf(KERNEL_CASES.find(({ name }) => name === 'grid of one node') ?? KERNEL_CASES[0], picture);
    const result = await applyPlan(plan, picture, choice.kernels === undefined ? {} : { kernels: choice.kernels });
    expect(result.data).toEqual((await applyPlan(plan, picture, { kernels })).data);
    expect(notices).toEqual(['webgpu: gone; going on with wasm']);
    choice.kernels?.dispose?.();
    expect(webgpu.isDisposed()).toBe(true);
  });
});

describe('loading kernels', () => {
  it('says what is missing when the module does not compile', async () => {
    const error = await createWasmKernels(Uint8Array.of(0, 97, 115, 109)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KernelError);
    expect(RetouchError.isInstance(error)).toBe(true);
    expect((error as KernelError).code).toBe('kernels-unavailable');
    expect((error as KernelError).cause).toBeDefined();
  });
});
