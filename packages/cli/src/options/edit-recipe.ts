import { findOperation, InvalidArgumentError, InvalidRecipeError, nearestNames, type Operation, OPERATIONS, type Recipe, RECIPE_SCHEMA_ID, type RecipeOperation, usedAssets, validateRecipe } from '@openretouch/core';
import type { LookSources } from '../looks/read-look.js';
import { readOperationFlags } from './build-recipe.js';
import { parseNumberInRange } from './parse-number.js';
import { flagName } from './parse-operation-flag.js';

/** What a preset says about itself that a flag can set. */
export const METADATA_FLAGS = ['name', 'description', 'author', 'licence'] as const;

/** Changes to a recipe, as typed. */
export interface RecipeEdits {
  readonly metadata: Readonly<Partial<Record<(typeof METADATA_FLAGS)[number], string>>>;
  readonly strength?: string;
  /** Operation flags by operation name. */
  readonly operations: Readonly<Record<string, string>>;
  /** Names of operations, as in recipes or as flags. */
  readonly removed: readonly string[];
}

/** The recipe with its changes, and what a person should know about the files they name. */
export interface EditedRecipe {
  readonly recipe: Recipe;
  readonly notes: readonly string[];
}

/** Keys of a recipe as a person reads them: what it is, then what it does, then the bulky parts. */
const KEY_ORDER = ['schema', 'id', 'name', 'author', 'licence', 'description', 'created', 'strength', 'operations', 'assets', 'extensions'] as const;

/**
 * Changes a recipe. Removals come first. An operation that is there once stays in its place: the parameters that are named are
 * set, the others, its strength and its mask are kept, except parameters that cannot stand beside those named. One that is not
 * there is put before the first operation that comes after it in canonical order. An empty text takes metadata away.
 *
 * @throws InvalidArgumentError for a removal of what is not there, an operation that is there several times, values out of
 * range; InvalidRecipeError when the whole is none; what reading a LUT throws.
 */
export async function editRecipe(recipe: Recipe, edits: RecipeEdits, sources: LookSources): Promise<EditedRecipe> {
  const removed = edits.removed.map((name) => requireOperation(name, recipe, edits));
  const { operations: flagged, assets, notes } = await readOperationFlags(edits.operations, recipe.assets ?? {}, sources, true);
  const operations = recipe.operations.filter(({ op }) => !removed.includes(op));
  for (const entry of flagged) setOperation(operations, entry);
  const strength = edits.strength === undefined ? recipe.strength : parseNumberInRange(edits.strength, '--strength', 0, 1);
  checkMetadata(edits.metadata);
  const metadata = Object.fromEntries(Object.entries(edits.metadata).map(([field, text]) => [field, text === '' ? undefined : text]));
  const edited: Record<string, unknown> = { ...recipe, schema: RECIPE_SCHEMA_ID, ...metadata, strength: strength === 1 ? undefined : strength, operations, assets: withoutDropped(assets, recipe, operations) };
  return { recipe: validateRecipe(Object.fromEntries(KEY_ORDER.flatMap((key) => (edited[key] === undefined ? [] : [[key, edited[key]]])))), notes };
}

/** Finds texts that are not accepted while it is known that they came from flags. */
function checkMetadata(metadata: RecipeEdits['metadata']): void {
  const given = Object.entries(metadata).filter(([field, text]) => text !== '' || field === 'name');
  try {
    validateRecipe({ schema: RECIPE_SCHEMA_ID, name: 'flags', operations: [], ...Object.fromEntries(given) });
  } catch (error) {
    if (!(error instanceof InvalidRecipeError)) throw error;
    throw new InvalidArgumentError(error.issues.map(({ message }) => `--${message}`).join('; '), { issues: error.issues });
  }
}

function requireOperation(name: string, recipe: Recipe, edits: RecipeEdits): string {
  const operation = OPERATIONS.find((candidate) => candidate.name === name || flagName(candidate) === name);
  const present = [...new Set(recipe.operations.map(({ op }) => op))];
  if (operation === undefined || !present.includes(operation.name)) {
    const [nearest] = nearestNames(name, present);
    const expected = present.length === 0 ? 'an operation of the look, which has none' : present.join(', ');
    throw new InvalidArgumentError(`--remove: ${JSON.stringify(name)} (expected ${expected})${nearest === undefined ? '' : `; did you mean ${nearest}?`}`, { flag: '--remove', value: name });
  }
  if (Object.hasOwn(edits.operations, operation.name)) {
    throw new InvalidArgumentError(`--remove ${name} and --${flagName(operation)} (expected one of the two)`, { flag: '--remove', value: name });
  }
  return operation.name;
}

function setOperation(operations: RecipeOperation[], entry: RecipeOperation): void {
  const operation = findOperation(entry.op) as Operation;
  const places = [...operations.keys()].filter((index) => operations[index].op === entry.op);
  if (places.length > 1) {
    throw new InvalidArgumentError(`--${flagName(operation)}: the look has ${places.length} of it (expected one, or none; --remove ${flagName(operation)} takes them all out)`, { flag: `--${flagName(operation)}`, value: places.length });
  }
  if (places.length === 1) {
    operations[places[0]] = mergeOperation(operation, operations[places[0]], entry);
    return;
  }
  const rank = (op: string): number => OPERATIONS.findIndex(({ name }) => name === op);
  const later = operations.findIndex(({ op }) => rank(op) > rank(entry.op));
  operations.splice(later < 0 ? operations.length : later, 0, entry);
}

/** Groups of fields are merged field by field. */
function mergeOperation({ parameters, exclusive = [] }: Operation, present: RecipeOperation, entry: RecipeOperation): RecipeOperation {
  const named = exclusive.filter((group) => group.some((name) => entry[name] !== undefined));
  const ousted = named.length === 0 ? [] : exclusive.filter((group) => !named.includes(group)).flat();
  const kept = Object.entries(present).filter(([name]) => !ousted.includes(name));
  const given = Object.entries(entry).map(([name, value]) => [name, parameters[name]?.kind === 'group' ? { ...(present[name] as object | undefined), ...(value as object) } : value]);
  return { op: entry.op, ...Object.fromEntries(kept), ...Object.fromEntries(given) as object };
}

/** LUTs and styles that the edit has put out of use go; those that were unused before stay. */
function withoutDropped(assets: NonNullable<Recipe['assets']>, before: Recipe, operations: readonly RecipeOperation[]): Recipe['assets'] {
  const isUsedIn = (entries: readonly RecipeOperation[], key: string): boolean => entries.some((entry) => usedAssets(entry).includes(key));
  const kept = Object.entries(assets).filter(([key]) => isUsedIn(operations, key) || !isUsedIn(before.operations, key));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
