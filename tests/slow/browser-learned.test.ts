import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOLERANCES } from '../tolerances.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const runtimeBinary = createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');

/** Plans a learned retouch of a small picture, with everything it needs handed in: nothing is fetched. */
const PROGRAM = `
  import { analyse, planPhoto } from '@openretouch/core';
  import { chooseExecutionProvider, createDecider, createOrtRuntime } from '@openretouch/core/inference';
  import { createWasmKernels } from '@openretouch/kernels';
  import { manifest } from '@openretouch/models';
  import * as ort from 'onnxruntime-web/wasm';
  const width = 160, height = 120;
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % width, y = Math.floor(i / 3 / width), c = i % 3;
    return 30 + ((x * (c + 2) + y * (3 - c) + ((x * y) % 23)) % 120);
  });
  const photo = { data, width, height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
  const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  async function run(runtimeText, files) {
    const { bakeNetwork } = await createWasmKernels();
    const decider = createDecider({
      manifest,
      fetchBytes: async (file) => bytesOf(files[file]),
      runtime: createOrtRuntime(ort, runtimeText === undefined ? {} : { wasmBinary: bytesOf(runtimeText) }),
      provider: await chooseExecutionProvider({ force: 'wasm' }),
      bakeNetwork,
    });
    const plan = async (operation) => {
      const recipe = { schema: 'openretouch/recipe@1', name: 'test', operations: [operation] };
      const { steps: [{ transforms: [transform] }], notes } = await planPhoto(recipe, analyse(photo), { decide: decider.decide });
      return { values: Array.from(transform.values ?? transform.data), message: notes[0].message };
    };
    const outcome = { csrnet: await plan({ op: 'csrnet' }), cudi: await plan({ op: 'cudi', exposure: 0.6 }) };
    await decider.dispose();
    return outcome;
  }
  globalThis.planLearned = run;
`;

type Outcome = Readonly<Record<'csrnet' | 'cudi', { readonly values: readonly number[]; readonly message: string }>>;

async function bundle(platform: 'browser' | 'node'): Promise<string> {
  const { outputFiles } = await build({ stdin: { contents: PROGRAM, resolveDir: root, loader: 'js' }, bundle: true, format: 'esm', platform, target: 'es2022', write: false, external: platform === 'node' ? ['onnxruntime-web/wasm'] : [] });
  return outputFiles[0].text;
}

/** The weights as base64, by their path in the manifest. */
function readWeights(): Record<string, string> {
  const { models } = JSON.parse(readFileSync(`${root}models/manifest.json`, 'utf8')) as { models: { file: string }[] };
  return Object.fromEntries(models.map(({ file }) => [file, readFileSync(`${root}models/${file}`).toString('base64')]));
}

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('a learned retouch in Chromium', () => {
  let browser: Browser;
  let inBrowser: Outcome;
  let inNode: Outcome;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const weights = readWeights();
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ARGUMENTS });
    const page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.setContent(`<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'"><title>test</title>`);
    await page.addScriptTag({ content: await bundle('browser'), type: 'module' });
    await page.waitForFunction('globalThis.planLearned !== undefined');
    inBrowser = await page.evaluate(
      ([runtime, files]) => (globalThis as unknown as { planLearned: (runtime: string, files: unknown) => Promise<Outcome> }).planLearned(runtime, files),
      [readFileSync(runtimeBinary).toString('base64'), weights] as const,
    );
    // Beside the repository's modules, so that the runtime is found.
    const code = (await bundle('node')).replaceAll('"onnxruntime-web/wasm"', JSON.stringify(import.meta.resolve('onnxruntime-web/wasm')));
    await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
    inNode = await (globalThis as unknown as { planLearned: (runtime: undefined, files: unknown) => Promise<Outcome> }).planLearned(undefined, weights);
  }, 300_000);
  afterAll(() => browser.close());

  it('runs under a policy without eval, without a request and without a complaint', () => {
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('about:'))).toEqual([]);
  });

  it.each([
    ['csrnet', 33 ** 3 * 3],
    ['cudi', 16 * 16 * 8 * 2],
  ] as const)('gives the plan of %s that Node gives, of the same weights', (name, length) => {
    const [found, expected] = [inBrowser[name], inNode[name]];
    expect(found.message).toBe(expected.message);
    expect(found.values).toHaveLength(length);
    const largest = found.values.reduce((worst, value, index) => Math.max(worst, Math.abs(value - expected.values[index])), 0);
    expect(largest).toBeLessThan(TOLERANCES.inference.engines);
  });
});
