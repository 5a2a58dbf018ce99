import { type ModelReference, parseModelReference } from '../operations/model-reference.js';
import { findOperation } from '../operations/registry.js';
import { fillDefaults } from './parameters.js';
import type { Recipe } from './recipe.js';

/**
 * Says which models planning a recipe will ask, in order; those of operations that are off do not count.
 *
 * @param recipe - validated.
 */
export function modelReferences({ operations }: Recipe): ModelReference[] {
  return operations.flatMap((entry) => {
    if (entry.enabled === false || entry.strength === 0) return [];
    const operation = findOperation(entry.op);
    return (operation?.asks?.(fillDefaults(operation, entry)) ?? []).map(({ model }) => parseModelReference(model));
  });
}
