import { InvalidRecipeError } from '../errors.js';
import { makeIssue, quoteNames } from './issue.js';
import { migrateRecipe0 } from './migrate-recipe-0.js';
import { RECIPE_SCHEMA_ID } from './recipe.js';

/** One step from a version of the recipe format to the next. */
export interface Migration {
  /** The version it reads; it writes the next one. */
  readonly from: number;
  /**
   * @param recipe - plain JSON of version `from`, not yet validated. Must not be changed.
   * @throws InvalidRecipeError when the old recipe says something the next version cannot.
   */
  up(recipe: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** Every migration, oldest first; a new version of the format adds one line. */
export const MIGRATIONS: readonly Migration[] = [{ from: 0, up: migrateRecipe0 }];

const VERSION_PATTERN = /^openretouch\/recipe@(0|[1-9]\d{0,8})$/;
const CURRENT_VERSION = Number(RECIPE_SCHEMA_ID.split('@')[1]);

/**
 * Brings a recipe of an older version to the present one, without validating it.
 *
 * @param value - plain JSON.
 * @throws {@link InvalidRecipeError} when `schema` is missing or none of ours; code `newer-recipe` for a later version.
 */
export function migrateRecipe(value: unknown): unknown {
  const version = readVersion(value);
  let recipe = value as Record<string, unknown>;
  for (const migration of MIGRATIONS) {
    if (migration.from >= version) recipe = { ...migration.up(recipe), schema: `openretouch/recipe@${migration.from + 1}` };
  }
  return recipe;
}

/** @throws {@link InvalidRecipeError} unless the value says it is of the present version. */
export function requireCurrentVersion(value: unknown): void {
  if (readVersion(value) === CURRENT_VERSION) return;
  const found = (value as Record<string, unknown>).schema;
  throw new InvalidRecipeError([makeIssue('/schema', found, `${quoteNames([RECIPE_SCHEMA_ID])}; parseRecipe brings older files up to date`)], 'older-recipe');
}

function readVersion(value: unknown): number {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidRecipeError([makeIssue('', value === undefined ? 'undefined' : value, 'an object with schema, name and operations')]);
  }
  const id = (value as Record<string, unknown>).schema;
  const version = typeof id === 'string' ? VERSION_PATTERN.exec(id)?.[1] : undefined;
  if (version === undefined) throw new InvalidRecipeError([makeIssue('/schema', id, quoteNames([RECIPE_SCHEMA_ID]))]);
  if (Number(version) > CURRENT_VERSION) {
    throw new InvalidRecipeError([makeIssue('/schema', id, `${quoteNames([RECIPE_SCHEMA_ID])} or older; a newer OpenRetouch wrote this, update to read it`)], 'newer-recipe');
  }
  return Number(version);
}
