import { InvalidArgumentError, InvalidRecipeError, lookNameOf, mainParameterOf, type Operation, OPERATIONS, type Recipe, RECIPE_SCHEMA_ID, type RecipeAsset, type RecipeOperation, validateRecipe } from '@openretouch/core';
import { freeAssetKey } from '../looks/asset-key.js';
import { summariseReport } from '../looks/describe-report.js';
import { loadLook, LOOK_READERS, type LoadedLook, type LookSources, readLookFile } from '../looks/read-look.js';
import { readLutFile } from '../looks/read-lut.js';
import { readStyles, styleOperation } from '../looks/read-style.js';
import { type LearnedModeOptions, type LearnedModeSources, readLearnedMode } from './learned-mode.js';
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
export async function buildRecipe(options: RecipeOptions, sources: LearnedModeSources): Promise<BuiltRecipe> {
  if (options.preset !== undefined && options.recipe !== undefined) {
    throw new InvalidArgumentError('--preset and --recipe (expected one of the two)', { flag: '--preset', value: options.preset });
  }
  const ownStrength = options.strength === undefined ? 1 : parseNumberInRange(options.strength, '--strength', 0, 1);
  const look = await baseLook(options, sources);
  const base = look?.recipe;
  const learned = await readLearnedMode(options, base?.assets ?? {}, sources);
  const [mode] = learned.operations;
  if (mode !== undefined && Object.hasOwn(options.operations, mode.op)) {
    throw new InvalidArgumentError(`${options.match === undefined ? `--mode ${mode.op}` : '--match'} and --${mode.op} (expected one of the two)`, { flag: '--mode', value: mode.op });
  }
  const { operations, assets, notes } = await readOperationFlags(options.operations, learned.assets, sources);
  if (base === undefined && learned.operations.length + operations.length === 0) {
    const flags = OPERATIONS.map((operation) => `--${flagName(operation)}`).join(', ');
    throw new InvalidArgumentError(`nothing to do (expected --preset, --recipe, --mode, --match, or an operation: ${flags})`, { flag: '--preset' });
  }
  const strength = (base?.strength ?? 1) * ownStrength;
  const recipe = validateRecipe({
    ...(base ?? { schema: RECIPE_SCHEMA_ID, name: 'Command line' }),
    operations: [...(base?.operations ?? []), ...learned.operations, ...operations],
    ...(Object.keys(assets).length > 0 ? { assets } : {}),
    ...(strength === 1 ? {} : { strength }),
  });
  return { recipe, notes: [...(look === undefined ? [] : notesOf(look)), ...learned.notes, ...notes] };
}

/** What a file of another program lost is said in short here; `presets show --plain` says it field by field. */
function notesOf({ source, notes, report }: LoadedLook): string[] {
  return [...notes, ...(report === undefined ? [] : [`${summariseReport(report)} (presets show --plain lists them)`])].map((note) => `${source}: ${note}`);
}

async function baseLook(options: RecipeOptions, sources: LookSources): Promise<LoadedLook | undefined> {
  if (options.preset !== undefined) return loadLook(options.preset, '--preset', sources);
  return options.recipe === undefined ? undefined : readLookFile(options.recipe, sources);
}

/** Operation flags as recipe entries, in canonical order, with the LUTs and styles they name. */
export interface FlagOperations {
  readonly operations: readonly RecipeOperation[];
  /** Those of the base and the new ones. */
  readonly assets: Readonly<Record<string, RecipeAsset>>;
  readonly notes: readonly string[];
}

/**
 * @param isEdit - whether the flags change operations that are there already, and so need not say all that an operation needs.
 * @throws InvalidArgumentError, led by the flag, for values that are not accepted; what reading a LUT or a style throws.
 */
export async function readOperationFlags(texts: Readonly<Record<string, string>>, baseAssets: Readonly<Record<string, RecipeAsset>>, sources: LookSources, isEdit = false): Promise<FlagOperations> {
  const operations: RecipeOperation[] = [];
  let assets: Readonly<Record<string, RecipeAsset>> = baseAssets;
  const notes: string[] = [];
  for (const operation of OPERATIONS) {
    const text = texts[operation.name];
    if (text === undefined) continue;
    let entry: RecipeOperation;
    const main = mainParameterOf(operation);
    if (main?.parameter.kind === 'asset') {
      const lut = await readLutFile(text, sources);
      const key = freeAssetKey(assets, lookNameOf(text, LOOK_READERS), 'lut');
      assets = { ...assets, [key]: lut.asset };
      notes.push(...lut.notes);
      entry = { op: operation.name, [main.name]: key };
    } else {
      const parsed = parseOperationFlag(operation, text);
      const named = await readNamedStyle(operation, parsed, assets, sources);
      entry = named.entry;
      assets = named.assets;
      notes.push(...named.notes);
    }
    checkFlagValues(operation, entry, assets, isEdit);
    operations.push(entry);
  }
  return { operations, assets, notes };
}

/** Reads the style that a flag names; strengths of style files count where the flag gives none. */
async function readNamedStyle(operation: Operation, entry: RecipeOperation, present: Readonly<Record<string, RecipeAsset>>, sources: LookSources): Promise<Omit<FlagOperations, 'operations'> & { readonly entry: RecipeOperation }> {
  const name = Object.keys(operation.parameters).find((key) => operation.parameters[key].kind === 'style' && typeof entry[key] === 'string');
  if (name === undefined) return { entry, assets: present, notes: [] };
  const { style, strength, assets, notes } = styleOperation(await readStyles(String(entry[name]), `--${flagName(operation)} ${name}`, sources), present);
  return { entry: { ...entry, [name]: style, ...(strength === 1 || entry.strength !== undefined ? {} : { strength }) }, assets, notes };
}

/** Finds values out of range while it is known which flag they came from. */
function checkFlagValues(operation: Operation, entry: RecipeOperation, assets: Readonly<Record<string, RecipeAsset>>, isEdit: boolean): void {
  try {
    validateRecipe({ schema: RECIPE_SCHEMA_ID, name: 'flag', operations: [entry], ...(Object.keys(assets).length > 0 ? { assets } : {}) });
  } catch (error) {
    if (!(error instanceof InvalidRecipeError)) throw error;
    const flag = `--${flagName(operation)}`;
    const named = (message: string): string => message.replace(/^operations\[0\](?:\.(\w+))?/, (_, name?: string) => (name === undefined || name === operation.mainParameter ? flag : `${flag} ${name}`));
    const issues = isEdit ? error.issues.filter(({ value }) => value !== undefined) : error.issues;
    if (issues.length > 0) throw new InvalidArgumentError(issues.map(({ message }) => named(message)).join('; '), { flag, value: entry });
  }
}
