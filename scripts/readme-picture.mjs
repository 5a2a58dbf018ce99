// Writes docs/images/before-after.jpg, the picture of the README: sample photos before and after the look "auto".
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { findPreset, retouch } from '@openretouch/core';
import { decodePhoto } from 'openretouch';
import sharp from 'sharp';

const SHOWN = ['dark-meadow', 'flat-temple', 'cast-house'];
const WIDTH = 360;
const HEIGHT = 238;
const GAP = 6;

const root = fileURLToPath(new URL('..', import.meta.url));
const tile = ({ data, width, height, channels }) => sharp(data, { raw: { width, height, channels } }).resize(WIDTH, HEIGHT, { fit: 'cover' }).png().toBuffer();

const layers = [];
for (const [row, name] of SHOWN.entries()) {
  const { raster } = await decodePhoto(`${root}samples/${name}.jpg`);
  const after = await retouch(raster, findPreset('auto').recipe);
  for (const [column, picture] of [raster, after.raster].entries()) {
    layers.push({ input: await tile(picture), left: column * (WIDTH + GAP), top: row * (HEIGHT + GAP) });
  }
}
await mkdir(`${root}docs/images`, { recursive: true });
await sharp({ create: { width: 2 * WIDTH + GAP, height: SHOWN.length * (HEIGHT + GAP) - GAP, channels: 3, background: '#ffffff' } })
  .composite(layers)
  .jpeg({ quality: 82 })
  .toFile(`${root}docs/images/before-after.jpg`);
console.log('wrote docs/images/before-after.jpg');
