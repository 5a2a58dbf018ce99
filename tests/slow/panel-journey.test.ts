import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchChromium } from '../browser/chromium.js';
import type * as panelPage from '../browser/panel.page.js';
import { PHOTO_FOLDERS } from '../helpers/photos.js';

declare const program: typeof panelPage;
declare const axe: { run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> };

const root = fileURLToPath(new URL('../..', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What the specification of the panel promises: WCAG 2.0 to 2.2, A and AA. */
const RULES = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } };

if (CHROMIUM === undefined) console.warn('skipped: no Chromium found; .ci/setup.sh installs it');

describe.skipIf(CHROMIUM === undefined)('the panel in Chromium', () => {
  let browser: Browser;
  let script: string;
  let style: string;
  let photo: NonNullable<panelPage.PanelScene['photo']>;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const core = `${root}packages/core/src/`;
    const alias = { '@openretouch/core/worker': `${core}worker/index.ts`, '@openretouch/core': `${core}index.ts`, '@openretouch/panel': `${root}packages/panel/src/index.ts` };
    const bundled = await build({ entryPoints: [`${root}tests/browser/panel.page.ts`], bundle: true, format: 'iife', globalName: 'program', platform: 'browser', target: 'es2022', write: false, alias, jsx: 'automatic', jsxImportSource: 'preact' });
    script = bundled.outputFiles[0].text;
    style = (await build({ entryPoints: [`${root}packages/panel/src/styles/panel.css`], bundle: true, write: false })).outputFiles[0].text;
    const { data, info } = await sharp(`${PHOTO_FOLDERS.good}/great-wall.jpg`).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    photo = { width: info.width, height: info.height, base64: data.toString('base64') };
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function show(scene: panelPage.PanelScene): Promise<Page> {
    const { width = 300, height = 860 } = scene;
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    await page.setContent('<!doctype html><html lang="en"><title>panel</title><body></body></html>');
    await page.addStyleTag({ content: style });
    await page.addScriptTag({ content: script });
    await page.evaluate((wanted) => program.showPanel(wanted), scene);
    return page;
  }

  const editOf = (page: Page): Promise<unknown> => page.evaluate(() => program.current().session.state.edit);
  const settle = (page: Page): Promise<void> => page.evaluate(() => program.current().session.settled());
  const resultOf = (page: Page): Promise<string | null> =>
    page.evaluate(async () => {
      const { host } = program.current();
      const [target] = await host.selection();
      return host.findResult(target);
    });

  it('goes from Auto to an applied layer and back, by mouse and keys', async () => {
    const page = await show({ photo, view: { tab: 'adjust' } });
    await page.getByRole('radio', { name: 'Classic' }).click();
    await page.getByRole('button', { name: 'Auto', exact: true }).click();
    await page.getByRole('button', { name: 'Auto again' }).waitFor();
    expect(await page.locator('.or-reason').textContent()).toMatch(/\.$/);

    const exposure = page.getByRole('slider', { name: 'Exposure' });
    await page.getByRole('textbox', { name: 'Exposure' }).fill('0,35');
    await page.keyboard.press('Enter');
    await expect.poll(() => exposure.getAttribute('aria-valuetext')).toBe('+0.35 EV');
    await exposure.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => exposure.getAttribute('aria-valuetext')).toBe('+0.40 EV');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => exposure.getAttribute('aria-valuetext')).toBe('\u22120.10 EV');
    await page.keyboard.press('Control+z');
    await expect.poll(() => exposure.getAttribute('aria-valuetext')).toBe('+0.40 EV');
    await page.keyboard.press('Delete');
    await expect.poll(() => exposure.getAttribute('aria-valuetext')).toBe('0.00 EV');
    await page.getByRole('button', { name: 'Undo' }).click();
    await settle(page);

    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Applied as a layer above').waitFor();
    const result = await resultOf(page);
    expect(result).not.toBeNull();
    await page.getByRole('slider', { name: 'Shadows', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Update' }).click();
    await page.getByText('Applied as a layer above').waitFor();
    expect(await resultOf(page)).toBe(result);
    await page.getByRole('button', { name: 'Revert' }).click();
    await page.getByText('Preview only, layer unchanged').waitFor();
    expect(await resultOf(page)).toBeNull();
    await page.close();
  });

  it('makes one step of a drag', async () => {
    const page = await show({ photo, view: { tab: 'adjust' } });
    const box = await page.getByRole('slider', { name: 'Contrast' }).boundingBox();
    if (box === null) throw new Error('slider: not shown (expected in the tab Adjust)');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 3);
    await page.mouse.down();
    for (const share of [0.6, 0.7, 0.8]) await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
    await page.mouse.up();
    expect(await editOf(page)).toMatchObject({ adjustments: { contrast: {} } });
    await page.keyboard.press('Control+z');
    expect(await editOf(page)).toEqual({ adjustments: {}, steps: {} });
    await page.close();
  });

  it.each(['neutral-dark', 'neutral-light'])('breaks no rule of accessibility in %s, at 300 and 240 px', async (theme) => {
    const scenes: readonly panelPage.PanelScene[] = [
      { photo, view: { tab: 'adjust', openSections: ['light', 'whiteBalance', 'colour', 'curves', 'hsl', 'colorGrade', 'blackWhite'] } },
      { photo, view: { tab: 'recipe' }, width: 240 },
      { photo, view: { tab: 'adjust', sheet: 'export' } },
      { photo, view: { tab: 'adjust', popover: 'menu' }, width: 240 },
      { photo, view: { tab: 'adjust', popover: 'engine' }, isLimited: true },
      { isUnsupported: true, photo },
      {},
    ];
    for (const scene of scenes) {
      const page = await show({ ...scene, theme });
      if (scene.photo !== undefined && scene.isUnsupported !== true) await page.evaluate(() => program.current().session.runAuto('classic').then(() => program.current().session.settled()));
      await page.addScriptTag({ content: AXE });
      const { violations } = await page.evaluate((rules) => axe.run(document, rules), RULES);
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`)]), JSON.stringify(scene.view)).toEqual([]);
      await page.close();
    }
  });

  it('lets no German word out of the panel at 240 px', async () => {
    const table = JSON.parse(readFileSync(`${root}packages/panel/locales/de.json`, 'utf8')) as never;
    for (const view of [{ tab: 'adjust', openSections: ['light', 'whiteBalance', 'colour', 'curves', 'colorGrade'] }, { tab: 'recipe' }, { sheet: 'export' }, { sheet: 'keyboard' }] as const) {
      const page = await show({ photo, width: 240, locale: { tag: 'de', table }, view });
      await page.evaluate(() => program.current().session.runAuto('classic').then(() => program.current().session.settled()));
      const outside = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.or-panel *')]
          .filter((element) => element.clientWidth > 0 && getComputedStyle(element).overflow === 'visible' && element.getBoundingClientRect().right > 240.5 && element.closest('.or-preview, .or-hidden-text') === null)
          .map((element) => `${element.className}: ${element.textContent?.slice(0, 60) ?? ''}`),
      );
      expect(outside, JSON.stringify(view)).toEqual([]);
      await page.close();
    }
  });

  it('asks the network for nothing, and complains of nothing', () => {
    expect(requests.filter((url) => !/^(about|blob|data):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
