import { InvalidFileError } from '../errors.js';
import { canonicalRecipe } from '../recipe/canonical.js';
import { parseRecipe } from '../recipe/parse-recipe.js';
import { MAXIMUM_RECIPE_BYTES, type Recipe } from '../recipe/recipe.js';
import { isPng, listPngChunks } from './png-chunks.js';
import { type PngTextFault, readKeyword, readPngTexts, writePngText } from './png-text.js';

/** Keyword of the iTXt chunk in which a look card carries its recipe, as canonical JSON. */
export const LOOK_CARD_KEYWORD = 'OpenRetouch Look';

/** Codes of the error for a picture that simply has no look, so that readers of other kinds may go on trying. */
export const NO_LOOK_CODE = 'no-look';

const RESAVED = 'messengers and websites that save a picture anew drop its look: ask for the file itself';

const FAULTS: Readonly<Record<PngTextFault, string>> = {
  checksum: `damaged: its checksum is wrong; ${RESAVED}`,
  compressed: 'compressed (expected plain text: cards are written so that nothing has to be unpacked)',
  encoding: 'not UTF-8 (expected JSON in UTF-8)',
  'too-large': `too large (expected at most ${MAXIMUM_RECIPE_BYTES} bytes)`,
  malformed: 'not a text chunk of PNG (expected iTXt)',
};

/** @returns whether bytes are a PNG, whole or not, with a chunk that says it is a look, readable or not. */
export function isLookCard(bytes: Uint8Array): boolean {
  return isPng(bytes) && listPngChunks(bytes).some((chunk) => readKeyword(chunk) === LOOK_CARD_KEYWORD);
}

/**
 * Reads the look out of a look card: a PNG that shows a look and carries its recipe. It is data alone: the recipe is checked as one
 * from a file is, and the picture is not looked at.
 *
 * @param bytes - the whole file.
 * @throws {@link InvalidFileError} code `no-look` for a PNG without a look; `too-large`; and for no PNG, one cut short, a damaged,
 * compressed or repeated look. {@link InvalidRecipeError} for a look that breaks the schema.
 */
export function readLookCard(bytes: Uint8Array): Recipe {
  const looks = readPngTexts(bytes, { maximumTextBytes: MAXIMUM_RECIPE_BYTES }).filter(({ keyword }) => keyword === LOOK_CARD_KEYWORD);
  if (looks.length === 0) throw new InvalidFileError(`this picture carries no look; ${RESAVED}`, { expected: `a text chunk "${LOOK_CARD_KEYWORD}"` }, { code: NO_LOOK_CODE });
  // One of two cannot be chosen: programs would disagree about what the card does.
  if (looks.length > 1) throw new InvalidFileError(`this picture carries ${looks.length} looks (expected one)`, { value: looks.length, expected: 'one look' });
  const [look] = looks;
  if ('text' in look) return parseRecipe(look.text);
  throw new InvalidFileError(`the look in this picture is ${FAULTS[look.fault]}`, { fault: look.fault }, look.fault === 'too-large' ? { code: 'too-large' } : {});
}

/**
 * Puts a look into a picture; one that was in it goes. The pixels and every other chunk stay as they are.
 *
 * @param png - a whole PNG.
 * @throws {@link InvalidRecipeError} for a recipe that is not valid or, with code `recipe-too-large`, of more than 512 kB;
 * {@link InvalidFileError} unless `png` is a whole PNG.
 */
export function writeLookCard(png: Uint8Array, recipe: Recipe): Uint8Array {
  const text = canonicalRecipe(recipe);
  parseRecipe(text);
  return writePngText(png, LOOK_CARD_KEYWORD, text, 'iTXt');
}
