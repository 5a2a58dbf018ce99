import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { applyPlan, type KernelSet, type PixelKernel, type Raster } from '@openretouch/core';
import { chooseKernels, createThreadedKernels, createWasmKernels, KernelError, type WorkerHandle } from '@openretouch/kernels';
import { nodeThreads, startNodeWorker } from '@openretouch/kernels/node';
import { webThreads } from '@openretouch/kernels/web';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleWorker } from '../../scripts/kernels/bundle-worker.mjs';
import { WORKER_SOURCE } from '../../packages/kernels/src/threads/worker-source.generated.js';
import { KERNEL_CASES, lookLut } from './cases.js';
import { describeKernelContract } from './contract.js';
import { planOf } from './expected.js';
import { kernelsFor, runKernels } from './kernels-for.js';
import { noise } from './pictures.js';
import { rampOf } from './tables.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const one = await createWasmKernels();
/** Every run is shared out, however small. */
const three = await createThreadedKernels({ ...nodeThreads(3), fewestPixels: 1 });
await three.ready;
afterAll(() => three.dispose());

describeKernelContract('three threads', (kernelCase, raster, out) => runKernels(three, kernelCase, raster, out === raster));

/** More than a piece for each of three threads. */
const PICTURE = noise(401, 307, 4, 8);
const TOTAL = 401 * 307;

const blankLike = (raster: Raster): Raster => ({ ...raster, data: raster.data.slice().fill(0) });
function sharedCopy(raster: Raster): Raster {
  const data = new Uint8Array(new SharedArrayBuffer(raster.data.length));
  data.set(raster.data);
  return { ...raster, data };
}
function lutOf(kernels: Pick<typeof one, 'lut3d'>): PixelKernel {
  const kernel = kernels.lut3d(rampOf([], 8), lookLut(17));
  if (kernel === undefined) throw new Error('a LUT of 17 nodes: no kernel');
  return kernel;
}
async function expectedLook(): Promise<Raster> {
  const out = blankLike(PICTURE);
  await lutOf(one)(PICTURE, 0, TOTAL, out);
  return out;
}

describe('kernels on threads', () => {
  it('give the bytes of one thread, for every kernel, with three channels and four, 8 and 16 bit', async () => {
    for (const raster of [PICTURE, noise(311, 217, 3, 8), noise(211, 307, 3, 16)]) {
      for (const kernelCase of KERNEL_CASES) {
        const single = new Map(kernelsFor(one, kernelCase, raster));
        for (const [loop, kernel] of kernelsFor(three, kernelCase, raster)) {
          const [expected, actual] = [blankLike(raster), blankLike(raster)];
          const total = raster.width * raster.height;
          await single.get(loop)?.(raster, 0, total, expected);
          await kernel?.(raster, 0, total, actual);
          expect(Buffer.compare(bytesOf(actual), bytesOf(expected)), `${loop}, "${kernelCase.name}"`).toBe(0);
        }
      }
    }
    expect([three.threads, three.failure]).toEqual([3, undefined]);
  });

  it('work on shared memory where it lies, apart and in place', async () => {
    const expected = await expectedLook();
    const source = sharedCopy(PICTURE);
    const out = sharedCopy(blankLike(PICTURE));
    await lutOf(three)(source, 0, TOTAL, out);
    expect(Buffer.compare(bytesOf(out), bytesOf(expected))).toBe(0);
    await lutOf(three)(source, 0, TOTAL, source);
    expect(Buffer.compare(bytesOf(source), bytesOf(expected))).toBe(0);
  });

  it('keep runs apart that are asked for at once', async () => {
    const expected = await expectedLook();
    const outs = Array.from({ length: 7 }, () => blankLike(PICTURE));
    const kernels = outs.map(() => lutOf(three));
    await Promise.all(outs.map(async (out, i) => kernels[i](PICTURE, 0, TOTAL, out)));
    for (const out of outs) expect(Buffer.compare(bytesOf(out), bytesOf(expected))).toBe(0);
  });

  it('go on with one thread once disposed of', async () => {
    const kernels = await createThreadedKernels({ ...nodeThreads(2), fewestPixels: 1 });
    const kernel = lutOf(kernels);
    kernels.dispose();
    await kernels.ready;
    expect([kernels.threads, kernels.failure, kernels.bandPixels]).toEqual([1, undefined, undefined]);
    const out = blankLike(PICTURE);
    await kernel(PICTURE, 0, TOTAL, out);
    expect(out.data).toEqual((await expectedLook()).data);
  });

  it('get bands as large as they ask for', async () => {
    const counts: number[] = [];
    const recording: KernelSet = { ...one, bandPixels: 401 * 100, lut3d: () => (_source, _first, count) => void counts.push(count) };
    const { plan } = planOf({ name: 'look', steps: [{ transforms: [lookLut(17)] }] }, PICTURE);
    await applyPlan(plan, PICTURE, { kernels: recording });
    expect(counts).toEqual([401 * 100, 401 * 100, 401 * 100, 401 * 7]);
    expect(three.bandPixels).toBeGreaterThan(1e6);
  });

  it('are said in the reason of a choice', async () => {
    const { kernels, reason } = await chooseKernels({ threads: nodeThreads(2) });
    kernels?.dispose?.();
    expect(reason).toBe('wasm: every trial on a tiny picture came out as known; on 2 threads');
    expect((await chooseKernels({ threads: nodeThreads(1) })).reason).not.toContain('threads');
  });

  it('are absent in pages that cannot share memory', () => {
    expect(webThreads(4)).toBeUndefined();
  });
});

