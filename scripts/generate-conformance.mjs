// Writes packages/core/conformance/manifest.json: what the reference makes of every photo of the pack by every recipe.
// `--check` writes nothing and exits 1 when the file is not what it would be; `--pixels <folder>` also writes each result
// as PNG. Run it after changing an operation or the planner, and look at what changed.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { importTypeScript } from './generate/import-typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const pack = join(root, 'packages/core/conformance');
const { hashPixels, packMasks, parseRecipe, readProbes, retouch } = await importTypeScript(root, [
  "export { parseRecipe } from './packages/core/src/recipe/parse-recipe.ts';",
  "export { retouch } from './packages/core/src/retouch.ts';",
  "export { hashPixels, packMasks, readProbes } from './tests/helpers/conformance-pack.ts';",
]);

/** In 8-bit levels and CIEDE2000; the reasons are in the pack's README. */
const BUDGETS = {
  exact: { meanLevels: 0, maximumLevels: 0, meanDelta: 0, p99Delta: 0, maximumDelta: 0 },
  implementation: { meanLevels: 0.05, maximumLevels: 1, meanDelta: 0.1, p99Delta: 1.2, maximumDelta: 2 },
  bakedLut65: { meanLevels: 0.25, maximumLevels: 12, meanDelta: 0.15, p99Delta: 1.2, maximumDelta: 2.5 },
  bakedLut33: { meanLevels: 1, maximumLevels: 16, meanDelta: 0.6, p99Delta: 3.5, maximumDelta: 6 },
};

async function readPhoto(name) {
  const { data, info } = await sharp(join(pack, 'photos', `${name}.png`)).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { data: new Uint8Array(data), width, height, channels, bitDepth: 8, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
}

const namesIn = (folder, extension) =>
  readdirSync(join(pack, folder))
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length))
    .sort();

async function generateManifest(pixelFolder) {
  const recipes = namesIn('recipes', '.json');
  const manifest = { schema: 'openretouch/conformance@1', generator: 'node scripts/generate-conformance.mjs', photos: [], recipes, budgets: BUDGETS, results: [] };
  for (const photo of namesIn('photos', '.png')) {
    const raster = await readPhoto(photo);
    const { width, height, channels } = raster;
    manifest.photos.push({ name: photo, width, height, channels, sha256: createHash('sha256').update(raster.data).digest('hex') });
    for (const recipe of recipes) {
      const parsed = parseRecipe(readFileSync(join(pack, 'recipes', `${recipe}.json`), 'utf8'));
      const result = await retouch(raster, parsed, { masks: packMasks(width, height), implementation: 'reference' });
      manifest.results.push({ photo, recipe, sha256: hashPixels(result.raster), probes: Buffer.from(readProbes(result.raster)).toString('base64') });
      if (pixelFolder !== undefined) {
        await sharp(Buffer.from(result.raster.data), { raw: { width, height, channels } }).png().toFile(join(pixelFolder, `${photo}--${recipe}.png`));
      }
    }
  }
  return manifest;
}

const pixelFolder = process.argv.includes('--pixels') ? process.argv[process.argv.indexOf('--pixels') + 1] : undefined;
if (pixelFolder !== undefined) mkdirSync(pixelFolder, { recursive: true });
const manifest = await generateManifest(pixelFolder);
// One result a line, so that a changed result is one changed line.
const text = `${JSON.stringify(manifest, null, 1).replace(/\{[^{}[\]]*\}/g, (item) => item.replace(/\s+/g, ' '))}\n`;
const file = join(pack, 'manifest.json');
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8').replace(/\r\n/g, '\n') !== text) {
    console.error('packages/core/conformance/manifest.json: stale (run "node scripts/generate-conformance.mjs")');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, text);
  console.log(`wrote ${manifest.results.length} results`);
}
