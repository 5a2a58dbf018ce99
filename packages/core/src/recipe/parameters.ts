import type { Operation } from '../operations/operation.js';
import { defaultOf, type Parameter } from '../operations/parameter.js';
import type { RecipeOperation } from './recipe.js';

/** @returns the operation's own parameters of a recipe entry, with defaults for those that stay away, in groups too. */
export function fillDefaults(operation: Operation, entry: RecipeOperation): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries<Parameter>(operation.parameters)) {
    const given = entry[name];
    const fallback = defaultOf(parameter);
    const value = parameter.kind === 'group' ? { ...(fallback as object), ...(given as object | undefined) } : (given ?? fallback);
    if (value !== undefined) parameters[name] = value;
  }
  return parameters;
}
