// Photos for trying large runs: node scripts/batch/make-photos.mjs <folder> [count] [seed]. Small JPEGs of the sample photos, each with
// its own seeded gains and shift, so that no two are alike; 500 to a sub-folder. The same arguments give the same bytes.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { seededRandom } from '../seeded-random.mjs';

const sharp = createRequire(new URL('../../packages/cli/package.json', import.meta.url))('sharp');
const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const [WIDTH, HEIGHT] = [160, 120];
const PER_FOLDER = 500;

/** @returns the paths of the photos made, relative to the folder. */
export async function makePhotos(folder, count, seed = 20261124) {
  const random = seededRandom(seed);
  const names = readdirSync(SAMPLES).filter((name) => name.endsWith('.jpg')).sort();
  const sources = await Promise.all(names.map((name) => sharp(join(SAMPLES, name)).resize(WIDTH, HEIGHT).removeAlpha().raw().toBuffer()));
  const made = [];
  for (let index = 0; index < count; index += 1) {
    const source = sources[Math.floor(random() * sources.length)];
    const gains = [0, 1, 2].map(() => 0.7 + 0.6 * random());
    const shift = 3 * Math.floor(random() * WIDTH * HEIGHT);
    const pixels = Buffer.allocUnsafe(source.length);
    for (let i = 0; i < pixels.length; i += 1) pixels[i] = Math.min(255, source[(i + shift) % source.length] * gains[i % 3]);
    const subFolder = `roll-${String(Math.floor(index / PER_FOLDER) + 1).padStart(2, '0')}`;
    if (index % PER_FOLDER === 0) mkdirSync(join(folder, subFolder), { recursive: true });
    const path = join(subFolder, `photo-${String(index + 1).padStart(5, '0')}.jpg`);
    writeFileSync(join(folder, path), await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).jpeg({ quality: 88 }).toBuffer());
    made.push(path);
  }
  return made;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, count = '1000', seed] = process.argv.slice(2);
  if (folder === undefined || !/^\d+$/.test(count)) {
    console.error('expected: node scripts/batch/make-photos.mjs <folder> [count] [seed]');
    process.exit(2);
  }
  const { length } = await makePhotos(folder, Number(count), seed === undefined ? undefined : Number(seed));
  console.log(`${length} photos in ${folder}`);
}
