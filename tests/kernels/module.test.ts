import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../packages/kernels/src/decode-base64.js';
import { instantiateKernels } from '../../packages/kernels/src/instantiate.js';
import { KernelMemory } from '../../packages/kernels/src/kernel-memory.js';
import { compileLut8 } from '../../packages/kernels/src/lut-kernel.js';
import { KERNELS_BASE64 } from '../../packages/kernels/src/module.generated.js';
import { lookLut } from './cases.js';
import { noise } from './pictures.js';
import { rampOf } from './tables.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the module', () => {
  it('is embedded as it lies beside its source, below 64 kB', async () => {
    const file = await readFile(`${root}packages/kernels/kernels.wasm`);
    expect(Buffer.compare(decodeBase64(KERNELS_BASE64), file)).toBe(0);
    expect(file.length).toBeLessThan(64 * 1024);
  });

  it('imports nothing', async () => {
    const exports = await instantiateKernels(await readFile(`${root}packages/kernels/kernels.wasm`));
    expect(Object.keys(exports)).toContain('lut_8');
  });

  it('runs where there is no fetch, no file and no eval', async () => {
    const { outputFiles } = await build({ entryPoints: [`${root}packages/kernels/src/index.ts`], bundle: true, format: 'iife', globalName: 'kernels', write: false, platform: 'neutral' });
    const context = vm.createContext({ WebAssembly: Reflect.get(globalThis, 'WebAssembly') }, { codeGeneration: { strings: false, wasm: true } });
    const name = await (vm.runInContext(`${outputFiles[0].text}; kernels.chooseKernels().then((choice) => choice.name)`, context) as Promise<string>);
    expect(name).toBe('wasm');
  });

  it('holds no more memory for a picture of 4 megapixels than for one of 1', async () => {
    const memory = new KernelMemory(await instantiateKernels());
    const kernel = compileLut8(memory, rampOf([], 8), lookLut(33));
    const heldAfter = async (width: number): Promise<number> => {
      const raster = noise(width, 1000, 4, 8);
      await kernel?.(raster, 0, width * 1000, raster);
      return memory.exports.memory.buffer.byteLength;
    };
    const small = await heldAfter(1000);
    expect(await heldAfter(4000)).toBe(small);
    expect(small).toBeLessThan(2 ** 21);
  });

  it('keeps jobs apart that are run in turns', async () => {
    const memory = new KernelMemory(await instantiateKernels());
    const raster = noise(90, 90, 4, 8);
    const blank = (): typeof raster => ({ ...raster, data: new Uint8Array(raster.data.length) });
    const first = compileLut8(memory, rampOf([], 8), lookLut(33));
    const second = compileLut8(memory, rampOf([], 8), lookLut(5));
    const [alone, inTurns] = [blank(), blank()];
    await first?.(raster, 0, 8100, alone);
    await first?.(raster, 0, 4000, inTurns);
    await second?.(raster, 0, 8100, blank());
    await first?.(raster, 4000, 4100, inTurns);
    expect(inTurns.data).toEqual(alone.data);
  });
});
