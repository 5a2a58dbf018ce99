import { InvalidRecipeError, type RecipeIssue } from '../errors.js';
import { checkRecipeRules } from './check-rules.js';
import { describeFault, type StructuralFault } from './describe-fault.js';
import { findJsonTreeFaults } from './json-tree.js';
import { requireCurrentVersion } from './migrations.js';
import type { JsonSchema } from './parameter-schema.js';
import { MAXIMUM_RECIPE_DEPTH, type Recipe } from './recipe.js';
import { createRecipeSchema } from './schema.js';
import { validateRecipeStructure } from './validators.generated.js';

let schema: JsonSchema | undefined;

/**
 * Checks that a value is a recipe of the present version: its structure, every range, and the rules between parts.
 *
 * @param value - made by a program; for the text of a file use `parseRecipe`, which also migrates older versions.
 * @returns the same object, not a copy. Nothing is filled in or clamped.
 * @throws {@link InvalidRecipeError} with every fault: JSON pointer, value, what is accepted. Code `newer-recipe` when a later
 * version of OpenRetouch wrote it.
 */
export function validateRecipe(value: unknown): Recipe {
  const tree = findJsonTreeFaults(value, MAXIMUM_RECIPE_DEPTH);
  if (tree.unsafe.length > 0) throw new InvalidRecipeError([...tree.unsafe, ...tree.values]);
  requireCurrentVersion(value);
  const structural = validateRecipeStructure(value) ? [] : (validateRecipeStructure.errors ?? []);
  const faults = withoutOverlong(structural).map((fault) => describeFault(fault, (schema ??= createRecipeSchema()), value));
  const found = onePerPointer([...faults, ...tree.values]);
  const faulty = withAncestors(found);
  const isSound = (pointer: string): boolean => !faulty.has(pointer);
  const issues = isObject(value) ? [...found, ...checkRecipeRules(value as Recipe, isSound)] : found;
  if (issues.length > 0) throw new InvalidRecipeError(issues);
  return value as Recipe;
}

/** Of a list that is too long only that is reported, not what is wrong with each of its thousands of entries. */
function withoutOverlong(faults: readonly StructuralFault[]): readonly StructuralFault[] {
  const overlong = faults.filter(({ keyword }) => keyword === 'maxItems').map(({ instancePath }) => `${instancePath}/`);
  return faults.filter(({ instancePath }) => !overlong.some((pointer) => instancePath.startsWith(pointer)));
}

/** A place that fails in several ways, as each branch of a union does, is reported once. */
function onePerPointer(issues: readonly RecipeIssue[]): RecipeIssue[] {
  const first = new Map<string, RecipeIssue>();
  for (const issue of issues) if (!first.has(issue.pointer)) first.set(issue.pointer, issue);
  return [...first.values()];
}

/** @returns the pointer of every issue and of everything that holds it. */
function withAncestors(issues: readonly RecipeIssue[]): ReadonlySet<string> {
  const pointers = new Set<string>();
  for (const { pointer } of issues) {
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) pointers.add(pointer.slice(0, end));
  }
  return pointers;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
