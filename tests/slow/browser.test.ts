import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** What the page is given: every look on a small picture, by the core's own loops and by the kernels that work there. */
const PROGRAM = `
  import { modelReferences, PRESETS, retouch } from '@openretouch/core';
  import { chooseKernels } from '@openretouch/kernels';
  const width = 160, height = 120;
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => {
    const x = (i >> 2) % width, y = Math.floor(i / 4 / width), c = i & 3;
    return c === 3 ? 255 - (y & 63) : 40 + ((x * (c + 2) + y * (3 - c) + ((x * y) % 23)) % 150);
  });
  const photo = { data, width, height, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
  export async function run() {
    const { name, kernels, reason } = await chooseKernels();
    const looks = {};
    // Looks that ask models are planned by browser-learned.test.ts.
    for (const { id, recipe } of PRESETS.filter((look) => modelReferences(look.recipe).length === 0)) {
      const own = await retouch(photo, recipe);
      const fast = await retouch(photo, recipe, kernels === undefined ? {} : { kernels });
      looks[id] = { own: Array.from(own.raster.data), fast: Array.from(fast.raster.data) };
    }
    return { name, reason, looks };
  }
`;

interface Outcome {
  readonly name: string;
  readonly reason: string;
  readonly looks: Readonly<Record<string, { readonly own: readonly number[]; readonly fast: readonly number[] }>>;
}

async function bundle(format: 'esm' | 'iife'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: root, loader: 'js' },
    bundle: true,
    format,
    globalName: 'program',
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0].text;
}

const largestDifference = (a: readonly number[], b: readonly number[]): number => a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), a.length === b.length ? 0 : Infinity);

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('core and kernels in Chromium', () => {
  let browser: Browser;
  let inBrowser: Outcome;
  let inNode: Outcome;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ARGUMENTS });
    const page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.setContent(`<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'"><title>test</title>`);
    await page.addScriptTag({ content: await bundle('iife') });
    inBrowser = await page.evaluate('program.run()');
    const module = (await import(`data:text/javascript;base64,${Buffer.from(await bundle('esm')).toString('base64')}`)) as { run(): Promise<Outcome> };
    inNode = await module.run();
  });
  afterAll(() => browser.close());

  it('run under a policy without eval, without a request and without a complaint', () => {
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('about:'))).toEqual([]);
  });

  it('find that the WebAssembly kernels work there', () => {
    expect(inBrowser.name, inBrowser.reason).toBe('wasm');
  });

  it('give every look to within one level of what Node gives, by either way', () => {
    expect(Object.keys(inBrowser.looks)).toEqual(Object.keys(inNode.looks));
    for (const [id, { own, fast }] of Object.entries(inBrowser.looks)) {
      expect(largestDifference(own, inNode.looks[id].own), `${id}, own loops`).toBeLessThanOrEqual(1);
      expect(largestDifference(fast, own), `${id}, kernels`).toBeLessThanOrEqual(1);
    }
  });
});
