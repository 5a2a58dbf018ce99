import { analyse, applyPlan, convertBitDepth, convertEncoding, planPhoto, type Plan, type Raster, type Recipe } from '@openretouch/core';
import { sharp } from '../files/sharp.js';

/** What a card shows of a photo: as it was, and with the look, both sRGB in 8 bit without alpha. */
export interface CardPictures {
  readonly before: Raster;
  readonly after: Raster;
  readonly plan: Plan;
}

/** Sides from two to one to two to three fill a card's width; what is longer is cut at both ends. */
const WIDEST_RATIO = 2;
const TALLEST_RATIO = 2 / 3;
const WHITE = { r: 255, g: 255, b: 255 };

/**
 * Makes the two pictures of a card. The look is planned on the whole photo, as a retouch is, and applied to the small copy.
 *
 * @param width - of the pictures in pixels; the height follows from the photo.
 * @throws MaskError for a look that needs a mask, and what planning throws.
 */
export async function makeCardPictures(photo: Raster, recipe: Recipe, width: number, signal?: AbortSignal): Promise<CardPictures> {
  const options = signal === undefined ? {} : { signal };
  const plan = await planPhoto(recipe, analyse(photo, options), options);
  const before = await fitToCard(photo, width);
  const after = await applyPlan(plan, before, options);
  return { before: toScreen(before), after: toScreen(after), plan };
}

async function fitToCard(raster: Raster, width: number): Promise<Raster> {
  const samples = convertBitDepth(raster, raster.bitDepth === 8 ? 8 : 16);
  const ratio = Math.min(Math.max(raster.width / raster.height, TALLEST_RATIO), WIDEST_RATIO);
  const is16Bit = samples.bitDepth === 16;
  const { data, info } = await sharp(samples.data as Uint8Array | Uint16Array, { raw: { width: raster.width, height: raster.height, channels: raster.channels }, limitInputPixels: false })
    .toColourspace(is16Bit ? 'rgb16' : 'srgb')
    .flatten({ background: WHITE })
    .resize(width, Math.round(width / ratio), { fit: 'cover' })
    .raw({ depth: is16Bit ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const sampleCount = info.width * info.height * info.channels;
  return {
    data: is16Bit ? new Uint16Array(data.buffer, data.byteOffset, sampleCount) : new Uint8Array(data.buffer, data.byteOffset, sampleCount),
    width: info.width,
    height: info.height,
    channels: 3,
    bitDepth: samples.bitDepth,
    encoding: samples.encoding,
    alpha: 'none',
  };
}

function toScreen(raster: Raster): Raster {
  return convertBitDepth(raster.encoding === 'srgb' ? raster : convertEncoding(raster, 'srgb'), 8);
}
