// The picture of the built-in personal styles in docs/learned.md: styles by photos of the repository.
import { join } from 'node:path';
import { retouch, RECIPE_SCHEMA_ID } from '@openretouch/core';
import { manifest } from '@openretouch/models';
import { decide } from '../decider.mjs';
import { DOCS_PHOTOS } from './docs-pictures.mjs';
import { readPhoto } from './photos.mjs';
import { cutTile, renderLabel, writeSheet } from './sheets.mjs';

const LONG_SIDE = 360;
const TILE = { width: 90, height: 60, label: 108, gap: 3, quality: 66 };

/** Writes docs/images/styles.jpg. */
export async function writeStylesPicture(root) {
  const { width, height, label, gap, quality } = TILE;
  const photos = await Promise.all(DOCS_PHOTOS.slice(0, 6).map((path) => readPhoto(join(root, path), LONG_SIDE)));
  const rows = [{ name: 'As taken' }, ...manifest.styles.styles];
  const layers = [];
  for (const [row, { id, name }] of rows.entries()) {
    const top = row * (height + gap);
    layers.push({ input: renderLabel(name, { width: label, height, size: 10, isBold: true }), left: 0, top });
    for (const [column, { raster }] of photos.entries()) {
      const recipe = { schema: RECIPE_SCHEMA_ID, name, operations: [{ op: 'pienet', style: id }] };
      const picture = id === undefined ? raster : (await retouch(raster, recipe, { decide })).raster;
      layers.push({ input: await cutTile(picture, { width, height }), left: label + column * (width + gap), top });
    }
  }
  await writeSheet(join(root, 'docs/images/styles.jpg'), { width: label + photos.length * (width + gap) - gap, height: rows.length * (height + gap) - gap, layers, quality });
  console.log(`wrote docs/images/styles.jpg: ${rows.length - 1} styles on ${photos.length} photos`);
}
