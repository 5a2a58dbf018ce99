import { applyPlan } from '@openretouch/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KERNEL_CASES } from '../kernels/cases.js';
import { planOf } from '../kernels/expected.js';
import { noise } from '../kernels/pictures.js';
import { CHROMIUM, launchChromium, openProgram } from './chromium.js';
import type * as page from './webgpu-fall-back.page.js';

declare const program: typeof page;

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('WebGPU as a choice, in Chromium', () => {
  let browser: Browser;
  let tab: Page;
  const complaints: string[] = [];
  const picture = noise(50, 40, 4, 8);
  const { plan } = planOf(KERNEL_CASES.find(({ name }) => name === 'affine grid, per channel, edge-aware') ?? KERNEL_CASES[0], picture);

  beforeAll(async () => {
    browser = await launchChromium();
    tab = await openProgram(browser, './webgpu-fall-back.page.ts', complaints);
  });
  afterAll(() => browser.close());

  it('is found to work, and chosen by its speed alone', async () => {
    const { name, reason, forced, data } = await tab.evaluate(([...values]) => program.choose(...values), [plan, picture] as const);
    expect(reason).toMatch(new RegExp(`^${name}: every trial on a tiny picture came out as known; a megapixel through a LUT: ${name} took [\\d.]+ ms, (wasm|webgpu) took [\\d.]+ ms$`));
    expect(forced).toBe('webgpu: every trial on a tiny picture came out as known; asked for');
    const own = await applyPlan(plan, picture);
    data.forEach((value, i) => expect(Math.abs(value - own.data[i])).toBeLessThanOrEqual(1));
    console.info(reason);
  });

  it.each([
    { at: 1, isInPlace: false },
    { at: 13, isInPlace: false },
    { at: 13, isInPlace: true },
    { at: 16, isInPlace: true },
  ])('loses no pixel when the device is destroyed in the middle (submission $at, in place: $isInPlace), and says so once', async ({ at, isInPlace }) => {
    const { data, expected, notices } = await tab.evaluate(([...values]) => program.loseDevice(...values), [plan, picture, isInPlace, at] as const);
    let largest = 0;
    data.forEach((value, i) => (largest = Math.max(largest, Math.abs(value - expected[i]))));
    expect(largest).toBeLessThanOrEqual(1);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^webgpu: the device was lost \(.*destroy.*\); going on with wasm$/i);
    expect(complaints).toEqual([]);
  });
});
