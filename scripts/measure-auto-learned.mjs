// Measures the look "auto-learned": what it leaves alone, what its local exposure adds, and how far it takes faults away.
//   node scripts/measure-auto-learned.mjs                 the photos in the repository
//   node scripts/measure-auto-learned.mjs --photos DIR    the photos of models/recipe/photos.csv, in DIR
//   --each     a line a photo besides      --side N     longer side in pixels (default 240)
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { darkShareOf, putAgainstTheLight, underExpose } from './auto-learned/faults.mjs';
import { repositorySets, trainingSets } from './auto-learned/photo-sets.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
if (!existsSync(join(root, 'packages/cli/dist/index.js'))) {
  console.error('Not built yet: run "npm ci" first.');
  process.exit(1);
}
const { compareRasters, findPreset, measureExposureNeed, analyse, retouch } = await import('@openretouch/core');
const { decide } = await import('./decider.mjs');
const { readPhoto } = await import('./look-sheet/photos.mjs');

const { values: options } = parseArgs({ options: { photos: { type: 'string' }, each: { type: 'boolean', default: false }, side: { type: 'string', default: '240' } } });
const side = Number(options.side);
if (!Number.isInteger(side) || side < 64) throw new Error(`--side: ${options.side} (expected a whole number of pixels, 64 or more)`);

const auto = findPreset('auto').recipe;
const learned = findPreset('auto-learned').recipe;
/** The look without its local exposure. */
const withoutExposure = { ...learned, operations: learned.operations.filter(({ op }) => op !== 'cudi') };
const exposureAlone = { ...learned, operations: learned.operations.filter(({ op }) => op === 'cudi') };

/** Photos with less that is dark lose nothing by being put against the light, those with more have no light behind them. */
const AGAINST_THE_LIGHT = [0.3, 0.75];
const FAULTS = [
  { name: 'none', spoil: (raster) => raster },
  { name: '-1 EV', spoil: (raster) => underExpose(raster, 1) },
  { name: '-2 EV', spoil: (raster) => underExpose(raster, 2) },
  { name: 'against the light, -1.5 EV', spoil: (raster) => putAgainstTheLight(raster, 1.5), dark: AGAINST_THE_LIGHT },
  { name: 'against the light, -2.5 EV', spoil: (raster) => putAgainstTheLight(raster, 2.5), dark: AGAINST_THE_LIGHT },
];

const sets = options.photos === undefined ? repositorySets(root) : trainingSets(root, resolve(options.photos));
console.log(`Mean CIEDE2000 at ${side} pixels. "Need" is that of local exposure, 0..1.\n`);
printRow('set', 'photos', 'need above 0', 'mean need', 'without local exposure', 'with it', 'apart, mean', 'apart, most');
printRow(...Array.from({ length: 8 }, () => '---'));
for (const set of sets) await measureSet(set);
const good = sets.find(({ isGood }) => isGood);
console.log(`\nDistance from the good photo, of ${good.name} spoilt:\n`);
printRow('fault', 'photos', 'mean need', 'left so', '`auto`', '`auto-learned` without local exposure', '`auto-learned`');
printRow(...Array.from({ length: 7 }, () => '---'));
for (const fault of FAULTS) await measureFault(fault, good.paths);

async function measureSet({ name, paths }) {
  const rows = [];
  for (const path of paths) {
    const { raster } = await readPhoto(path, side);
    const { raster: before, need } = await runWithoutExposure(raster);
    const after = need === 0 ? before : (await retouch(before, exposureAlone, { decide })).raster;
    const row = { need, without: distance(raster, before), with: distance(raster, after), apart: need === 0 ? 0 : distance(before, after) };
    rows.push(row);
    if (options.each) console.log(`  ${basename(path).padEnd(64)} need ${row.need.toFixed(2)}  without ${row.without.toFixed(1)}  with ${row.with.toFixed(1)}  apart ${row.apart.toFixed(1)}`);
  }
  const mean = (key) => meanOf(rows.map((row) => row[key]));
  printRow(name, rows.length, rows.filter(({ need }) => need > 0).length, mean('need').toFixed(2), mean('without').toFixed(1), mean('with').toFixed(1), mean('apart').toFixed(2), Math.max(...rows.map(({ apart }) => apart)).toFixed(1));
}

async function measureFault({ name, spoil, dark }, paths) {
  const rows = [];
  for (const path of paths) {
    const { raster } = await readPhoto(path, side);
    const share = darkShareOf(raster);
    if (dark !== undefined && (share < dark[0] || share > dark[1])) continue;
    const spoilt = spoil(raster);
    const { raster: before, need } = await runWithoutExposure(spoilt);
    const after = need === 0 ? before : (await retouch(before, exposureAlone, { decide })).raster;
    const classical = (await retouch(spoilt, auto)).raster;
    rows.push({ need, spoilt: distance(raster, spoilt), auto: distance(raster, classical), without: distance(raster, before), with: distance(raster, after) });
  }
  const mean = (key, digits = 1) => meanOf(rows.map((row) => row[key])).toFixed(digits);
  printRow(name, rows.length, mean('need', 2), mean('spoilt'), mean('auto'), mean('without'), mean('with'));
}

async function runWithoutExposure(photo) {
  const { raster } = await retouch(photo, withoutExposure, { decide });
  return { raster, need: measureExposureNeed(analyse(raster).copy).total };
}

function distance(a, b) {
  return compareRasters(a, b).ciede2000.mean;
}

function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function printRow(...cells) {
  console.log(`| ${cells.join(' | ')} |`);
}
