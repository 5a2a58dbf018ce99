import type { Raster } from '@openretouch/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KernelCase } from '../kernels/cases.js';
import { describeKernelContract } from '../kernels/contract.js';
import { CHROMIUM, launchChromium, openProgram } from './chromium.js';
import type * as page from './webgpu-contract.page.js';

declare const program: typeof page;

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('in Chromium', () => {
  let browser: Browser;
  let tab: Page;
  const complaints: string[] = [];
  const defined = new Set<string>();

  beforeAll(async () => {
    browser = await launchChromium();
    tab = await openProgram(browser, './webgpu-contract.page.ts', complaints);
  });
  afterAll(() => browser.close());

  describeKernelContract('WebGPU', async (kernelCase: KernelCase, raster: Raster, out: Raster) => {
    if (!defined.has(kernelCase.name)) await tab.evaluate((value) => program.define(value), kernelCase);
    defined.add(kernelCase.name);
    const results = await tab.evaluate(([name, picture, isInPlace]) => program.run(name, picture, isInPlace), [kernelCase.name, raster, out === raster] as const);
    return results.map(({ loop, data }) => ({ loop, result: { ...raster, data } }));
  });

  it('has nothing to complain about', () => expect(complaints).toEqual([]));
});
