import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A matrix over a picture of noise, by one thread and by two; what is returned is plain. */
const PROGRAM = `
  import { createThreadedKernels, createWasmKernels } from '@openretouch/kernels';
  import { webThreads } from '@openretouch/kernels/web';
  const width = 640, height = 480;
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
  const photo = { data, width, height, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
  const stages = [{ kind: 'matrix', matrix: [0.5, 0.3, 0.1, 0.02, 0.1, 0.9, -0.1, 0, 0.2, 0, 0.7, 0.05] }];
  async function apply(kernels) {
    const out = { ...photo, data: new Uint8Array(data.length) };
    await kernels.stages(stages, 8)(photo, 0, width * height, out);
    return out.data;
  }
  export async function run() {
    const options = webThreads(2);
    if (options === undefined) return { isIsolated: false };
    const kernels = await createThreadedKernels({ ...options, fewestPixels: 1 });
    await kernels.ready;
    const [one, two] = [await apply(await createWasmKernels()), await apply(kernels)];
    return { isIsolated: true, threads: kernels.threads, failure: kernels.failure?.message, isSame: one.every((value, i) => value === two[i]), isChanged: one.some((value, i) => value !== data[i]) };
  }
`;

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('threads in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let program: string;
  const requests: string[] = [];

  beforeAll(async () => {
    const { outputFiles } = await build({ stdin: { contents: PROGRAM, resolveDir: root, loader: 'js' }, bundle: true, format: 'iife', globalName: 'program', platform: 'browser', target: 'es2022', write: false });
    program = outputFiles[0].text;
    server = createServer((request, response) => {
      const isolation = request.url === '/isolated' ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' } : {};
      const policy = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:";
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy, ...isolation });
      response.end('<!doctype html><title>test</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ARGUMENTS });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  async function runAt(path: string): Promise<unknown> {
    const page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    await page.addScriptTag({ content: program });
    return page.evaluate('program.run()');
  }

  it('give the bytes of one, in an isolated page, and fetch nothing', async () => {
    expect(await runAt('/isolated')).toEqual({ isIsolated: true, threads: 2, failure: undefined, isSame: true, isChanged: true });
    expect(requests.filter((url) => !url.startsWith('blob:') && !url.endsWith('/isolated') && !url.endsWith('/favicon.ico'))).toEqual([]);
  });

  it('are not offered where memory cannot be shared', async () => {
    expect(await runAt('/')).toEqual({ isIsolated: false });
  });
});
