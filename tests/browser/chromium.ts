import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The system's Chromium, if there is one. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** `--enable-unsafe-webgpu` lends SwiftShader's adapter where there is no other. */
const ARGUMENTS = ['--no-sandbox', '--enable-unsafe-webgpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: ARGUMENTS });
}

/**
 * Opens a page in which a module of this folder is the global `program`. The page is of a secure origin, without which there is no WebGPU, and
 * answered here: nothing leaves the machine.
 *
 * @param complaints - receives what the page's console and errors say.
 */
export async function openProgram(browser: Browser, module: string, complaints: string[]): Promise<Page> {
  const page = await browser.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>test</title>' }));
  await page.goto('https://openretouch.invalid/');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(module, import.meta.url))],
    bundle: true,
    format: 'iife',
    globalName: 'program',
    platform: 'browser',
    target: 'es2022',
    write: false,
    alias: {
      '@openretouch/core/photo-file': `${root}packages/core/src/photo-file/index.ts`,
      '@openretouch/core/host-conformance': `${root}packages/core/src/host/conformance/index.ts`,
      '@openretouch/core': `${root}packages/core/src/index.ts`,
      '@openretouch/kernels': `${root}packages/kernels/src/index.ts`,
    },
  });
  await page.addScriptTag({ content: outputFiles[0].text });
  return page;
}
