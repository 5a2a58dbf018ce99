import { type Recipe, RECIPE_SCHEMA_ID, type RecipeAsset, type RecipeOperation } from '@openretouch/core';
import { proposeOperations } from './auto-operations.js';
import { operationsOfBrush } from './brush-operations.js';
import type { Edit, StepId } from './edit.js';
import { storeEdit } from './stored-edit.js';
import { settingsOf, stepsOfEdit } from './steps.js';

/** Where an edit is kept in a recipe, so that the panel opens it again as it was. */
export const EDIT_EXTENSION = 'openretouch.panel';

/** A step of an edit and what it contributes to the recipe. */
export interface StepOperations {
  readonly id: StepId;
  readonly operations: readonly RecipeOperation[];
  readonly assets: Readonly<Record<string, RecipeAsset>>;
}

/** @returns the recipe of an edit: its steps in order, switched-off ones kept with `enabled: false`. */
export function recipeOfEdit(edit: Edit, name = 'OpenRetouch'): Recipe {
  const { operations, assets } = joinSteps(operationsOfSteps(edit));
  return {
    schema: RECIPE_SCHEMA_ID,
    name,
    operations,
    ...(Object.keys(assets).length === 0 ? {} : { assets }),
    extensions: { [EDIT_EXTENSION]: storeEdit(edit) },
  };
}

/** @returns each step of an edit with its operations, in the order in which they act. */
export function operationsOfSteps(edit: Edit): StepOperations[] {
  return stepsOfEdit(edit).map((id) => {
    const { operations, assets = {} } = contributionOf(edit, id);
    const isOff = settingsOf(edit, id).isOff === true;
    return { id, operations: isOff ? operations.map((entry) => ({ ...entry, enabled: false })) : operations, assets };
  });
}

interface Contribution {
  readonly operations: readonly RecipeOperation[];
  readonly assets?: Readonly<Record<string, RecipeAsset>>;
}

function contributionOf(edit: Edit, id: StepId): Contribution {
  const { auto, look, brush } = edit;
  if (id === 'auto' && auto !== undefined) {
    const proposal = proposeOperations(auto);
    return { ...proposal, operations: scaleStrengths(proposal.operations, auto.strength) };
  }
  if (id === 'look' && look !== undefined) {
    const { operations, strength = 1, assets = {} } = look.recipe;
    return { operations: scaleStrengths(operations, look.strength * strength), assets };
  }
  const { strength } = settingsOf(edit, id);
  const operations = id === 'brush' && brush !== undefined ? operationsOfBrush(brush) : [{ op: id, ...edit.adjustments[id] }];
  return { operations: strength === undefined ? operations : scaleStrengths(operations, strength) };
}

/** A group of operations at a strength: every one of it at that share of its own. */
function scaleStrengths(operations: readonly RecipeOperation[], share: number): readonly RecipeOperation[] {
  return share === 1 ? operations : operations.map((entry) => ({ ...entry, strength: roundStrength((entry.strength ?? 1) * share) }));
}

/** Products of shares have more digits than anyone set. */
function roundStrength(strength: number): number {
  return Math.round(strength * 1e4) / 1e4;
}

/** Keys of assets stay as they are unless two steps use the same one. */
function joinSteps(steps: readonly StepOperations[]): { readonly operations: RecipeOperation[]; readonly assets: Record<string, RecipeAsset> } {
  return { operations: steps.flatMap(({ operations }) => operations), assets: Object.fromEntries(steps.flatMap(({ assets }) => Object.entries(assets))) };
}
