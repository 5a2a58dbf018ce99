// Planning: what one recipe costs before a pixel of the photo is written. It does not grow with the photo, so that it runs at the
// smallest size alone.
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const SAMPLES = ['cast-house', 'dark-meadow', 'flat-temple', 'good-red-panda'];
const BANDS = ['red', 'orange', 'yellow', 'green', 'aqua', 'blue', 'purple', 'magenta'];
/** Settings that need every part of an operation's colour map. */
const RECIPES = {
  'hsl, eight bands': [{ op: 'hsl', ...Object.fromEntries(BANDS.map((band, i) => [band, { hue: i % 2 === 0 ? 12 : -8, chroma: i % 3 === 0 ? 0.4 : -0.2, lightness: i % 2 === 0 ? -0.3 : 0.25 }])) }],
  vibrance: [{ op: 'vibrance', amount: 0.6 }],
  tone: [{ op: 'tone', highlights: -0.5, shadows: 0.5, whites: 0.2, blacks: -0.2 }],
  'colour grading': [{ op: 'colorGrade', shadows: { hue: 220, amount: 0.4, lightness: -0.1 }, highlights: { hue: 40, amount: 0.3, lightness: 0.1 } }],
  'black and white': [{ op: 'blackWhite', red: 0.4, blue: -0.5 }],
};

async function readSample(name) {
  const { data, info } = await sharp(fileURLToPath(new URL(`../../samples/${name}.jpg`, import.meta.url))).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
}

/** @returns tasks that plan a recipe for photos analysed beforehand. */
export async function makePlanningTasks(core) {
  const analyses = await Promise.all(SAMPLES.map(async (name) => core.analyse(await readSample(name))));
  const recipeOf = (operations) => ({ schema: 'openretouch/recipe@1', name: 'Benchmark', operations });
  const task = (name, recipe, chosen) => ({
    name,
    role: 'task',
    maximumMegapixels: 1,
    run: async () => {
      for (const analysis of chosen) await core.planPhoto(recipe, analysis);
    },
  });
  const auto = core.PRESETS.find(({ id }) => id === 'auto').recipe;
  return [
    task('plan: auto, four photos of 1024 pixels', auto, analyses),
    ...Object.entries(RECIPES).map(([name, operations]) => task(`plan: ${name}`, recipeOf(operations), analyses.slice(0, 1))),
  ];
}
