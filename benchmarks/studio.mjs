// `npm run bench:studio`: what a person waits for in the Studio, in the system's Chromium on this machine. Medians of several runs, without GPU.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { buildStudio } from '../scripts/studio/build.mjs';
import { serveStudio } from '../scripts/studio/serve.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const RUNS = 5;
const [WIDTH, HEIGHT] = [4242, 2828];

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** A dull photo of 12 megapixels: ramps with structure. */
async function makePhoto() {
  const [width, height] = [640, 427];
  const samples = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % width;
    const y = Math.floor(i / 3 / width);
    return Math.round((30 + (100 * x) / width + 30 * Math.sin(y / 40) + ((i * 7919) % 23)) * [0.8, 0.9, 1.15][i % 3]);
  });
  return sharp(samples, { raw: { width, height, channels: 3 } }).resize(WIDTH, HEIGHT, { fit: 'fill', kernel: 'cubic' }).jpeg({ quality: 90 }).toBuffer();
}

async function runOnce(browser, address, file) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const times = {};
  const measure = async (name, act) => {
    const start = performance.now();
    await act();
    times[name] = performance.now() - start;
  };
  await measure('first interaction', async () => {
    await page.goto(address);
    await page.waitForSelector('.st-drop-buttons button');
  });
  await measure('open 12 MP', async () => {
    await page.setInputFiles('input[type=file]', file);
    await page.waitForSelector('.st-stage canvas.or-after');
  });
  await measure('Auto 12 MP, first, models loaded with it', async () => {
    await page.click('.or-hero');
    await page.waitForSelector('.st-badge');
  });
  await page.keyboard.press('Control+z');
  await page.waitForSelector('.st-badge', { state: 'detached' });
  await measure('Auto 12 MP, preview', async () => {
    await page.keyboard.press('a');
    await page.waitForSelector('.st-badge');
  });
  await page.waitForTimeout(1000);
  times['slider to preview'] = await timeSlider(page);
  await measure('full-size JPEG 12 MP', async () => {
    await page.click('.st-export');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('.st-dialog-foot .or-button-primary')]);
    const { width } = await sharp(readFileSync(await download.path())).metadata();
    if (width !== WIDTH) throw new Error(`the file is ${width} pixels wide (expected ${WIDTH})`);
  });
  await context.close();
  return times;
}

/** From a key on a slider to the next picture on the canvas: the median of twelve. */
async function timeSlider(page) {
  await page.locator('.or-tab-panel .or-slider-track').first().focus();
  const times = [];
  for (let press = 0; press < 12; press += 1) {
    await page.evaluate(() => {
      const canvas = document.querySelector('.st-stage canvas.or-after');
      const original = CanvasRenderingContext2D.prototype.putImageData;
      const start = performance.now();
      globalThis.drawn = new Promise((resolve) => {
        CanvasRenderingContext2D.prototype.putImageData = function putImageData(...values) {
          original.apply(this, values);
          if (this.canvas !== canvas) return;
          CanvasRenderingContext2D.prototype.putImageData = original;
          resolve(performance.now() - start);
        };
      });
    });
    await page.keyboard.press('ArrowRight');
    times.push(await page.evaluate(() => globalThis.drawn));
    await page.waitForTimeout(120);
  }
  return median(times);
}

await buildStudio();
const server = await serveStudio();
const file = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await makePhoto() };
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
try {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await runOnce(browser, server.address, file));
  console.log(`${browser.version()}, ${cpus().length} x ${cpus()[0].model.trim()}, median of ${RUNS} visits, milliseconds`);
  for (const name of Object.keys(runs[0])) {
    const values = runs.map((times) => times[name]).sort((a, b) => a - b);
    console.log(`${name.padEnd(44)} ${median(values).toFixed(0).padStart(6)}   (${values[0].toFixed(0)} to ${values.at(-1).toFixed(0)})`);
  }
} finally {
  await browser.close();
  await server.close();
}
