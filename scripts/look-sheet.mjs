// Makes sheets to judge looks by eye: one overview, looks by photos, and a page a look, each photo before and after.
//   node scripts/look-sheet.mjs --photos my-photos          sheets in out/looks/
//   node scripts/look-sheet.mjs --presets my.retouch.json   a look that is not built in
//   node scripts/look-sheet.mjs --docs                      the pictures of docs/looks.md
//   node scripts/look-sheet.mjs --styles                    the picture of the built-in styles in docs/learned.md
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments, USAGE } from './look-sheet/arguments.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
if (!existsSync(join(root, 'packages/cli/dist/index.js'))) {
  console.error('Not built yet: run "npm ci" first.');
  process.exit(1);
}
const { parseRecipe, PRESETS, retouch, RetouchError } = await import('@openretouch/core');
const { decide } = await import('./decider.mjs');
const { listPhotos } = await import('openretouch');
const { readPhoto } = await import('./look-sheet/photos.mjs');
const { cutTile, renderLabel, writeSheet } = await import('./look-sheet/sheets.mjs');
const { DOCS_PHOTOS, writeDocsPictures } = await import('./look-sheet/docs-pictures.mjs');
const { writeStylesPicture } = await import('./look-sheet/styles-picture.mjs');

const GAP = 4;
const OVERVIEW = { width: 168, height: 112, label: 140, head: 22 };
/** Long side of what the looks are applied to, pixels: enough for a tile, or for its middle at 100 %. */
const LONG_SIDE = { whole: 480, crop: 1600 };
const PAGE = { width: 320, height: 214, columns: 3, head: 30, name: 20 };

try {
  await main(readArguments(process.argv.slice(2)));
} catch (error) {
  if (!RetouchError.isInstance(error) && error.constructor !== Error && error.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 1;
}

async function main(options) {
  if (options.help) return console.log(USAGE);
  if (options.docs) return writeDocsPictures(root);
  if (options.styles) return writeStylesPicture(root);
  const looks = selectLooks(options);
  const photos = await readPhotos(options.photos, options.crop ? LONG_SIDE.crop : LONG_SIDE.whole);
  const folder = resolve(options.out ?? join(root, 'out/looks'));
  mkdirSync(folder, { recursive: true });
  const rows = [];
  for (const look of looks) {
    const results = [];
    for (const { raster } of photos) results.push((await retouch(raster, look.recipe, { decide })).raster);
    rows.push({ look, results });
    await writePage(join(folder, `${look.id}.jpg`), look, photos, results, options.crop);
    console.log(`wrote ${look.id}.jpg`);
  }
  await writeOverview(join(folder, 'overview.jpg'), photos, rows);
  console.log(`wrote overview.jpg; all in ${folder}`);
}

function selectLooks({ presets, looks: ids }) {
  const all = presets === undefined ? PRESETS : presets.flatMap(readPresets);
  for (const id of ids ?? []) if (!all.some((look) => look.id === id)) throw new Error(`--looks: no look "${id}" (expected ${all.map((look) => look.id).join(', ')})`);
  return ids === undefined ? all : ids.map((id) => all.find((look) => look.id === id));
}

function readPresets(path) {
  const files = statSync(path).isDirectory() ? readdirSync(path).filter((name) => name.endsWith('.retouch.json')).sort().map((name) => join(path, name)) : [path];
  return files.map((file) => {
    const recipe = parseRecipe(readFileSync(file));
    return { id: recipe.id ?? recipe.name, title: recipe.name, description: recipe.description ?? '', recipe };
  });
}

async function readPhotos(folder, longSide) {
  const paths = folder === undefined ? DOCS_PHOTOS.map((path) => join(root, path)) : (await listPhotos([resolve(folder)])).photos.map(({ path }) => path);
  if (paths.length === 0) throw new Error(`--photos: ${folder}: no photos found (expected JPEG, PNG, WebP, AVIF or TIFF)`);
  return Promise.all(paths.map((path) => readPhoto(path, longSide)));
}

async function writeOverview(path, photos, rows) {
  const { width, height, label, head } = OVERVIEW;
  const leftOf = (column) => label + column * (width + GAP);
  const topOf = (row) => head + row * (height + GAP);
  const all = [{ look: { title: 'Before' }, results: photos.map(({ raster }) => raster) }, ...rows];
  const layers = photos.map(({ name }, column) => ({ input: renderLabel(name, { width, height: head, size: 11 }), left: leftOf(column), top: 0 }));
  for (const [row, { look, results }] of all.entries()) {
    layers.push({ input: renderLabel(look.title, { width: label, height, isBold: true }), left: 0, top: topOf(row) });
    for (const [column, raster] of results.entries()) layers.push({ input: await cutTile(raster, { width, height }), left: leftOf(column), top: topOf(row) });
  }
  await writeSheet(path, { width: leftOf(photos.length) - GAP, height: topOf(all.length) - GAP, layers });
}

async function writePage(path, look, photos, results, isCrop) {
  const { width, height, columns, head, name } = PAGE;
  const pair = 2 * width + 3 * GAP;
  const sheet = { width: columns * pair, height: head + Math.ceil(photos.length / columns) * (height + name) };
  const layers = [{ input: renderLabel(`${look.title}: ${look.description}`, { width: sheet.width, height: head, size: 16 }), left: 0, top: 0 }];
  for (const [index, photo] of photos.entries()) {
    const left = (index % columns) * pair;
    const top = head + Math.floor(index / columns) * (height + name);
    layers.push({ input: renderLabel(photo.name, { width, height: name, size: 11 }), left, top: top + height });
    for (const [side, raster] of [photo.raster, results[index]].entries()) {
      layers.push({ input: await cutTile(raster, { width, height, isCrop }), left: left + side * (width + GAP), top });
    }
  }
  await writeSheet(path, { ...sheet, layers, quality: 90 });
}
