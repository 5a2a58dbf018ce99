import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../packages/core/src/analyse/analyse.js';
import type { Analysis } from '../../packages/core/src/analyse/analysis.js';
import { applyPlan } from '../../packages/core/src/apply/apply-plan.js';
import { mainParameterOf, type Operation } from '../../packages/core/src/operations/operation.js';
import { OPERATIONS } from '../../packages/core/src/operations/registry.js';
import { fillDefaults } from '../../packages/core/src/recipe/parameters.js';
import { convertBitDepth } from '../../packages/core/src/raster/convert.js';
import type { Raster } from '../../packages/core/src/raster/raster.js';
import type { RecipeOperation } from '../../packages/core/src/recipe/recipe.js';
import { createPlanCache } from '../../packages/core/src/plan/plan-cache.js';
import { planPhoto } from '../../packages/core/src/retouch.js';
import { decideForTests } from '../helpers/decide-for-tests.js';
import { arbitraryEntry, type GeneratedEntry, photoDependentSettings, recipeOf } from '../helpers/arbitrary-operation.js';
import { meanLevelDifference } from '../helpers/difference.js';
import { LAW_SEED } from '../helpers/laws/law.js';
import { listPhotos, PHOTO_FOLDERS, readPhoto } from '../helpers/photos.js';
import { seededRandom } from '../helpers/seeded-random.js';
import { TOLERANCES } from '../tolerances.js';

const PHOTO_SIDE = 240;
/** Half the side, as the samples of 1024 pixels to the analysis size of 512. */
const COPY_SIDE = 120;

interface Picture {
  readonly name: string;
  readonly raster: Raster;
}

/** An operation is met with the same settings before and after each of the others. */
const cache = createPlanCache(OPERATIONS.length * 12);

const photos: Picture[] = [];
const synthetic: readonly Picture[] = [
  { name: 'noise', raster: noise() },
  { name: 'gradient', raster: gradient() },
  { name: 'checkerboard', raster: checkerboard() },
];

