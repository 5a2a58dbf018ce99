// Retouches the sample photos, or the photos named, with every built-in look; writes out/ and a before/after page.
//   npm run demo            npm run demo -- my-photo.jpg another.png
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { renderPage } from './demo/page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
if (!existsSync(join(root, 'packages/cli/dist/index.js'))) {
  console.error('Not built yet: run "npm ci" first.');
  process.exit(1);
}
const { analyse, compareRasters, PRESETS, retouch, RetouchError } = await import('@openretouch/core');
const { decide } = await import('./decider.mjs');
const { decodePhoto, encodePhoto, listPhotos, removeTemporaryFilesOnExit, writeFileAtomically } = await import('openretouch');

const OUTPUT = join(root, 'out');
const PAGE = 'index.html';
const named = process.argv.slice(2).map((path) => resolve(process.env.INIT_CWD ?? process.cwd(), path));
removeTemporaryFilesOnExit();

try {
  const { photos, unsupported, problems } = await listPhotos(named.length > 0 ? named : [join(root, 'samples')]);
  for (const path of unsupported) problems.push(`${path}: a kind that is not read (export it as JPEG or TIFF first)`);
  for (const problem of problems) fail(problem);
  if (photos.length === 0) fail(`${named.join(', ')}: no photos found (expected JPEG, PNG, WebP, AVIF or TIFF)`);
  else await showPhotos(photos);
} catch (error) {
  if (!RetouchError.isInstance(error)) throw error;
  fail(error.message);
}

async function showPhotos(photos) {
  console.log(`${'photo'.padEnd(22)}${'look'.padEnd(13)}${'seconds'.padStart(8)}${'change'.padStart(8)}  decided from the photo`);
  const shown = [];
  const ids = new Set([PAGE]);
  for (const { path } of photos) {
    try {
      shown.push(await retouchWithEveryLook(path, uniqueId(parse(path).name, ids)));
    } catch (error) {
      if (!RetouchError.isInstance(error)) throw error;
      fail(error.message);
    }
  }
  if (shown.length === 0) return;
  // Photos the first look had most to do on come first.
  shown.sort((a, b) => b.looks[0].change - a.looks[0].change);
  await writeFileAtomically(join(OUTPUT, PAGE), new TextEncoder().encode(renderPage(shown)), { overwrite: true });
  console.log(`\nchange: mean CIEDE2000 between before and after. Open out/${PAGE} to compare by eye.`);
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

async function retouchWithEveryLook(path, id) {
  const { raster, metadata } = await decodePhoto(path);
  const folder = join(OUTPUT, id);
  await mkdir(folder, { recursive: true });
  const [format, extension] = raster.alpha === 'none' ? ['jpeg', 'jpg'] : ['webp', 'webp'];
  const write = async (name, picture) => {
    const { bytes } = await encodePhoto(picture, metadata, { format, quality: 90 });
    await writeFileAtomically(join(folder, `${name}.${extension}`), bytes, { overwrite: true });
    return `${id}/${name}.${extension}`;
  };
  const before = await write('before', raster);
  const looks = [];
  for (const preset of PRESETS) {
    const started = performance.now();
    const result = await retouch(raster, preset.recipe, { decide });
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    const change = measureChange(result.analysis.copy, analyse(result.raster).copy).toFixed(1);
    const decided = result.plan.notes.map(({ message }) => message).join('; ');
    console.log(`${id.slice(0, 21).padEnd(22)}${preset.id.padEnd(13)}${seconds.padStart(8)}${change.padStart(8)}  ${decided}`);
    looks.push({ ...preset, change: Number(change), file: await write(preset.id, result.raster), decided: decided === '' ? '' : `Decided here: ${decided}.`, numbers: `change ${change}` });
  }
  return { id, title: titleOf(id), width: raster.width, height: raster.height, before, looks };
}

/** A folder's name: no dots at its beginning, because ".." is a folder already. */
function uniqueId(name, taken) {
  const base = name.normalize('NFC').replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '').slice(0, 60) || 'photo';
  let id = base;
  for (let i = 2; taken.has(id.toLowerCase()); i += 1) id = `${base}-${i}`;
  taken.add(id.toLowerCase());
  return id;
}

/** The measures of a whole 24 MP photo would take gigabytes; the small copies say the same. */
function measureChange(before, after) {
  const toRaster = ({ rgb, width, height, space }) => ({ data: rgb, width, height, channels: 3, bitDepth: 32, encoding: space, alpha: 'none' });
  return compareRasters(toRaster(before), toRaster(after)).ciede2000.mean;
}

function titleOf(id) {
  const text = id.replace(/[-_]+/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
