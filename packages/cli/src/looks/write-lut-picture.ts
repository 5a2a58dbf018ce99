import { drawLutPicture, HALD_FORMAT, type LookWriter, type LutPictureFormat, type Raster, TILES_FORMAT, writePngText } from '@openretouch/core';
import { sharp } from '../files/sharp.js';

export const haldWriter = pictureWriter(HALD_FORMAT);
export const tilesWriter = pictureWriter(TILES_FORMAT);

function pictureWriter(format: LutPictureFormat): LookWriter {
  const { name, title, extensions } = format;
  return {
    name,
    title,
    extensions,
    isBaked: true,
    write: async ({ recipe }, options) => {
      const { raster, texts, ...written } = await drawLutPicture(format, recipe, options);
      return { ...written, bytes: texts.reduce((bytes, [keyword, text]) => writePngText(bytes, keyword, text), await encode(raster)) };
    },
  };
}

async function encode({ data, width, height, bitDepth }: Raster): Promise<Uint8Array> {
  const samples = data instanceof Uint16Array ? data : Uint8Array.from(data);
  return sharp(samples, { raw: { width, height, channels: 3 } })
    .toColourspace(bitDepth === 16 ? 'rgb16' : 'srgb')
    .png({ compressionLevel: 9 })
    .toBuffer();
}
