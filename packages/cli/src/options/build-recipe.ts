import { basename } from 'node:path';
import { InvalidArgumentError, InvalidRecipeError, type LutAsset, mainParameterOf, MAXIMUM_RECIPE_BYTES, type Operation, OPERATIONS, type Recipe, RECIPE_SCHEMA_ID, type RecipeOperation, validateRecipe } from '@openretouch/core';
import { type LearnedModeOptions, refuseLearnedMode } from './learned-mode.js';
import { parseNumberInRange } from './parse-number.js';
import { flagName, parseOperationFlag } from './parse-operation-flag.js';
import { loadPreset, readCubeFile, readRecipeFile, type RecipeSources } from './read-recipe-file.js';

/** The part of the command line that says what is done to a photo. */
export interface RecipeOptions extends LearnedModeOptions {
  readonly preset?: string;
  readonly recipe?: string;
  readonly strength?: string;
  /** Operation flags as typed, by operation name. */
  readonly operations: Readonly<Record<string, string>>;
}

/** A recipe, and what a person should know about the files it was made of. */
export interface BuiltRecipe {
  readonly recipe: Recipe;
  /** One sentence each. */
  readonly notes: readonly string[];
}

/**
 * Makes the recipe a command line asks for: the preset or recipe file, then the operation flags in canonical order
 * whatever the order typed; `--strength` scales the whole.
 *
 * @throws InvalidArgumentError, InvalidRecipeError, InvalidFileError, ModelUnavailableError.
 */
export async function buildRecipe(options: RecipeOptions, sources: RecipeSources): Promise<BuiltRecipe> {
  refuseLearnedMode(options);
  if (options.preset !== undefined && options.recipe !== undefined) {
    throw new InvalidArgumentError('--preset and --recipe (expected one of the two)', { flag: '--preset', value: options.preset });
  }
  const ownStrength = options.strength === undefined ? 1 : parseNumberInRange(options.strength, '--strength', 0, 1);
  const base = await baseRecipe(options, sources);
  const { operations, assets, notes } = await readOperationFlags(options.operations, base?.assets ?? {});
  if (base === undefined && operations.length === 0) {
    const flags = OPERATIONS.map((operation) => `--${flagName(operation)}`).join(', ');
    throw new InvalidArgumentError(`nothing to do (expected --preset, --recipe, or an operation: ${flags})`, { flag: '--preset' });
  }
  const strength = (base?.strength ?? 1) * ownStrength;
  const recipe = validateRecipe({
    ...(base ?? { schema: RECIPE_SCHEMA_ID, name: 'Command line' }),
    operations: [...(base?.operations ?? []), ...operations],
    ...(Object.keys(assets).length > 0 ? { assets } : {}),
    ...(strength === 1 ? {} : { strength }),
  });
  return { recipe, notes };
}

/**
 * @returns the recipe as the text of a recipe file.
 * @throws InvalidRecipeError when it is larger than such a file may be: its LUTs are.
 */
export function printRecipe(recipe: Recipe): string {
  const text = JSON.stringify(recipe, null, 2);
  const byteCount = Buffer.byteLength(text) + 1;
  if (byteCount > MAXIMUM_RECIPE_BYTES) {
    const expected = `at most ${MAXIMUM_RECIPE_BYTES} bytes: a LUT of up to 40 nodes an edge`;
    throw new InvalidRecipeError([{ pointer: '', value: byteCount, expected, message: `recipe: ${byteCount} bytes (expected ${expected})` }], 'recipe-too-large');
  }
  return text;
}

async function baseRecipe(options: RecipeOptions, sources: RecipeSources): Promise<Recipe | undefined> {
  if (options.preset !== undefined) return loadPreset(options.preset, '--preset', sources);
  return options.recipe === undefined ? undefined : readRecipeFile(options.recipe, sources);
}

interface FlagOperations {
  readonly operations: readonly RecipeOperation[];
  readonly assets: Readonly<Record<string, LutAsset>>;
  readonly notes: readonly string[];
}

async function readOperationFlags(texts: Readonly<Record<string, string>>, baseAssets: Readonly<Record<string, LutAsset>>): Promise<FlagOperations> {
  const operations: RecipeOperation[] = [];
  const assets: Record<string, LutAsset> = { ...baseAssets };
  const notes: string[] = [];
  for (const operation of OPERATIONS) {
    const text = texts[operation.name];
    if (text === undefined) continue;
    let entry: RecipeOperation;
    const main = mainParameterOf(operation);
    if (main?.parameter.kind === 'asset') {
      const cube = await readCubeFile(text);
      const key = freeKey(assets, basename(text).replace(/\.cube$/i, ''));
      assets[key] = cube.asset;
      notes.push(...cube.notes);
      entry = { op: operation.name, [main.name]: key };
    } else {
      entry = parseOperationFlag(operation, text);
    }
    checkFlagValues(operation, entry, assets);
    operations.push(entry);
  }
  return { operations, assets, notes };
}

/** Finds values out of range while it is known which flag they came from. */
function checkFlagValues(operation: Operation, entry: RecipeOperation, assets: Readonly<Record<string, LutAsset>>): void {
  try {
    validateRecipe({ schema: RECIPE_SCHEMA_ID, name: 'flag', operations: [entry], ...(Object.keys(assets).length > 0 ? { assets } : {}) });
  } catch (error) {
    if (!(error instanceof InvalidRecipeError)) throw error;
    const flag = `--${flagName(operation)}`;
    const named = (message: string): string => message.replace(/^operations\[0\](?:\.(\w+))?/, (_, name?: string) => (name === undefined || name === operation.mainParameter ? flag : `${flag} ${name}`));
    throw new InvalidArgumentError(error.issues.map(({ message }) => named(message)).join('; '), { flag, value: entry });
  }
}

function freeKey(assets: Readonly<Record<string, unknown>>, wanted: string): string {
  const base = wanted.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40) || 'lut';
  let key = base;
  for (let i = 2; Object.hasOwn(assets, key); i += 1) key = `${base}-${i}`;
  return key;
}
