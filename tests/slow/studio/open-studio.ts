import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { seededRandom } from '../../helpers/seeded-random.js';

/** A Studio in a tab, and what it was seen to do. */
export interface OpenStudio {
  readonly page: Page;
  /** Requests to anywhere but the page's own server. */
  readonly foreign: string[];
  readonly complaints: string[];
  close(): Promise<void>;
}

export async function openStudio(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<OpenStudio> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const foreign: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith(`blob:${address}`) && !url.startsWith('data:')) foreign.push(url);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address);
  await page.waitForSelector('.st-drop-buttons');
  return { page, foreign, complaints, close: () => context.close() };
}

/** A dull photo: a dark, bluish ramp with structure, so that Auto finds something to do. */
export async function makePhoto(width: number, height: number, format: 'jpeg' | 'png' | 'webp' = 'jpeg', seed = 1): Promise<Buffer> {
  const [smallWidth, smallHeight] = [Math.min(width, 480), Math.min(height, 320)];
  const random = seededRandom(seed);
  const samples = Uint8Array.from({ length: smallWidth * smallHeight * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % smallWidth;
    const y = Math.floor(i / 3 / smallWidth);
    const light = 40 + (90 * x) / smallWidth + 30 * Math.sin((y / smallHeight) * 9 + seed) + 14 * random();
    return Math.max(0, Math.min(255, Math.round(light * [0.8, 0.9, 1.15][i % 3])));
  });
  const picture = sharp(samples, { raw: { width: smallWidth, height: smallHeight, channels: 3 } }).resize(width, height, { fit: 'fill', kernel: 'cubic' });
  return format === 'jpeg' ? picture.jpeg({ quality: 90 }).toBuffer() : format === 'png' ? picture.png().toBuffer() : picture.webp().toBuffer();
}

export interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const upload = (name: string, buffer: Buffer): Upload => ({ name, mimeType: 'application/octet-stream', buffer });

/** Opens files and waits for the first to be shown. */
export async function addPhotos(page: Page, files: readonly Upload[]): Promise<void> {
  await page.setInputFiles('input[type=file]', files);
  await page.waitForSelector('.st-stage canvas.or-after');
}

/** @returns the shown picture's mean of each channel, red, green, blue. */
export function shownMean(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.st-stage canvas.or-after');
    if (canvas === null) throw new Error('no picture is shown');
    const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('the browser gave no canvas');
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const sums = [0, 0, 0];
    for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c += 1) sums[c] += data[i + c];
    return sums.map((sum) => (sum * 4) / data.length);
  });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @returns what the automatic accessibility rules (WCAG 2.0 to 2.2, A and AA) find, a line each. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(context: unknown, options: unknown): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }> } };
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`));
  });
}
