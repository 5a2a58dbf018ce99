import { InvalidArgumentError, InvalidRecipeError, type LutAsset, mainParameterOf, type Operation, OPERATIONS, type Recipe, RECIPE_SCHEMA_ID, type RecipeOperation, validateRecipe } from '@openretouch/core';
import { summariseReport } from '../looks/describe-report.js';
import { lookNameOf } from '../looks/look-extension.js';
import { loadLook, LOOK_READERS, type LoadedLook, type LookSources, readLookFile } from '../looks/read-look.js';
import { readLutFile } from '../looks/read-lut.js';
import { type LearnedModeOptions, readLearnedMode } from './learned-mode.js';
import { parseNumberInRange } from './parse-number.js';
import { flagName, parseOperationFlag } from './parse-operation-flag.js';

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
 * Makes the recipe a command line asks for: the preset or recipe file, the learned mode, then the operation flags in canonical order
 * whatever the order typed; `--strength` scales the whole.
 *
 * @throws InvalidArgumentError, InvalidRecipeError, InvalidFileError, ModelUnavailableError.
 */
export async function buildRecipe(options: RecipeOptions, sources: LookSources): Promise<BuiltRecipe> {
  const learned = readLearnedMode(options);
  if (learned.length > 0 && Object.hasOwn(options.operations, learned[0].op)) {
    throw new InvalidArgumentError(`--mode ${learned[0].op} and --${learned[0].op} (expected one of the two)`, { flag: '--mode', value: learned[0].op });
  }
  if (options.preset !== undefined && options.recipe !== undefined) {
    throw new InvalidArgumentError('--preset and --recipe (expected one of the two)', { flag: '--preset', value: options.preset });
  }
  const ownStrength = options.strength === undefined ? 1 : parseNumberInRange(options.strength, '--strength', 0, 1);
  const look = await baseLook(options, sources);
  const base = look?.recipe;
  const { operations, assets, notes } = await readOperationFlags(options.operations, base?.assets ?? {}, sources);
  if (base === undefined && learned.length + operations.length === 0) {
    const flags = OPERATIONS.map((operation) => `--${flagName(operation)}`).join(', ');
    throw new InvalidArgumentError(`nothing to do (expected --preset, --recipe, --mode, or an operation: ${flags})`, { flag: '--preset' });
  }
  const strength = (base?.strength ?? 1) * ownStrength;
  const recipe = validateRecipe({
    ...(base ?? { schema: RECIPE_SCHEMA_ID, name: 'Command line' }),
    operations: [...(base?.operations ?? []), ...learned, ...operations],
    ...(Object.keys(assets).length > 0 ? { assets } : {}),
    ...(strength === 1 ? {} : { strength }),
  });
  return { recipe, notes: [...(look === undefined ? [] : notesOf(look)), ...notes] };
}

/** What a file of another program lost is said in short here; `presets show --plain` says it field by field. */
function notesOf({ source, notes, report }: LoadedLook): string[] {
  return [...notes, ...(report === undefined ? [] : [`${summariseReport(report)} (presets show --plain lists them)`])].map((note) => `${source}: ${note}`);
}

async function baseLook(options: RecipeOptions, sources: LookSources): Promise<LoadedLook | undefined> {
  if (options.preset !== undefined) return loadLook(options.preset, '--preset', sources);
  return options.recipe === undefined ? undefined : readLookFile(options.recipe, sources);
}

/** Operation flags as recipe entries, in canonical order, with the LUTs they name. */
export interface FlagOperations {
  readonly operations: readonly RecipeOperation[];
  /** Those of the base and the new ones. */
  readonly assets: Readonly<Record<string, LutAsset>>;
  readonly notes: readonly string[];
}

/** @throws InvalidArgumentError, led by the flag, for values that are not accepted; what reading a LUT throws. */
export async function readOperationFlags(texts: Readonly<Record<string, string>>, baseAssets: Readonly<Record<string, LutAsset>>, sources: LookSources): Promise<FlagOperations> {
  const operations: RecipeOperation[] = [];
  const assets: Record<string, LutAsset> = { ...baseAssets };
  const notes: string[] = [];
  for (const operation of OPERATIONS) {
    const text = texts[operation.name];
    if (text === undefined) continue;
    let entry: RecipeOperation;
    const main = mainParameterOf(operation);
    if (main?.parameter.kind === 'asset') {
      const lut = await readLutFile(text, sources);
      const key = freeKey(assets, lookNameOf(text, LOOK_READERS));
      assets[key] = lut.asset;
      notes.push(...lut.notes);
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
