import { RetouchError } from '../errors.js';
import { insertRecipeIntoXmp, readRecipeFromXmp, removeRecipeFromXmp } from '../formats/xmp/recipe-xmp.js';
import { EMPTY_XMP, setXmpProperties } from '../formats/xmp/xmp-packet.js';
import type { Recipe } from '../recipe/recipe.js';
import { encodeUtf8 } from '../recipe/utf8.js';
import { extendedXmpDigest, XMP_NOTE, XMP_NOTE_PROPERTY } from './extended-xmp.js';
import type { Container } from './container.js';
import type { PhotoFormat } from './photo-format.js';

/** Longest first packet of a JPEG, in bytes of UTF-8. */
const MAXIMUM_JPEG_PACKET_BYTES = 65_502;

/** Room for the mention of an extended part. */
const NOTE_BYTES = 400;

export const XMP_TOO_LARGE_FOR_JPEG = 'the XMP data is larger than JPEG takes (64 kB) and was left out';

/** A photo's XMP with the recipe in it. */
export interface StoredXmp {
  readonly xmp?: string;
  /** The part that JPEG keeps in segments of its own. */
  readonly extendedXmp?: string;
  /** Why the recipe is not in it, a sentence. */
  readonly recipeFault?: string;
  /** One sentence each, the fault not among them. */
  readonly notes: readonly string[];
}

/**
 * Puts the recipe a file is made with into its XMP; one of the file it was read from goes.
 *
 * @param xmp - of the photo, kept as it is but for the recipe. Where it is not well-formed it is kept alone, rather than lost for
 * the recipe's sake.
 * @param recipe - absent for a file that says nothing of its retouch.
 */
export function storeRecipe(xmp: string | undefined, recipe: Recipe | undefined, format: PhotoFormat): StoredXmp {
  if (recipe === undefined) return { ...(xmp === undefined ? {} : { xmp: withoutRecipe(xmp) }), notes: [] };
  const own = xmp === undefined ? undefined : withoutRecipe(xmp);
  if (format === 'jpeg' && own !== undefined && encodeUtf8(own).length > MAXIMUM_JPEG_PACKET_BYTES - NOTE_BYTES) {
    return { ...storeRecipe(undefined, recipe, format), notes: [XMP_TOO_LARGE_FOR_JPEG] };
  }
  try {
    const whole = insertRecipeIntoXmp(own, recipe);
    if (format !== 'jpeg' || encodeUtf8(whole).length <= MAXIMUM_JPEG_PACKET_BYTES) return { xmp: whole, notes: [] };
    const extendedXmp = insertRecipeIntoXmp(EMPTY_XMP, recipe);
    return { xmp: setXmpProperties(own, XMP_NOTE, { [XMP_NOTE_PROPERTY]: extendedXmpDigest(extendedXmp) }), extendedXmp, notes: [] };
  } catch (error) {
    if (!RetouchError.isInstance(error)) throw error;
    const reason = error.code === 'recipe-too-large' ? 'it is larger than 512 kB' : `the photo's XMP data is damaged and was kept as it is (${error.message})`;
    return { ...(xmp === undefined ? {} : { xmp }), recipeFault: `the recipe was not stored: ${reason}`, notes: [] };
  }
}

/** @returns the recipe in a file's XMP. @throws RetouchError for one that is there and cannot be read. */
export function storedRecipe({ xmp, extendedXmp }: Pick<Container, 'xmp' | 'extendedXmp'>): Recipe | undefined {
  return (xmp === undefined ? undefined : readRecipeFromXmp(xmp)) ?? (extendedXmp === undefined ? undefined : readRecipeFromXmp(extendedXmp));
}

/** @returns whether an extended part says anything but a recipe of ours. */
export function hasForeignXmp(extendedXmp: string): boolean {
  return withoutRecipe(extendedXmp) !== EMPTY_XMP;
}

function withoutRecipe(xmp: string): string {
  try {
    return removeRecipeFromXmp(xmp);
  } catch {
    return xmp;
  }
}
