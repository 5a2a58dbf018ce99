import { importCameraRawXmp, InvalidFileError, isPng, type Look, lookNameOf, type LookReader, NO_LOOK_CODE, RECIPE_XMP_NAMESPACE } from '@openretouch/core';
import { identifyFormat, readPng } from '@openretouch/core/photo-file';
import { displayPath, PHOTO_FORMATS, type PhotoFormat } from '../files/photo.js';
import { MAXIMUM_FILE_BYTES } from '../files/read-file-bytes.js';
import { recipeInPhoto, xmpInPhoto } from '../files/read-stored-recipe.js';
import { zlib } from '../files/zlib.js';

export const photoReader: LookReader = {
  name: 'photo',
  title: 'retouched photo',
  extensions: Object.values(PHOTO_FORMATS).flatMap(({ extensions }) => extensions),
  maximumBytes: MAXIMUM_FILE_BYTES,
  // A PNG may be another kind of look; it is taken for a photo where it says that it was retouched.
  recognises: (bytes, path) => (isPng(bytes) ? isRetouchedPng(bytes) : formatOf(bytes, path) !== undefined),
  read: async (bytes, path) => {
    const recipe = await recipeInPhoto(bytes, path);
    if (recipe !== undefined) return { recipe, notes: [] };
    const settings = readSettings(await xmpInPhoto(bytes, path), path);
    if (settings !== undefined) return settings;
    const expected = 'a photo that OpenRetouch wrote, from before a website or messenger saved it anew';
    throw new InvalidFileError(`${displayPath(path)}: this photo carries no look (expected ${expected})`, { path, expected }, { code: NO_LOOK_CODE });
  },
};

/** A photo from Camera Raw or Lightroom holds the settings it was made with: they are a look for other photos. */
function readSettings(xmp: string | undefined, path: string): Look | undefined {
  if (xmp === undefined) return undefined;
  try {
    const { recipe, report } = importCameraRawXmp(xmp, { fallbackName: lookNameOf(path, [photoReader]) });
    return { recipe, report, notes: ['a photo with the settings of Camera Raw: they are in its own pixels already and are meant for other photos'] };
  } catch (error) {
    if (InvalidFileError.isInstance(error)) return undefined;
    throw error;
  }
}

async function isRetouchedPng(bytes: Uint8Array): Promise<boolean> {
  try {
    return (await readPng(bytes, '', zlib)).xmp?.includes(RECIPE_XMP_NAMESPACE) === true;
  } catch {
    return false;
  }
}

function formatOf(bytes: Uint8Array, path: string): PhotoFormat | undefined {
  try {
    return identifyFormat(bytes, path);
  } catch {
    return undefined;
  }
}
