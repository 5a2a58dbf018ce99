import { type KernelSet, RetouchError } from '@openretouch/core';
import { chooseKernels, createWasmKernels, KernelError, probeKernels } from '@openretouch/kernels';
import { describe, expect, it } from 'vitest';

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

describe('loading kernels', () => {
  it('says what is missing when the module does not compile', async () => {
    const error = await createWasmKernels(Uint8Array.of(0, 97, 115, 109)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KernelError);
    expect(RetouchError.isInstance(error)).toBe(true);
    expect((error as KernelError).code).toBe('kernels-unavailable');
    expect((error as KernelError).cause).toBeDefined();
  });
});
