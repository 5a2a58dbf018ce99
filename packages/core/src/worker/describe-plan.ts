import { describeEffect } from '../describe/describe-effect.js';
import type { Plan } from '../plan/plan.js';
import { describeOperation, describeRecipe } from '../recipe/describe-recipe.js';
import type { Recipe } from '../recipe/recipe.js';
import type { Description, OperationDescription } from './engine.js';

/**
 * Tells a recipe and what it does to one photo: as a whole, and operation by operation.
 *
 * @param plan - of the recipe; its steps stand for one operation each.
 */
export function describePlan(recipe: Recipe, plan: Plan): Description {
  const operations = recipe.operations.map((entry, index): OperationDescription => {
    const steps = plan.steps.filter((step) => step.operations.includes(index));
    return {
      sentence: describeOperation(entry, recipe.assets),
      isEnabled: entry.enabled !== false,
      ...(steps.length === 0 ? {} : { effect: describeEffect(steps, plan.space) }),
      notes: plan.notes.filter(({ operation }) => operation === index),
    };
  });
  return { sentences: describeRecipe(recipe), operations, effect: describeEffect(plan.steps, plan.space, plan.strength), notes: plan.notes };
}
