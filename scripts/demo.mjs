// Retouches the sample photos, or the photos named, with every built-in look; writes out/ and a before/after page.
//   npm run demo            npm run demo -- my-photo.jpg another.png
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { renderPage } from './demo/page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
if (!existsSync(join(root, 'packages/cli/dist/index.js'))) {
  console.error('Not built yet: run "npm ci" first.');
  process.exit(1);
}
const { compareRasters, PRESETS, retouch, RetouchError } = await import('@openretouch/core');
const { decodePhoto, encodePhoto, listPhotos, writeFileAtomically } = await import('openretouch');

const OUTPUT = join(root, 'out');
const named = process.argv.slice(2).map((path) => resolve(process.env.INIT_CWD ?? process.cwd(), path));

try {
  const { photos } = await listPhotos(named.length > 0 ? named : [join(root, 'samples')]);
  console.log(`${'photo'.padEnd(22)}${'look'.padEnd(12)}${'seconds'.padStart(8)}${'change'.padStart(8)}  decided from the photo`);
  const shown = [];
  const ids = new Set();
  for (const { path } of photos) shown.push(await retouchWithEveryLook(path, uniqueId(parse(path).name, ids)));
  await writeFile(join(OUTPUT, 'index.html'), renderPage(shown));
  console.log('\nchange: mean CIEDE2000 between before and after. Open out/index.html to compare by eye.');
} catch (error) {
  if (!RetouchError.isInstance(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function retouchWithEveryLook(path, id) {
  const { raster, metadata } = await decodePhoto(path);
  const folder = join(OUTPUT, id);
  await mkdir(folder, { recursive: true });
  const write = async (name, picture) => {
    const { bytes } = await encodePhoto(picture, metadata, { format: 'jpeg', quality: 90 });
    await writeFileAtomically(join(folder, `${name}.jpg`), bytes, { overwrite: true });
    return `${id}/${name}.jpg`;
  };
  const before = await write('before', raster);
  const looks = [];
  for (const preset of PRESETS) {
    const started = performance.now();
    const result = await retouch(raster, preset.recipe);
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    const change = compareRasters(raster, result.raster).ciede2000.mean.toFixed(1);
    const decided = result.plan.notes.map(({ message }) => message).join('; ');
    console.log(`${id.slice(0, 21).padEnd(22)}${preset.id.padEnd(12)}${seconds.padStart(8)}${change.padStart(8)}  ${decided}`);
    looks.push({ ...preset, file: await write(preset.id, result.raster), decided: decided === '' ? '' : `Decided here: ${decided}.`, numbers: `change ${change}` });
  }
  return { id, title: titleOf(id), width: raster.width, height: raster.height, before, looks };
}

function uniqueId(name, taken) {
  const base = name.replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'photo';
  let id = base;
  for (let i = 2; taken.has(id.toLowerCase()); i += 1) id = `${base}-${i}`;
  taken.add(id.toLowerCase());
  return id;
}

function titleOf(id) {
  const text = id.replace(/[-_]+/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