/** A worker that works until it is told to run. */
function failingAtRun(fail: (handle: WorkerHandle, onMessage: (message: unknown) => void, onFailure: (error: unknown) => void) => void): (source: string) => WorkerHandle {
  return (source) => {
    const handle = startNodeWorker(source);
    let fails = (): void => undefined;
    return {
      ...handle,
      listen: (onMessage, onFailure) => {
        fails = () => fail(handle, onMessage, onFailure);
        handle.listen(onMessage, onFailure);
      },
      post: (message) => ((message as { kind: string }).kind === 'run' ? fails() : handle.post(message)),
    };
  };
}

describe('a worker that fails', () => {
  const failures = {
    'says that it failed': failingAtRun((_handle, onMessage) => onMessage({ kind: 'failed', message: 'no memory' })),
    'ends by itself': failingAtRun((_handle, _onMessage, onFailure) => onFailure(new Error('ended with exit code 7'))),
  };
  for (const [name, startWorker] of Object.entries(failures)) {
    it(`and ${name} leaves its work to the calling thread, and says why`, async () => {
      const kernels = await createThreadedKernels({ threads: 2, startWorker, fewestPixels: 1 });
      await kernels.ready;
      expect(kernels.threads).toBe(2);
      const out = blankLike(PICTURE);
      await lutOf(kernels)(PICTURE, 0, TOTAL, out);
      expect(out.data).toEqual((await expectedLook()).data);
      expect(kernels.threads).toBe(1);
      expect(kernels.failure).toBeInstanceOf(KernelError);
      expect(kernels.failure?.code).toBe('worker-failed');
    });
  }

  it('in the midst of pixels it was to replace is an error, because they may be half done', async () => {
    const kernels = await createThreadedKernels({ threads: 2, startWorker: failures['ends by itself'], fewestPixels: 1 });
    await kernels.ready;
    const shared = sharedCopy(PICTURE);
    await expect(lutOf(kernels)(shared, 0, TOTAL, shared)).rejects.toThrowError('kernel worker: ended with exit code 7');
  });

  it('to start leaves one thread', async () => {
    const startWorker = (): WorkerHandle => {
      throw new Error('forbidden here');
    };
    const kernels = await createThreadedKernels({ threads: 4, startWorker });
    await kernels.ready;
    expect([kernels.threads, kernels.failure?.message]).toEqual([1, 'kernel worker: forbidden here (expected a worker that runs WebAssembly on shared memory)']);
  });

  it('because its script is broken leaves one thread', async () => {
    const kernels = await createThreadedKernels({ threads: 2, startWorker: () => startNodeWorker('throw new Error("broken");') });
    await kernels.ready;
    expect([kernels.threads, kernels.failure?.code]).toEqual([1, 'worker-failed']);
    expect(kernels.failure?.message).toContain('broken');
  });
});

describe('the program of workers', () => {
  it('is bundled from the sources as they are', async () => {
    expect(await bundleWorker()).toContain(JSON.stringify(WORKER_SOURCE));
  });

  it('does not keep a process alive, at rest or forgotten', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openretouch-threads-'));
    try {
      const contents = `
        import { createThreadedKernels } from './packages/kernels/src/index.ts';
        import { nodeThreads } from './packages/kernels/src/node.ts';
        const kernels = await createThreadedKernels({ ...nodeThreads(2), fewestPixels: 1 });
        await kernels.ready;
        const picture = { data: new Uint8Array(400000), width: 1000, height: 100, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
        await kernels.stages([{ kind: 'matrix', matrix: [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1] }], 8)(picture, 0, 100000, picture);
        console.log(kernels.threads, picture.data[0], picture.data[399998]);
      `;
      const { outputFiles } = await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, format: 'esm', platform: 'node', write: false });
      const script = join(folder, 'script.mjs');
      await writeFile(script, outputFiles[0].contents);
      const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 30_000 });
      expect(stdout.trim()).toBe('2 255 255');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function bytesOf({ data }: Raster): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
