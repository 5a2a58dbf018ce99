import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  cubeToLutAsset,
  findPreset,
  InvalidArgumentError,
  InvalidFileError,
  type LutAsset,
  MAXIMUM_RECIPE_BYTES,
  ModelUnavailableError,
  OPERATIONS,
  parseCube,
  parseRecipe,
  PRESETS,
  type Recipe,
  RECIPE_SCHEMA_ID,
  type RecipeOperation,
  validateRecipe,
} from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { flagName, parseNumber, parseOperationFlag } from './parse-operation-flag.js';

/** Larger .cube files are refused unread: 129 nodes an edge with generous digits stay below this. */
const MAXIMUM_CUBE_BYTES = 128 * 1024 * 1024;

/** The part of the command line that says what is done to a photo. */
export interface RecipeOptions {
  readonly preset?: string;
  readonly recipe?: string;
  readonly mode?: string;
  readonly strength?: string;
  /** Operation flags as typed, by operation name. */
  readonly operations: Readonly<Record<string, string>>;
}

/**
 * Makes the recipe a command line asks for: the preset or recipe file, then the operation flags in canonical order
 * whatever the order typed; `--strength` scales the whole.
 *
 * @throws InvalidArgumentError, InvalidRecipeError, InvalidFileError, ModelUnavailableError.
 */
export async function buildRecipe(options: RecipeOptions): Promise<Recipe> {
  if (options.mode !== undefined) throw modeUnavailable(options.mode);
  if (options.preset !== undefined && options.recipe !== undefined) {
    throw new InvalidArgumentError('--preset and --recipe (expected one of the two)', { flag: '--preset', value: options.preset });
  }
  const base = await baseRecipe(options);
  const added: RecipeOperation[] = [];
  const assets: Record<string, LutAsset> = { ...base?.assets };
  for (const operation of OPERATIONS) {
    const text = options.operations[operation.name];
    if (text === undefined) continue;
    if (operation.parameters[operation.mainParameter].kind === 'asset') {
      const key = freeKey(assets, basename(text).replace(/\.cube$/i, ''));
      assets[key] = await readCube(text);
      added.push({ op: operation.name, [operation.mainParameter]: key });
    } else {
      added.push(parseOperationFlag(operation, text));
    }
  }
  if (base === undefined && added.length === 0) {
    const flags = OPERATIONS.map((operation) => `--${flagName(operation)}`).join(', ');
    throw new InvalidArgumentError(`nothing to do (expected --preset, --recipe, or an operation: ${flags})`, { flag: '--preset' });
  }
  const strength = options.strength === undefined ? base?.strength : (base?.strength ?? 1) * parseStrength(options.strength);
  return validateRecipe({
    ...(base ?? { schema: RECIPE_SCHEMA_ID, name: 'Command line' }),
    operations: [...(base?.operations ?? []), ...added],
    ...(Object.keys(assets).length > 0 ? { assets } : {}),
    ...(strength === undefined ? {} : { strength }),
  });
}

/** @returns the recipe of a built-in look's id or of a file; an existing file wins only when the name looks like a path. */
export async function loadPreset(name: string): Promise<Recipe> {
  const preset = findPreset(name);
  if (preset !== undefined) return preset.recipe;
  if (/[/\\.]/.test(name)) return readRecipeFile(name);
  const names = PRESETS.map(({ id }) => id).join(', ');
  throw new InvalidArgumentError(`--preset: ${JSON.stringify(name)} (expected ${names}, or a .retouch.json file)`, { flag: '--preset', value: name });
}

async function baseRecipe(options: RecipeOptions): Promise<Recipe | undefined> {
  if (options.preset !== undefined) return loadPreset(options.preset);
  return options.recipe === undefined ? undefined : readRecipeFile(options.recipe);
}

/** @throws InvalidFileError when it cannot be read or is too large; InvalidRecipeError when it is not a recipe. */
export async function readRecipeFile(path: string): Promise<Recipe> {
  return parseRecipe(await readCapped(path, MAXIMUM_RECIPE_BYTES, 'recipe'));
}

async function readCube(path: string): Promise<LutAsset> {
  return cubeToLutAsset(parseCube(await readCapped(path, MAXIMUM_CUBE_BYTES, '.cube file')));
}

async function readCapped(path: string, maximumBytes: number, what: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > maximumBytes) {
      throw new InvalidFileError(`${displayPath(path)}: ${size} bytes (expected a ${what} of at most ${maximumBytes})`, { path, value: size, expected: maximumBytes });
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof InvalidFileError) throw cause;
    throw new InvalidFileError(`${displayPath(path)}: cannot be read as a ${what} (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`, { path }, { cause });
  }
}

function parseStrength(text: string): number {
  const strength = parseNumber(text, '--strength');
  if (strength < 0 || strength > 1) throw new InvalidArgumentError(`--strength: ${text} (expected 0 to 1)`, { flag: '--strength', value: strength });
  return strength;
}

function freeKey(assets: Readonly<Record<string, unknown>>, wanted: string): string {
  const base = wanted.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40) || 'lut';
  let key = base;
  for (let i = 2; Object.hasOwn(assets, key); i += 1) key = `${base}-${i}`;
  return key;
}

function modeUnavailable(mode: string): Error {
  const modes = ['csrnet', 'pienet', 'cudi'];
  if (!modes.includes(mode)) return new InvalidArgumentError(`--mode: ${JSON.stringify(mode)} (expected ${modes.join(', ')})`, { flag: '--mode', value: mode });
  return new ModelUnavailableError(`--mode ${mode}: no model of that name is installed in this version (expected a look or operations: --preset auto)`, { mode });
}
