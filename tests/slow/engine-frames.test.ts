import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { retouch } from '@openretouch/core';
import { build } from 'esbuild';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchChromium } from '../browser/chromium.js';
import type * as place from '../browser/engine-place.page.js';
import { CLASSIC_RECIPE, LEARNED_RECIPE, type Outcome, scenarioPhoto } from '../browser/engine-scenario.page.js';
import { createShippedDecider } from '../helpers/decider.js';
import { TOLERANCES } from '../tolerances.js';

declare const program: typeof place;

const root = fileURLToPath(new URL('../..', import.meta.url));
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
/** Nothing may be fetched or imported; a worker made of text is allowed to the isolated page alone. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'";

const SCRIPT = readFileSync(`${root}packages/engine/dist/classic/engine-learned.js`, 'utf8');

function readGiven(): place.Given {
  const { models } = JSON.parse(readFileSync(`${root}models/manifest.json`, 'utf8')) as { models: { file: string; operation: string }[] };
  const files = models.filter(({ operation }) => operation === 'csrnet').map(({ file }) => [file, readFileSync(`${root}models/${file}`).toString('base64')]);
  const runtime = readFileSync(createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm')).toString('base64');
  return { runtime, files: Object.fromEntries(files) as Record<string, string>, threads: 2 };
}

async function bundleProgram(): Promise<string> {
  const { outputFiles } = await build({ entryPoints: [`${root}tests/browser/engine-place.page.ts`], bundle: true, format: 'iife', globalName: 'program', platform: 'browser', target: 'es2022', write: false });
  return outputFiles[0].text;
}

/** A page of one inline script, as text. */
const pageOf = (policy: string, ...scripts: readonly string[]): string =>
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><title>test</title>${scripts.map((script) => `<script>${script.replaceAll('</script', '<\\/script')}</script>`).join('')}`;

const attributeOf = (html: string): string => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('the engine in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let given: place.Given;
  let pageScript: string;
  let expected: { readonly classic: readonly number[]; readonly learned: readonly number[] };

  beforeAll(async () => {
    given = readGiven();
    pageScript = await bundleProgram();
    const decider = createShippedDecider();
    const [classic, learned] = [await retouch(scenarioPhoto(), CLASSIC_RECIPE), await retouch(scenarioPhoto(), LEARNED_RECIPE, { decide: decider.decide })];
    await decider.dispose();
    expected = { classic: Array.from(classic.raster.data), learned: Array.from(learned.raster.data) };
    server = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': `${POLICY}; worker-src blob:`, ...ISOLATION });
      response.end('<!doctype html><title>test</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  interface Opened {
    readonly tab: Page;
    readonly requests: string[];
    readonly complaints: string[];
  }

  async function openTab(): Promise<Opened> {
    const tab = await browser.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    tab.on('request', (request) => requests.push(request.url()));
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(String(error)));
    return { tab, requests, complaints };
  }

  /** A page with the script around a frame of opaque origin, which has it as well and is allowed nothing but scripts. */
  async function openFrame(): Promise<Opened & { readonly frame: Frame }> {
    const opened = await openTab();
    const { tab } = opened;
    await tab.setContent(`${pageOf(POLICY, SCRIPT, pageScript)}<iframe sandbox="allow-scripts" srcdoc="${attributeOf(pageOf(POLICY, SCRIPT, pageScript))}"></iframe>`);
    const frame = tab.frames().find((one) => one !== tab.mainFrame());
    if (frame === undefined) throw new Error('no frame (expected the sandboxed one)');
    await frame.waitForFunction('globalThis.program !== undefined');
    return { ...opened, frame };
  }

  function expectRetouched({ classic, learned, ...outcome }: Outcome): void {
    expect(largestDifference(classic, expected.classic)).toBeLessThanOrEqual(TOLERANCES.worker.levels);
    expect(largestDifference(learned, expected.learned)).toBeLessThanOrEqual(TOLERANCES.worker.levels);
    expect(outcome.models).toBe('wasm');
    expect(outcome.previewSize).toEqual([160, 120]);
    expect(outcome.refused).toEqual({ name: 'InvalidRecipeError', code: 'invalid-recipe', pointer: '/operations/0/ev', isError: true });
    expect(outcome.superseded).toEqual(['superseded', 'superseded']);
    expect(outcome.cancelled).toMatchObject({ isOwnReason: true, photosAfter: 2 });
    expect(Math.max(...outcome.cancelled.progress)).toBeLessThan(1);
  }

  it('runs in a worker with threads, in an isolated page', async () => {
    const { tab, requests, complaints } = await openTab();
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await tab.goto(address);
    await tab.addScriptTag({ content: SCRIPT });
    await tab.addScriptTag({ content: pageScript });
    const outcome = await tab.evaluate(([values, script]) => program.runHere(values, script), [given, SCRIPT] as const);
    expectRetouched(outcome);
    expect(outcome).toMatchObject({ place: 'worker', isIsolated: true, hasSharedMemory: true, kernels: { name: 'wasm' } });
    expect(outcome.kernels.reason).toMatch(/on 2 threads/);
    expect(requests.filter((url) => !url.startsWith('blob:') && url !== address && !url.endsWith('/favicon.ico'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('runs in a frame of opaque origin, of one classic script: no worker, no shared memory, no import', async () => {
    const { frame, requests, complaints } = await openFrame();
    const outcome = await frame.evaluate((values) => program.runHere(values, undefined), given);
    expectRetouched(outcome);
    expect(outcome).toMatchObject({ place: 'page', origin: 'null', isIsolated: false, hasSharedMemory: false, kernels: { name: 'wasm' } });
    expect(outcome.kernels.reason).not.toMatch(/threads/);
    expect(requests.filter((url) => !url.startsWith('about:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is served out of such a frame by strings alone', async () => {
    const { tab, frame, requests, complaints } = await openFrame();
    await frame.evaluate((values) => program.serveParent(values), given);
    const outcome = await tab.evaluate(() => program.runInFrame());
    expectRetouched(outcome);
    expect(outcome.kinds).toEqual(['string']);
    expect(outcome.longest).toBeLessThan(300_000);
    expect(requests.filter((url) => !url.startsWith('about:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('goes on in the page, and says why, where a worker is forbidden', async () => {
    const { frame } = await openFrame();
    const outcome = await frame.evaluate(([values, script]) => program.runHere(values, script), [given, SCRIPT] as const);
    expect(outcome.place).toBe('page');
    expect(outcome.reason).toMatch(/^page: the worker did not begin \(.+\)$/);
    expectRetouched(outcome);
  });
});

function largestDifference(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index])), 0);
}