beforeAll(async () => {
  for (const path of [...listPhotos(PHOTO_FOLDERS.samples), ...listPhotos(PHOTO_FOLDERS.good).slice(0, 4)]) {
    const { data, info } = await sharp(path).resize(PHOTO_SIDE, PHOTO_SIDE, { fit: 'inside' }).raw().toBuffer({ resolveWithObject: true });
    photos.push({ name: path.replace(/.*\//, ''), raster: floatRaster(Float32Array.from(data, (value) => value / 255), info.width, info.height) });
  }
});

// The law of the plan walk: planning on the small copy and applying at full size agrees with planning and applying
// operation by operation.
describe.each(OPERATIONS.flatMap((first) => OPERATIONS.map((second) => [`${first.name}, then ${second.name}`, first, second] as const)))('%s', (_, first, second) => {
  it('agrees in one plan with two plans in turn, within a level in the mean', async () => {
    const turn = OPERATIONS.indexOf(first) * 5 + OPERATIONS.indexOf(second);
    for (const [index, [one, other]] of settingPairs(first, second).entries()) {
      const { name, raster } = index % 2 === 0 ? photos[(turn + index) % photos.length] : synthetic[(index >> 1) % synthetic.length];
      const assets = { ...one.assets, ...other.assets };
      const together = await retouchOnce(recipeOf([one.entry, other.entry], assets), raster);
      const inTurn = await retouchOnce(recipeOf([other.entry], assets), await retouchOnce(recipeOf([one.entry], assets), raster));
      expect(meanLevelDifference(together, inTurn), `${name}: ${JSON.stringify([one.entry, other.entry])}`).toBeLessThan(TOLERANCES.walk.meanLevels);
    }
  });
});

/*
 * *Defect:* the law does not hold for all that comes before white balance from the photo. The illuminant is estimated from edges of the averaged copy, which
 * do not follow an operation as single pixels do; and what white balance makes of it has a step: a tint beyond its largest counts for nothing. With eight
 * other seeds three of 64 cases after exposure and tone curves differ, by 1.3 to 2.6 levels: after 2.5 stops the copies of the two ways differ by 0.9 levels and
 * their estimates of warmth by 0.34 to 0.26. Of 54 cases on photos of 1024 pixels three differ, by 1.4 to 3.1 levels, all after a change to 3500 K.
 */
describe('white balance from the photo agrees', () => {
  it.fails('after a strong one on dark-meadow', async () => {
    const photo = convertBitDepth(await readPhoto(`${PHOTO_FOLDERS.samples}/dark-meadow.jpg`), 32);
    const [first, second] = [{ op: 'whiteBalance', temperature: 3500 }, { op: 'whiteBalance', auto: true }];
    const retouched = async (raster: Raster, ...entries: RecipeOperation[]): Promise<Raster> => applyPlan(await planPhoto(recipeOf(entries), analyse(raster)), raster);
    expect(meanLevelDifference(await retouched(photo, first, second), await retouched(await retouched(photo, first), second))).toBeLessThan(TOLERANCES.walk.meanLevels);
  });

  it.fails.each([
    ['espresso', { op: 'exposure', ev: 2.4908 }],
    ['red-panda', { op: 'toneCurve', points: [[0, 0.9648], [0.0001, 0.9258], [0.0129, 0.9312], [0.1999, 0.5036], [0.7694, 0.5562], [0.9994, 0.9022]], greenPoints: [[0.6145, 0], [0.7904, 0.9989]], mode: 'hue-preserving' }],
  ])('after a strong change of tone on %s', async (name, first) => {
    const { raster } = photos.find((photo) => photo.name.includes(name)) as Picture;
    const second = { op: 'whiteBalance', auto: true };
    const inTurn = await retouchOnce(recipeOf([second]), await retouchOnce(recipeOf([first]), raster));
    expect(meanLevelDifference(await retouchOnce(recipeOf([first, second]), raster), inTurn)).toBeLessThan(TOLERANCES.walk.meanLevels);
  });
});

describe.each(OPERATIONS.filter((operation) => photoDependentSettings(operation).length > 0).map((operation) => [operation.name, operation] as const))(
  '%s decides from the sample what it would decide from all pixels, within a level in the mean',
  (_, operation) => {
    it.each(['dark-meadow', 'flat-temple', 'cast-house'])('%s', async (name) => {
      const photo = await readPhoto(`${PHOTO_FOLDERS.samples}/${name}.jpg`);
      const fromSample = analyse(photo);
      const fromAll = analyse(photo, { maximumSide: Math.max(photo.width, photo.height) });
      for (const setting of photoDependentSettings(operation)) {
        const recipe = recipeOf([settingEntry(operation, setting)]);
        const expected = await applyPlan(await planPhoto(recipe, fromAll, { decide: decideForTests }), photo);
        expect(meanLevelDifference(await applyPlan(await planPhoto(recipe, fromSample, { decide: decideForTests }), photo), expected)).toBeLessThan(TOLERANCES.walk.meanLevels);
      }
    });
  },
);

/** Contrast about the mean is nothing without a gain: the main parameter comes along where it may. */
function settingEntry(operation: Operation, setting: Record<string, unknown>): RecipeOperation {
  const main = mainParameterOf(operation);
  const entry = { op: operation.name, ...(main?.parameter.kind === 'number' ? { [main.name]: main.parameter.slider[0] } : {}), ...setting };
  return breaksExclusion(operation, Object.keys(entry)) ? { op: operation.name, ...setting } : entry;
}

const analyses = new WeakMap<Raster, Analysis>();

function analyseOnce(raster: Raster): Analysis {
  const analysis = analyses.get(raster) ?? analyse(raster, { maximumSide: COPY_SIDE });
  analyses.set(raster, analysis);
  return analysis;
}

async function retouchOnce(recipe: ReturnType<typeof recipeOf>, raster: Raster): Promise<Raster> {
  return applyPlan(await planPhoto(recipe, analyseOnce(raster), { cache, decide: decideForTests }), raster);
}

/** Random settings of both, and every setting of the second that looks at the photo after random settings of the first. */
function settingPairs(first: Operation, second: Operation): [GeneratedEntry, GeneratedEntry][] {
  const sample = (operation: Operation, seed: number): GeneratedEntry => {
    const [generated] = fc.sample(arbitraryEntry(operation, [mainParameterOf(operation)?.name ?? Object.keys(operation.parameters)[0]]), { seed: LAW_SEED + seed, numRuns: 1 });
    const rename = (text: string): string => text.replaceAll('"generated"', `"generated-${operation.name}-${seed}"`);
    return JSON.parse(rename(JSON.stringify(generated))) as GeneratedEntry;
  };
  const pairs: [GeneratedEntry, GeneratedEntry][] = [
    [sample(first, 1), sample(second, 2)],
    [sample(first, 3), sample(second, 4)],
  ];
  photoDependentSettings(second).forEach((setting, index) => {
    const random = sample(second, 10 + index);
    const entry = { ...random.entry, ...setting };
    const isAllowed = second.check?.(fillDefaults(second, entry)) === undefined && !breaksExclusion(second, Object.keys(entry));
    for (const seed of [20, 30, 40, 50]) pairs.push([sample(first, seed + index), isAllowed ? { ...random, entry } : { assets: {}, entry: { op: second.name, ...setting } }]);
  });
  return pairs;
}

function breaksExclusion(operation: Operation, names: readonly string[]): boolean {
  return (operation.exclusive ?? []).filter((group) => names.some((name) => group.includes(name))).length > 1;
}

function floatRaster(data: Float32Array, width: number, height: number): Raster {
  return { data, width, height, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
}

/** Nothing of it is left in an average: the hardest picture there is for a small copy. */
function noise(): Raster {
  const random = seededRandom(11);
  return floatRaster(Float32Array.from({ length: 192 * 144 * 3 }, () => random()), 192, 144);
}

function gradient(): Raster {
  return floatRaster(Float32Array.from({ length: 192 * 144 * 3 }, (_, index) => [(Math.floor(index / 3) % 192) / 191, Math.floor(index / 576) / 143, 0.5][index % 3]), 192, 144);
}

/** Single pixels of black and white: a sample on a regular grid would see one of them only. */
function checkerboard(): Raster {
  return floatRaster(Float32Array.from({ length: 192 * 144 * 3 }, (_, index) => ((Math.floor(index / 3) % 192) + Math.floor(index / 576)) % 2), 192, 144);
}
