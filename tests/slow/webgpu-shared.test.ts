import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Raster } from '@openretouch/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchChromium, openProgram } from '../browser/chromium.js';
import type { KernelCase } from '../kernels/cases.js';
import { describeKernelContract } from '../kernels/contract.js';
import type * as page from './webgpu-shared.page.js';

declare const program: typeof page;

const { resolve } = createRequire(import.meta.url);
/** The smallest of onnxruntime-web's builds with WebGPU. */
const RUNTIME = 'ort.jspi.min.mjs';
const runtimeFolder = dirname(resolve('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm'));

const number = (field: number, value: number): number[] => [field << 3, value];
const bytes = (field: number, value: readonly number[]): number[] => [(field << 3) | 2, value.length, ...value];
const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value)]);

/**
 * An ONNX file of one node, y = x + x, in protocol buffers' wire format; every length and value is below 128.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto for the fields' numbers.
 */
function doublingModel(): number[] {
  const shape = bytes(2, [1, 3, 2, 2].flatMap((size) => bytes(1, number(1, size))));
  const pixels = (name: string): number[] => [...text(1, name), ...bytes(2, bytes(1, [...number(1, 1), ...shape]))];
  const node = [...text(1, 'x'), ...text(1, 'x'), ...text(2, 'y'), ...text(4, 'Add')];
  const graph = [...bytes(1, node), ...text(2, 'doubling'), ...bytes(11, pixels('x')), ...bytes(12, pixels('y'))];
  return [...number(1, 8), ...bytes(7, graph), ...bytes(8, [...text(1, ''), ...number(2, 17)])];
}

const DOUBLED = Array.from({ length: 12 }, (_, i) => 2 * (i + 1));

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined).each([
  ['a session hands out', 'session'],
  ['a page hands to both', 'page'],
] as const)('on a device that %s', (_, owner) => {
  let browser: Browser;
  let tab: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    tab = await openProgram(browser, '../slow/webgpu-shared.page.ts', complaints);
    await tab.route('**/runtime/*', (route) => {
      const path = join(runtimeFolder, basename(new URL(route.request().url()).pathname));
      return route.fulfill({ path, contentType: path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript' });
    });
    const url = `${new URL(tab.url()).origin}/runtime/${RUNTIME}`;
    await tab.evaluate(([runtime, model, who]) => program.share(runtime, model, who), [url, doublingModel(), owner] as const);
  });
  afterAll(() => browser.close());

  it('the session computes', async () => {
    const { values, submissions } = await tab.evaluate(() => program.runAlone());
    expect(values).toEqual(DOUBLED);
    expect(submissions).toBeGreaterThan(0);
  });

  describeKernelContract('WebGPU beside onnxruntime-web', async (kernelCase: KernelCase, raster: Raster, out: Raster) => {
    const { results, session } = await tab.evaluate(([asked, picture, isInPlace]) => program.runBeside(asked, picture, isInPlace), [kernelCase, raster, out === raster] as const);
    expect(session).toEqual(DOUBLED);
    return results.map(({ loop, data }) => ({ loop, result: { ...raster, data } }));
  });

  it('the session goes on when the kernels are disposed of', async () => {
    await tab.evaluate(() => program.disposeKernels());
    const { values } = await tab.evaluate(() => program.runAlone());
    expect(values).toEqual(DOUBLED);
  });

  it('nothing complains', () => expect(complaints).toEqual([]));
});
