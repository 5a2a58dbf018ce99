import { InvalidRecipeError, type RecipeIssue } from '../errors.js';
import { makeIssue } from './issue.js';
import { RECIPE_SCHEMA_ID } from './recipe.js';

/*
 * Maintainer notes: version 0 is the form from before the first release: `ops` of `{ op, params, enabled, mask }`, the
 * preset's own `version`, the colour space it was made in, a baked copy in `lut`, and unknown keys kept. What version 1 has no
 * place for is kept in `extensions` under the old version's id, so nothing is lost.
 */

const OLD_ID = 'openretouch/recipe@0';
const KEPT = ['schema', 'name', 'id', 'author', 'licence', 'description', 'created', 'strength'];
const ENTRY_KEYS = ['op', 'params', 'enabled', 'mask', 'strength'];

type Json = Readonly<Record<string, unknown>>;

/**
 * Turns a recipe of version 0 into one of version 1.
 *
 * @remarks `lut` was the bake of `ops`, kept for programs without them; applying both would retouch twice. So it becomes the
 * recipe's one operation when there are no `ops`, and is kept unread otherwise.
 * @throws {@link InvalidRecipeError} for `learned` (its models were never released), for a LUT in a space or order version 1
 * does not have, and for a parameter called like a field of the entry.
 */
export function migrateRecipe0(recipe: Json): Record<string, unknown> {
  const issues: RecipeIssue[] = [];
  if (recipe.learned !== undefined) issues.push(makeIssue('/learned', recipe.learned, 'none: the models of version 0 were never released; make the style again'));

  const operations = Array.isArray(recipe.ops) ? recipe.ops.map((entry: unknown, i) => migrateEntry(entry, i, issues)) : recipe.ops;
  const isLutTheLook = isObject(recipe.lut) && (operations === undefined || (Array.isArray(operations) && operations.length === 0));
  const lut = isLutTheLook ? migrateLut(recipe.lut as Json, recipe.space, issues) : undefined;
  if (issues.length > 0) throw new InvalidRecipeError(issues);

  const kept = Object.fromEntries(KEPT.filter((key) => Object.hasOwn(recipe, key)).map((key) => [key, recipe[key]]));
  const handled = [...KEPT, 'ops', ...(lut === undefined ? [] : ['lut', 'space'])];
  const rest = Object.fromEntries(Object.entries(recipe).filter(([key]) => !handled.includes(key)));
  return {
    ...kept,
    schema: RECIPE_SCHEMA_ID,
    ...(lut === undefined ? { ...(operations === undefined ? {} : { operations }) } : { operations: [{ op: 'lut', asset: 'lut' }], assets: { lut } }),
    ...(Object.keys(rest).length === 0 ? {} : { extensions: { [OLD_ID]: rest } }),
  };
}

/** Lifts `params` into the entry. What is no entry at all is passed on, for validation to name. */
function migrateEntry(entry: unknown, index: number, issues: RecipeIssue[]): unknown {
  if (!isObject(entry)) return entry;
  const { params = {}, ...fields } = entry;
  if (!isObject(params)) {
    issues.push(makeIssue(`/ops/${index}/params`, params, 'an object of parameters'));
    return entry;
  }
  for (const key of Object.keys(params).filter((name) => ENTRY_KEYS.includes(name))) {
    issues.push(makeIssue(`/ops/${index}/params/${key}`, params[key], `no parameter called ${key}`));
  }
  return { ...fields, ...params };
}

function migrateLut(lut: Json, space: unknown, issues: RecipeIssue[]): Json {
  if (space !== undefined && space !== 'srgb' && space !== 'display-p3') issues.push(makeIssue('/space', space, '"srgb" or "display-p3", for a recipe that is a LUT'));
  if (lut.order !== undefined && lut.order !== 'r-fastest') issues.push(makeIssue('/lut/order', lut.order, '"r-fastest"'));
  if (lut.dtype !== undefined && lut.dtype !== 'f16') issues.push(makeIssue('/lut/dtype', lut.dtype, '"f16"'));
  return { type: 'lut3d', size: lut.size, space: space ?? 'srgb', data: lut.data };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
