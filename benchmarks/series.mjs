// npm run bench:series [-- --frames 5] [--scenes 5] [--modes csrnet,cudi]
// What the series lock does to bursts: how far frames of one scene differ, before, on their own and drawn together, and how far from the
// good photo they were made of. One line a mode; the numbers of docs/learned.md. Method: README.md.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { decide } from '../scripts/decider.mjs';
import { loadCore } from './load-core.mjs';
import { makeBurst } from './series-burst.mjs';

const core = await loadCore();

const SHARES = [0, 0.5, 1];
/** Nodes an edge of decided LUTs: fewer than the product takes, alike for every column. */
const LUT_SIZE = 17;
const RECIPES = {
  csrnet: { operations: [{ op: 'csrnet' }] },
  cudi: { operations: [{ op: 'cudi' }] },
  'auto-learned': core.findPreset('auto-learned')?.recipe,
  auto: core.findPreset('auto')?.recipe,
  warm: core.findPreset('warm')?.recipe,
};

const { values: options } = parseArgs({ options: { frames: { type: 'string', default: '5' }, scenes: { type: 'string', default: '5' }, modes: { type: 'string', default: Object.keys(RECIPES).join(',') } } });
const [frameCount, sceneCount] = [options.frames, options.scenes].map(Number);
const folder = fileURLToPath(new URL('../tests/photos/good/', import.meta.url));
const names = readdirSync(folder).filter((name) => /\.(jpe?g|png)$/.test(name)).sort().slice(0, sceneCount);

async function readPhoto(name) {
  const { data, info } = await sharp(folder + name).resize(256, 256, { fit: 'inside' }).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
}

const SRGB_TO_XYZ = core.rgbToXyzMatrix('srgb');
const LINEAR = Float64Array.from({ length: 256 }, (_, level) => core.srgbToLinear(level / 255));

/** Mean CIELAB of an 8-bit picture; written anew here, so that the lock does not judge itself. */
function meanLab({ data }) {
  const white = [0, 1, 2].map((row) => SRGB_TO_XYZ[row * 3] + SRGB_TO_XYZ[row * 3 + 1] + SRGB_TO_XYZ[row * 3 + 2]);
  const f = (t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const sum = [0, 0, 0];
  for (let i = 0; i < data.length; i += 3) {
    const [x, y, z] = [0, 1, 2].map((row) => f((SRGB_TO_XYZ[row * 3] * LINEAR[data[i]] + SRGB_TO_XYZ[row * 3 + 1] * LINEAR[data[i + 1]] + SRGB_TO_XYZ[row * 3 + 2] * LINEAR[data[i + 2]]) / white[row]));
    sum[0] += 116 * y - 16;
    sum[1] += 500 * (x - y);
    sum[2] += 200 * (y - z);
  }
  return sum.map((value) => value / (data.length / 3));
}

/** Sum of the three components' variances. */
function variance(labs) {
  return [0, 1, 2].reduce((total, i) => {
    const mean = labs.reduce((sum, lab) => sum + lab[i], 0) / labs.length;
    return total + labs.reduce((sum, lab) => sum + (lab[i] - mean) ** 2, 0) / labs.length;
  }, 0);
}

const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const scenes = [];
for (const [index, name] of names.entries()) {
  const target = await readPhoto(name);
  scenes.push({ name, target, frames: makeBurst(core, target, frameCount, index + 1) });
}
const inputVariance = meanOf(scenes.map(({ frames }) => variance(frames.filter(({ isOutlier }) => !isOutlier).map(({ raster }) => meanLab(raster)))));
console.log(`${scenes.length} scenes of ${frameCount} frames and one at -3 EV; variance of mean CIELAB within a scene at the input ${inputVariance.toFixed(1)}\n`);
console.log('| Mode | variance: alone | at 0.5 | at 1 | CIEDE2000 to the good photo: alone | at 0.5 | at 1 | in one scene | outliers left out / alone | scenes mixed |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const mode of options.modes.split(',')) {
  const base = RECIPES[mode];
  if (base === undefined) throw new Error(`--modes: ${mode} (expected some of ${Object.keys(RECIPES).join(', ')})`);
  const recipe = { schema: core.RECIPE_SCHEMA_ID, name: mode, ...base };
  const photos = scenes.flatMap(({ frames, target }, scene) => frames.map((frame) => ({ ...frame, scene, target })));
  const analyses = photos.map(({ raster }) => core.analyse(raster));
  const described = [];
  for (const [index, analysis] of analyses.entries()) described.push(await core.describeSeriesPhoto(`${index}`, analysis, await core.planPhoto(recipe, analysis, { decide, lutSize: LUT_SIZE })));
  const columns = { variance: [], error: [] };
  let lock;
  for (const share of SHARES) {
    lock = await core.lockSeries(described, share);
    const results = [];
    for (const [index, { raster }] of photos.entries()) {
      const plan = await core.planPhoto(core.lockRecipe(recipe, lock.photos[index], share), analyses[index], { decide, lutSize: LUT_SIZE });
      results.push(await core.applyPlan(plan, raster));
    }
    const inScene = (scene) => photos.flatMap((photo, index) => (photo.scene === scene && !photo.isOutlier ? [results[index]] : []));
    columns.variance.push(meanOf(scenes.map((_, scene) => variance(inScene(scene).map(meanLab)))).toFixed(2));
    columns.error.push(meanOf(scenes.flatMap(({ target }, scene) => inScene(scene).map((result) => core.compareRasters(result, target).ciede2000.mean))).toFixed(2));
  }
  const grouped = scenes.filter((_, scene) => new Set(photos.flatMap((photo, index) => (photo.scene === scene && !photo.isOutlier ? [lock.photos[index].scene ?? -1] : []))).size === 1).length;
  const outliers = photos.flatMap((photo, index) => (photo.isOutlier ? [lock.photos[index].status] : []));
  const mixed = lock.scenes.filter((found) => new Set(found.photos.map((index) => photos[index].scene)).size > 1).length;
  const count = (status) => outliers.filter((found) => found === status).length;
  console.log(`| ${mode} | ${columns.variance.join(' | ')} | ${columns.error.join(' | ')} | ${grouped} of ${scenes.length} | ${count('left-out')} / ${count('alone')} of ${outliers.length} | ${mixed} |`);
}
