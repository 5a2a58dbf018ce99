import { existsSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildStudio } from '../../../scripts/studio/build.mjs';
import { serveStudio } from '../../../scripts/studio/serve.mjs';
import { CHROMIUM, launchChromium } from '../../browser/chromium.js';
import { addPhotos, makePhoto, openStudio, upload } from './open-studio.js';

const HAS_PROC = existsSync('/proc/self/status');
if (CHROMIUM === undefined || !HAS_PROC) console.warn('skipped: needs Chromium and Linux, whose kernel tells the peak of a process');

/** The peak of the page's process: graphics memory is another process's, and shared. */
const LIMIT_BYTES = 1.2e9;

describe.skipIf(CHROMIUM === undefined || !HAS_PROC)('a photo of 50 megapixels', () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serveStudio>>;
  beforeAll(async () => {
    await buildStudio();
    server = await serveStudio();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('is opened, retouched and saved within 1.2 GB', async () => {
    const { page, close } = await openStudio(browser, server.address);
    const client = await browser.newBrowserCDPSession();
    const { processInfo } = await client.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    const photo = await makePhoto(8660, 5774);
    await addPhotos(page, [upload('large.jpg', photo)]);
    await page.click('.or-hero');
    await page.waitForSelector('.st-badge', { timeout: 60_000 });
    await page.click('.st-export');
    const [file] = await Promise.all([page.waitForEvent('download', { timeout: 240_000 }), page.click('.st-dialog-foot .or-button-primary')]);
    const saved = await sharp(readFileSync(await file.path())).metadata();
    expect([saved.width, saved.height]).toEqual([8660, 5774]);
    const peaks = renderers.map(peakOf);
    console.log(`renderer peak: ${peaks.map((peak) => `${(peak / 1e9).toFixed(2)} GB`).join(', ')}`);
    expect(Math.max(...peaks)).toBeGreaterThan(2e8);
    expect(Math.max(...peaks)).toBeLessThanOrEqual(LIMIT_BYTES);
    await close();
  });
});

function peakOf(processId: number): number {
  const kilobytes = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? NaN) * 1024;
}
