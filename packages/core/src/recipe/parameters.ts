import type { Operation } from '../operations/operation.js';
import { defaultOf, type Parameter } from '../operations/parameter.js';
import type { RecipeOperation } from './recipe.js';

/** @returns the operation's own parameters of a recipe entry, with defaults for those that stay away. */
export function fillDefaults(operation: Operation, entry: RecipeOperation): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries<Parameter>(operation.parameters)) {
    const value = entry[name] ?? defaultOf(parameter);
    if (value !== undefined) parameters[name] = value;
  }
  return parameters;
}
