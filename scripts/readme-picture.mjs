// Writes docs/images/before-after.jpg, the picture of the README: sample photos as taken, by the look "auto", and by "auto-learned".
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { findPreset, retouch } from '@openretouch/core';
import { decodePhoto } from 'openretouch';
import sharp from 'sharp';
import { decide } from './decider.mjs';

const SHOWN = ['dark-meadow', 'flat-temple', 'cast-house'];
const LOOKS = ['auto', 'auto-learned'];
const WIDTH = 300;
const HEIGHT = 198;
const GAP = 6;

const root = fileURLToPath(new URL('..', import.meta.url));
const tile = ({ data, width, height, channels }) => sharp(data, { raw: { width, height, channels } }).resize(WIDTH, HEIGHT, { fit: 'cover' }).png().toBuffer();

const layers = [];
for (const [row, name] of SHOWN.entries()) {
  const { raster } = await decodePhoto(`${root}samples/${name}.jpg`);
  const pictures = [raster];
  for (const look of LOOKS) pictures.push((await retouch(raster, findPreset(look).recipe, { decide })).raster);
  for (const [column, picture] of pictures.entries()) {
    layers.push({ input: await tile(picture), left: column * (WIDTH + GAP), top: row * (HEIGHT + GAP) });
  }
}
await mkdir(`${root}docs/images`, { recursive: true });
await sharp({ create: { width: (LOOKS.length + 1) * (WIDTH + GAP) - GAP, height: SHOWN.length * (HEIGHT + GAP) - GAP, channels: 3, background: '#ffffff' } })
  .composite(layers)
  .jpeg({ quality: 72, mozjpeg: true })
  .toFile(`${root}docs/images/before-after.jpg`);
console.log('wrote docs/images/before-after.jpg');
