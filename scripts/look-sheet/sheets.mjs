// Puts pictures together into sheets.
import sharp from 'sharp';
import { toSharp } from './photos.mjs';

const escapeXml = (text) => text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]);

/** A line of text on the sheet's white, centred in its height. */
export function renderLabel(text, { width, height, size = 13, isBold = false }) {
  const weight = isBold ? ' font-weight="bold"' : '';
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="2" y="${height / 2 + size * 0.36}" font-family="DejaVu Sans, Verdana, Arial, sans-serif" font-size="${size}" fill="#222"${weight}>${escapeXml(text)}</text></svg>`,
  );
}

/** Whole photo filling the tile, or its middle at one pixel a pixel. */
export function cutTile(raster, { width, height, isCrop = false }) {
  const pipeline = toSharp(raster);
  if (!isCrop) return pipeline.resize(width, height, { fit: 'cover' }).png({ compressionLevel: 1 }).toBuffer();
  const size = { width: Math.min(width, raster.width), height: Math.min(height, raster.height) };
  const left = Math.floor((raster.width - size.width) / 2);
  const top = Math.floor((raster.height - size.height) / 2);
  return pipeline.extract({ left, top, ...size }).png({ compressionLevel: 1 }).toBuffer();
}

/** One tile, left of a white line as it was and right of it as it became. */
export async function cutSplitTile(before, after, { width, height }) {
  const half = Math.round(width / 2);
  const [base, right] = await Promise.all([before, after].map((raster) => cutTile(raster, { width, height })));
  return sharp(base)
    .composite([
      { input: await sharp(right).extract({ left: half, top: 0, width: width - half, height }).png({ compressionLevel: 1 }).toBuffer(), left: half, top: 0 },
      { input: { create: { width: 2, height, channels: 3, background: '#ffffff' } }, left: half - 1, top: 0 },
    ])
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** @param layers - sharp's composite layers: `{ input, left, top }`, pixels. */
export async function writeSheet(path, { width, height, layers, quality = 84 }) {
  await sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite(layers)
    .jpeg({ quality, mozjpeg: true })
    .toFile(path);
}
