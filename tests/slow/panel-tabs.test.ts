import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchChromium } from '../browser/chromium.js';
import type * as panelPage from '../browser/panel.page.js';
import { seededRandom } from '../helpers/seeded-random.js';

declare const program: typeof panelPage;

const root = fileURLToPath(new URL('../..', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Rules for whole pages; the panel is a part of one. */
const PAGE_RULES = ['region', 'page-has-heading-one', 'landmark-one-main', 'bypass'];
const TABS = ['looks', 'brush', 'style'] as const;

type Scene = Parameters<typeof panelPage.showPanel>[0];

/** A dark half and a light one, with a little noise. */
function makePhoto(): NonNullable<Scene['photo']> {
  const [width, height] = [320, 180];
  const random = seededRandom(3);
  const data = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const level = (pixel % width < width / 2 ? 60 : 170) + random() * 12;
    data.set([level, level * 0.9, level * 0.8, 255], pixel * 4);
  }
  return { width, height, base64: Buffer.from(data).toString('base64') };
}

const PHOTO = makePhoto();

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('the tabs Looks, Brush and Style in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext | undefined;
  let script: string;
  let style: string;
  let complaints: string[] = [];

  beforeAll(async () => {
    const options = { bundle: true, write: false, platform: 'browser', target: 'es2022' } as const;
    const bundled = await build({ ...options, entryPoints: [`${root}tests/browser/panel.page.ts`], format: 'iife', globalName: 'program', jsx: 'automatic', jsxImportSource: 'preact' });
    script = bundled.outputFiles[0].text;
    style = (await build({ ...options, entryPoints: [`${root}packages/panel/src/styles/panel.css`] })).outputFiles[0].text;
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await context?.close();
    expect(complaints).toEqual([]);
    complaints = [];
  });

  async function show(scene: Scene): Promise<Page> {
    context = await browser.newContext({ viewport: { width: scene.width ?? 300, height: 900 }, hasTouch: true, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(message.text()));
    await page.setContent(`<!doctype html><html lang="en"><title>Panel</title><style>${style}</style><body></body></html>`);
    await page.addScriptTag({ content: script });
    await page.evaluate((wanted) => program.showPanel(wanted), { photo: PHOTO, ...scene });
    return page;
  }

  /** Mean of the preview's red in a part of its width, in 8-bit levels. */
  const meanIn = (page: Page, from: number, to: number): Promise<number> =>
    page.evaluate(([left, right]) => {
      const { raster } = program.current().session.state.preview ?? {};
      if (raster === undefined) return -1;
      let sum = 0;
      let count = 0;
      for (let pixel = 0; pixel < raster.width * raster.height; pixel += 1) {
        const x = (pixel % raster.width) / raster.width;
        const y = Math.floor(pixel / raster.width) / raster.height;
        if (x < left || x >= right || y < 0.45 || y > 0.55) continue;
        sum += raster.data[pixel * 4];
        count += 1;
      }
      return sum / count;
    }, [from, to] as const);
  const settle = (page: Page): Promise<void> => page.evaluate(() => program.current().session.settled());
  const tabTo = async (page: Page, name: string): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
    await settle(page);
  };

  it('shows the result while a stroke is drawn by mouse, keeps to its side of an edge, and takes it back as one step', async () => {
    const page = await show({ view: { tab: 'brush', tool: 'brush' } });
    const before = [await meanIn(page, 0.3, 0.45), await meanIn(page, 0.52, 0.6)];
    const box = await page.locator('.or-brush-surface').boundingBox();
    if (box === null) throw new Error('no surface to paint on');
    const at = (x: number): [number, number] => [box.x + x * box.width, box.y + 0.5 * box.height];
    await page.mouse.move(...at(0.25));
    await page.mouse.down();
    await page.mouse.move(...at(0.47), { steps: 20 });
    await page.waitForFunction((level) => (program.current().session.state.preview?.raster.data[4 * (90 * 320 + 110)] ?? 0) > level + 8, before[0]);
    expect(await page.locator('.or-mask').count()).toBe(1);
    await page.mouse.up();
    await settle(page);
    expect(await page.locator('.or-mask').count()).toBe(0);
    expect(await meanIn(page, 0.3, 0.45)).toBeGreaterThan(before[0] + 8);
    expect(Math.abs((await meanIn(page, 0.52, 0.6)) - before[1])).toBeLessThan(2);
    await page.keyboard.press('Control+z');
    await settle(page);
    expect(await meanIn(page, 0.3, 0.45)).toBe(before[0]);
    expect(await page.evaluate(() => program.current().session.state.canUndo)).toBe(false);
  });

  it('takes a stroke back on Escape', async () => {
    const page = await show({ view: { tab: 'brush', tool: 'brush' } });
    await page.locator('.or-brush-surface').hover();
    await page.mouse.down();
    await page.mouse.move(60, 120, { steps: 5 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await settle(page);
    expect(await page.evaluate(() => program.current().session.state.edit.brush)).toBeUndefined();
  });

  it('paints by touch', async () => {
    const page = await show({ view: { tab: 'brush', tool: 'brush' } });
    const before = await meanIn(page, 0.2, 0.3);
    const box = await page.locator('.or-brush-surface').boundingBox();
    if (box === null) throw new Error('no surface to paint on');
    await page.touchscreen.tap(box.x + 0.25 * box.width, box.y + 0.5 * box.height);
    await settle(page);
    expect(await meanIn(page, 0.2, 0.3)).toBeGreaterThan(before + 4);
  });

  it('makes masks by the keyboard, and says how much they cover', async () => {
    const page = await show({ view: { tab: 'brush', tool: 'brush' } });
    const before = await meanIn(page, 0.3, 0.6);
    const said = page.locator('.or-field-label [role="status"]');
    expect(await said.textContent()).toBe('Nothing painted yet');
    await tabTo(page, 'Fill');
    expect(await said.textContent()).toBe('The whole photo is covered');
    expect(await meanIn(page, 0.3, 0.6)).toBeGreaterThan(before + 10);
    await tabTo(page, 'Gradient');
    expect(await said.textContent()).toMatch(/^\d\d% of the photo is covered$/);
    await tabTo(page, 'Invert');
    await tabTo(page, 'Clear');
    expect(await meanIn(page, 0.3, 0.6)).toBe(before);
    const size = (): Promise<string | null> => page.getByRole('slider', { name: 'Size' }).getAttribute('aria-valuenow');
    const small = Number(await size());
    await page.keyboard.press(']');
    await page.keyboard.press('x');
    expect(Number(await size())).toBeGreaterThan(small);
    expect(await page.getByRole('radio', { name: 'Erase' }).getAttribute('aria-checked')).toBe('true');
  });

  it('chooses, marks and keeps looks by the keyboard', async () => {
    const page = await show({ view: { tab: 'looks' } });
    const none = page.getByRole('radio', { name: 'None' });
    await none.focus();
    await page.keyboard.press('ArrowRight');
    await settle(page);
    expect(await page.evaluate(() => program.current().session.state.edit.look?.recipe.name)).toBe('Clean');
    await page.keyboard.press('f');
    expect(await page.locator('.or-look-heart[aria-pressed="true"]').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.or-look-choice:focus').getAttribute('aria-checked')).toBe('true');
    await page.locator('.or-look-strength [role="slider"]').focus();
    await page.keyboard.press('Home');
    expect(await page.evaluate(() => program.current().session.state.edit.look?.strength)).toBe(0);
    await page.waitForFunction(() => document.querySelectorAll('.or-look-picture canvas').length >= 4);
    await page.getByRole('searchbox').fill('sil');
    expect(await page.locator('.or-look-name').allTextContents()).toEqual(['Soft silver']);
  });

  it('says of a file that is no look what it is not, and changes nothing', async () => {
    const page = await show({ view: { tab: 'looks' } });
    await page.locator('input[type="file"]').setInputFiles({ name: 'notes.cube', mimeType: '', buffer: Buffer.from('hello') });
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('notes.cube');
    expect(await page.evaluate(() => program.current().session.state.canUndo)).toBe(false);
  });

  it.each(TABS.flatMap((tab) => ['neutral-dark', 'neutral-light'].flatMap((theme) => [240, 300].map((width) => [tab, theme, width] as const))))('has no accessibility fault in the tab %s, %s, at %s px', async (tab, theme, width) => {
    const page = await show({ view: { tab, tool: tab === 'brush' ? 'brush' : 'move' }, theme, width });
    if (tab === 'looks') await page.locator('[data-look="warm"]').click();
    await page.addScriptTag({ content: AXE });
    const faults = await page.evaluate(async (rules) => {
      const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } };
      const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])) });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`));
    }, PAGE_RULES);
    expect(faults).toEqual([]);
    expect(await page.evaluate(() => document.querySelector('.or-scroll')?.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
