import type { Recipe } from '@openretouch/core';
import { type Container, identifyFormat, readAvif, readJpeg, readPng, readTiff, readWebp, storedRecipe } from '@openretouch/core/photo-file';
import { displayPath } from './photo.js';
import { readFileBytes } from './read-file-bytes.js';
import { sharp } from './sharp.js';
import { zlib } from './zlib.js';

/**
 * Reads the recipe a photo file was made with; no pixel is decoded.
 *
 * @returns `undefined` for a photo without one.
 * @throws InvalidFileError and UnsupportedFormatError as for reading the photo; InvalidRecipeError for a recipe that breaks the schema.
 */
export async function readStoredRecipe(path: string, signal?: AbortSignal): Promise<Recipe | undefined> {
  return recipeInPhoto(await readFileBytes(path, signal), path);
}

/** @param path - for messages and, where the content leaves it open, the format. */
export async function recipeInPhoto(bytes: Uint8Array, path: string): Promise<Recipe | undefined> {
  return storedRecipe(await readContainer(bytes, path));
}

/** @returns the XMP packet of a photo, `undefined` where it has none; no pixel is decoded. */
export async function xmpInPhoto(bytes: Uint8Array, path: string): Promise<string | undefined> {
  return (await readContainer(bytes, path)).xmp;
}

async function readContainer(bytes: Uint8Array, path: string): Promise<Container> {
  const name = displayPath(path);
  switch (identifyFormat(bytes, path)) {
    case 'jpeg':
      return readJpeg(bytes, name);
    case 'png':
      return readPng(bytes, name, zlib);
    case 'webp':
      return readWebp(bytes, name);
    case 'tiff':
      return readTiff(bytes, name);
    case 'avif': {
      // Which of a file's items is its XMP only the decoder's own parser finds.
      const { xmp } = await sharp(bytes, { limitInputPixels: false }).metadata();
      return readAvif(bytes, name, { xmp });
    }
  }
}
