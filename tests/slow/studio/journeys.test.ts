import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildStudio } from '../../../scripts/studio/build.mjs';
import { serveStudio } from '../../../scripts/studio/serve.mjs';
import { CHROMIUM, launchChromium } from '../../browser/chromium.js';
import { addPhotos, findBarriers, makePhoto, type OpenStudio, openStudio, shownMean, upload } from './open-studio.js';

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('the Studio', () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof serveStudio>>;
  let opened: OpenStudio | undefined;
  let first: Buffer;
  let second: Buffer;

  beforeAll(async () => {
    await buildStudio();
    server = await serveStudio();
    browser = await launchChromium();
    [first, second] = [await makePhoto(900, 600), await makePhoto(700, 900, 'png', 2)];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(async () => {
    const studio = opened;
    opened = undefined;
    await studio?.close();
    // Whatever was done, nothing was asked of anybody else.
    expect(studio?.foreign ?? []).toEqual([]);
  });

  const open = async (options?: Parameters<typeof openStudio>[2]): Promise<Page> => {
    opened = await openStudio(browser, server.address, options);
    return opened.page;
  };
  const waitForRetouch = (page: Page): Promise<unknown> => page.waitForSelector('.st-frame[aria-current] .st-badge');
  const download = async (page: Page, act: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> => {
    const [file] = await Promise.all([page.waitForEvent('download'), act()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };

  it('takes a photo from drop to file by mouse', async () => {
    const page = await open();
    await addPhotos(page, [upload('beach.jpg', first), upload('tower.png', second)]);
    const before = await shownMean(page);
    await page.click('.or-hero');
    await waitForRetouch(page);
    await page.waitForFunction(() => document.querySelector('.or-hero')?.classList.contains('or-is-done'));
    await expect.poll(async () => (await shownMean(page))[1]).not.toBeCloseTo(before[1], 0);
    // Compare.
    await page.click('[aria-label="Split view"] >> nth=0');
    const grip = page.locator('.st-stage .or-split');
    const box = await grip.boundingBox();
    if (box === null) throw new Error('no grip');
    await page.mouse.move(box.x + 12, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x - 150, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    expect(Number(await grip.getAttribute('aria-valuenow'))).toBeLessThan(40);
    // The wheel zooms at the pointer, 0 fits again.
    const fitted = await page.locator('.st-stage').boundingBox();
    await page.mouse.move(500, 300);
    await page.mouse.wheel(0, -600);
    await expect.poll(async () => (await page.locator('.st-stage').boundingBox())?.width ?? 0).toBeGreaterThan((fitted?.width ?? 0) * 2);
    await page.keyboard.press('0');
    await expect.poll(async () => (await page.locator('.st-stage').boundingBox())?.width).toBe(fitted?.width);
    // Save.
    await page.click('.st-export');
    const { name, bytes } = await download(page, () => page.click('.st-dialog-foot .or-button-primary'));
    expect(name).toBe('beach-retouched.jpg');
    const saved = await sharp(bytes).metadata();
    expect([saved.format, saved.width, saved.height]).toEqual(['jpeg', 900, 600]);
    const { channels } = await sharp(bytes).stats();
    const shown = await shownMean(page);
    for (let c = 0; c < 3; c += 1) expect(Math.abs(channels[c].mean - shown[c])).toBeLessThan(3);
    expect(opened?.complaints).toEqual([]);
  });

  it('can be used by keyboard alone', async () => {
    const page = await open();
    await addPhotos(page, [upload('a.jpg', first), upload('b.png', second)]);
    await page.keyboard.press('a');
    await waitForRetouch(page);
    await page.focus('.st-frame[aria-current]');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('.st-name b')?.textContent === 'b.png');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')).toMatch(/^b\.png/);
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => document.querySelector('.st-name b')?.textContent === 'a.jpg');
    // An edit comes back with its photo.
    await page.waitForSelector('.or-hero.or-is-done');
    const exposure = page.locator('.or-slider-track').filter({ hasNot: page.locator('.or-rail-dashed') }).first();
    await exposure.focus();
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowRight');
    const value = await exposure.getAttribute('aria-valuenow');
    await page.keyboard.press('Control+z');
    expect(await exposure.getAttribute('aria-valuenow')).not.toBe(value);
    await page.keyboard.press('Control+e');
    await page.waitForSelector('[role=dialog]');
    for (let press = 0; press < 40; press += 1) {
      if (await page.evaluate(() => document.activeElement?.classList.contains('or-button-primary') === true)) break;
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
    }
    const { name } = await download(page, () => page.keyboard.press('Enter'));
    expect(name).toBe('a-retouched.jpg');
    await page.keyboard.press('Control+e');
    await page.waitForSelector('[role=dialog]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[role=dialog]', { state: 'detached' });
    expect(opened?.complaints).toEqual([]);
  });

  it('can be used by touch on a phone, with the tabs at the bottom', async () => {
    const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.tap('text=Try a sample');
    await page.waitForSelector('.st-stage canvas.or-after');
    await page.tap('.or-hero');
    await waitForRetouch(page);
    const bar = await page.locator('.or-tabs').boundingBox();
    expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeCloseTo(844, -1);
    await page.tap('[role=tab]:has-text("Recipe")');
    await page.tap('.st-tools [aria-label="Split view"]');
    await page.waitForSelector('.st-stage .or-split');
    await page.tap('.st-export');
    const { bytes } = await download(page, () => page.tap('.st-dialog-foot .or-button-primary'));
    expect((await sharp(bytes).metadata()).format).toBe('jpeg');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(opened?.complaints).toEqual([]);
  });

  it.each([1280, 900, 390])('has no barrier that automatic rules find at %d px, in light and dark', async (width) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      const page = await open({ viewport: { width, height: 844 }, colorScheme });
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe(`neutral-${colorScheme}`);
      const found = { empty: await findBarriers(page) };
      await addPhotos(page, [upload('a.jpg', first), upload('b.png', second)]);
      await page.click('.or-hero');
      await waitForRetouch(page);
      await page.keyboard.press('y');
      Object.assign(found, { open: await findBarriers(page) });
      await page.click('.st-export');
      Object.assign(found, { dialog: await findBarriers(page) });
      expect(found).toEqual({ empty: [], open: [], dialog: [] });
      await opened?.close();
      opened = undefined;
    }
  });

  it('names files that are no photos, and goes on with the others', async () => {
    const page = await open();
    await page.setInputFiles('input[type=file]', [upload('notes.txt', Buffer.from('no photo')), upload('scan.tif', await sharp(first).tiff().toBuffer()), upload('good.jpg', first), upload('broken.png', second.subarray(0, second.length >> 1))]);
    await page.waitForSelector('.st-stage canvas.or-after');
    const notices = page.locator('.st-notice');
    await expect.poll(() => notices.allInnerTexts().then((texts) => texts.join('\n'))).toMatch(/notes\.txt: not a photo/);
    expect((await notices.allInnerTexts()).join('\n')).toMatch(/scan\.tif: TIFF \(accepted: JPEG, PNG, WebP and AVIF\)/);
    await page.click('.st-frame[title="broken.png"]');
    await expect.poll(() => notices.allInnerTexts().then((texts) => texts.join('\n'))).toMatch(/broken\.png: PNG (damaged|cut short)/);
    await page.click('.st-frame[title="good.jpg"]');
    await page.waitForSelector('.st-stage canvas.or-after');
    await page.click('.st-notice [aria-label="Dismiss"] >> nth=0');
    expect(await notices.count()).toBe(2);
  });

  it('opens a second photo while the first is at work, which changes nothing of the second', async () => {
    const page = await open();
    await addPhotos(page, [upload('a.jpg', await makePhoto(3000, 2000)), upload('b.png', second)]);
    await page.click('.or-hero');
    await page.click('.st-frame[title="b.png"]');
    await page.waitForFunction(() => document.querySelector('.st-name span')?.textContent?.startsWith('700') === true);
    expect(await page.locator('.or-hero.or-is-done').count()).toBe(0);
    await page.click('.st-frame[title="a.jpg"]');
    await page.waitForFunction(() => document.querySelector('.st-name span')?.textContent?.startsWith('3000') === true);
    await page.keyboard.press('a');
    await waitForRetouch(page);
    expect(await page.locator('.st-frame .st-badge').count()).toBe(1);
    expect(opened?.complaints).toEqual([]);
  });

  it('stops saving in the middle, and nothing is saved', async () => {
    const page = await open();
    await addPhotos(page, [upload('large.jpg', await makePhoto(6000, 4000))]);
    await page.keyboard.press('a');
    await waitForRetouch(page);
    let downloads = 0;
    page.on('download', () => (downloads += 1));
    await page.click('.st-export');
    await page.click('.st-dialog-foot .or-button-primary');
    await page.waitForSelector('.st-saving');
    await page.click('.st-dialog-foot .or-button');
    await page.waitForSelector('.st-saving', { state: 'detached' });
    await expect.poll(() => page.locator('.st-notice').allInnerTexts().then((texts) => texts.join())).toMatch(/Cancelled/);
    expect(downloads).toBe(0);
    const { bytes } = await download(page, () => page.click('.st-dialog-foot .or-button-primary'));
    expect((await sharp(bytes).metadata()).width).toBe(6000);
  });

  it('works where storage is forbidden, and says what that means', async () => {
    const context = await browser.newContext();
    await context.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { get: () => { throw new DOMException('forbidden', 'SecurityError'); } }));
    const page = await context.newPage();
    await page.goto(server.address);
    await expect.poll(() => page.locator('.st-notice').allInnerTexts().then((texts) => texts.join())).toMatch(/does not let the page keep/);
    await addPhotos(page, [upload('a.jpg', first)]);
    await page.keyboard.press('a');
    await waitForRetouch(page);
    await context.close();
  });

  it('remembers the theme and how files were saved', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
    const page = await context.newPage();
    await page.goto(server.address);
    await addPhotos(page, [upload('a.jpg', first)]);
    await page.click('[aria-label="Light or dark"]');
    await page.click('.st-export');
    await page.selectOption('[role=dialog] select >> nth=0', 'png');
    const { name } = await download(page, () => page.click('.st-dialog-foot .or-button-primary'));
    expect(name).toBe('a-retouched.png');
    await page.reload();
    await page.waitForSelector('.st-drop-buttons');
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('neutral-light');
    await addPhotos(page, [upload('a.jpg', first)]);
    await page.click('.st-export');
    expect(await page.inputValue('[role=dialog] select >> nth=0')).toBe('png');
    await context.close();
  });

  it('opens without a network after the first visit, and from a server that knows nothing of isolation', async () => {
    const plain = await serveStudio({ isIsolated: false });
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(plain.address);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    await addPhotos(page, [upload('a.jpg', first)]);
    await page.keyboard.press('a');
    await waitForRetouch(page);
    await plain.close();
    await page.reload();
    await page.waitForSelector('.st-drop-buttons');
    await addPhotos(page, [upload('a.jpg', first)]);
    await page.keyboard.press('a');
    await waitForRetouch(page);
    await context.close();
  });

  it('is isolated by its own server, and computes with threads', async () => {
    const page = await open();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await addPhotos(page, [upload('a.jpg', first)]);
    await page.waitForSelector('.or-engine');
    await page.click('.or-engine');
    const threads = await page.locator('.or-facts div:has(dt:text("Threads")) dd').innerText();
    expect(Number(threads)).toBeGreaterThanOrEqual(1);
  });
});
