// The test picture: square tiles of the sample photos at their own pixels, so that a LUT sees the locality of real photos, with
// seeded noise of two levels, so that flat areas are not flat.
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

export const SIZES = { 1: [1224, 816], 12: [4000, 3000], 24: [6000, 4000] };
const TILE = 500;
const SEED = 20261124;
const SAMPLES = fileURLToPath(new URL('../samples/', import.meta.url));

/** @returns a generator of whole numbers 0..65535 (a linear congruential generator, upper bits). */
export function seededNoise(seed = SEED) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  };
}

async function readTiles() {
  const names = (await readdir(SAMPLES)).filter((name) => name.endsWith('.jpg')).sort();
  return Promise.all(
    names.map(async (name) => {
      const { data, info } = await sharp(`${SAMPLES}${name}`).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      return { data, width: info.width, height: info.height };
    }),
  );
}

/** @returns an 8-bit RGBA raster of about `megapixels`, opaque. */
export async function makePicture(megapixels) {
  const [width, height] = SIZES[megapixels];
  const tiles = await readTiles();
  const noise = seededNoise();
  const data = new Uint8Array(width * height * 4).fill(255);
  const tilesAcross = Math.ceil(width / TILE);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const tile = tiles[(Math.floor(y / TILE) * tilesAcross + Math.floor(x / TILE)) % tiles.length];
      const from = (((y % TILE) % tile.height) * tile.width + ((x % TILE) % tile.width)) * 3;
      const to = (y * width + x) * 4;
      for (let c = 0; c < 3; c += 1) data[to + c] = Math.min(Math.max(tile.data[from + c] + (noise() % 5) - 2, 0), 255);
    }
  }
  return { data, width, height, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
}

/** @returns the same picture at 16 bits, the lower byte filled with noise. */
export function widen(picture) {
  const noise = seededNoise(SEED + 1);
  const data = Uint16Array.from(picture.data, (level, i) => (i % 4 === 3 ? 65535 : (level << 8) | (noise() & 255)));
  return { ...picture, data, bitDepth: 16 };
}

/** @returns coverage of a soft brush: a third nothing, a third rising, a third everything. */
export function makeMask({ width, height }) {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i += 1) data[i] = Math.min(Math.max((((i % width) * 3) / width - 1) * 255, 0), 255);
  return { data, width, height };
}
