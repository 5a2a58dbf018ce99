// The pictures of docs/looks.md: every look on a few photos of the repository, all of which may be redistributed.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PRESETS, retouch } from '@openretouch/core';
import { decide } from '../decider.mjs';
import { readPhoto } from './photos.mjs';
import { cutSplitTile, writeSheet } from './sheets.mjs';

const GOOD = 'tests/photos/good';
/** Shown by every sheet that names no photos of its own. */
export const DOCS_PHOTOS = [
  'samples/portrait-musician.jpg',
  `${GOOD}/didgeridoo-player.jpg`,
  `${GOOD}/mountain-lake.jpg`,
  `${GOOD}/great-wall.jpg`,
  `${GOOD}/night-skyline.jpg`,
  `${GOOD}/tulips.jpg`,
  `${GOOD}/frosted-branch.jpg`,
];

const FACES = ['samples/portrait-musician.jpg', `${GOOD}/didgeridoo-player.jpg`];
/** Photos that a look was made for, and one that it was not, by its id; the others show it on the first three. */
const FITTING_PHOTOS = {
  auto: ['samples/dark-meadow.jpg', 'samples/flat-temple.jpg', 'samples/cast-house.jpg'],
  'auto-learned': ['samples/dark-meadow.jpg', 'samples/flat-temple.jpg', 'samples/cast-house.jpg'],
  vivid: [`${GOOD}/great-wall.jpg`, `${GOOD}/kingfisher.jpg`, FACES[0]],
  punchy: [`${GOOD}/colosseum.jpg`, `${GOOD}/didgeridoo-player.jpg`, `${GOOD}/lemurs.jpg`],
  golden: [...FACES, `${GOOD}/moose.jpg`],
  'high-key': [FACES[0], `${GOOD}/tulips.jpg`, `${GOOD}/frosted-branch.jpg`],
  'low-key': [...FACES, `${GOOD}/red-crab.jpg`],
  soft: [...FACES, `${GOOD}/tulips.jpg`],
  matte: [FACES[0], `${GOOD}/osprey.jpg`, `${GOOD}/night-skyline.jpg`],
  faded: [FACES[0], `${GOOD}/great-wall.jpg`, `${GOOD}/tulips.jpg`],
  'teal-orange': [FACES[0], `${GOOD}/night-skyline.jpg`, `${GOOD}/great-wall.jpg`],
  product: [`${GOOD}/studio-lute.jpg`, `${GOOD}/kingfisher.jpg`, `${GOOD}/canyon-wren.jpg`],
  food: [`${GOOD}/espresso.jpg`, `${GOOD}/red-crab.jpg`, `${GOOD}/tulips.jpg`],
  foliage: [`${GOOD}/great-wall.jpg`, `${GOOD}/lemurs.jpg`, `${GOOD}/osprey.jpg`],
  snow: [`${GOOD}/mountain-lake.jpg`, `${GOOD}/frosted-branch.jpg`, FACES[0]],
  night: [`${GOOD}/night-skyline.jpg`, `${GOOD}/night-rocket.jpg`, `${GOOD}/sunset-pier.jpg`],
  silver: [...FACES, `${GOOD}/frosted-branch.jpg`],
  'red-filter': [`${GOOD}/great-wall.jpg`, `${GOOD}/mountain-lake.jpg`, `${GOOD}/colosseum.jpg`],
  sepia: [...FACES, `${GOOD}/colosseum.jpg`],
};

const LONG_SIDE = 480;
const STRIP = { width: 240, height: 160, gap: 4, quality: 78 };

/** Writes a strip of three photos a look, half before and half after. */
export async function writeDocsPictures(root) {
  const folder = join(root, 'docs/images/looks');
  mkdirSync(folder, { recursive: true });
  const read = memoise((path) => readPhoto(join(root, path), LONG_SIDE));
  for (const { id, recipe } of PRESETS) {
    const shown = await Promise.all((FITTING_PHOTOS[id] ?? DOCS_PHOTOS.slice(0, 3)).map(read));
    await writeStrip(join(folder, `${id}.jpg`), shown, recipe);
  }
  console.log(`wrote ${PRESETS.length} pictures in docs/images/looks/`);
}

async function writeStrip(path, photos, recipe) {
  const { width, height, gap, quality } = STRIP;
  const tiles = photos.map(async ({ raster }) => cutSplitTile(raster, (await retouch(raster, recipe, { decide })).raster, { width, height }));
  const layers = (await Promise.all(tiles)).map((input, column) => ({ input, left: column * (width + gap), top: 0 }));
  await writeSheet(path, { width: photos.length * (width + gap) - gap, height, layers, quality });
}

function memoise(load) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, load(key));
    return known.get(key);
  };
}
