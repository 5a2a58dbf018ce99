import type { SmallCopy } from '../analyse/analysis.js';
import { InvalidArgumentError } from '../errors.js';
import type { EncodedSpace } from '../raster/raster.js';
import { modelReferences } from '../recipe/model-references.js';
import type { Recipe } from '../recipe/recipe.js';
import type { Plan, PlanNote, PlanStep } from './plan.js';
import { planRetouch } from './plan-retouch.js';

/**
 * Resolves a recipe that means the same for every photo, for formats that hold a fixed colour map.
 *
 * @param recipe - validated.
 * @param space - the space of the encoded values the plan works on.
 * @throws {@link InvalidArgumentError} that names the operation, when one looks at the photo (`auto`, a mean as pivot) or has a
 * mask.
 */
export async function planWithoutPhoto(recipe: Recipe, space: EncodedSpace = 'srgb'): Promise<Plan> {
  const steps: PlanStep[] = [];
  const notes: PlanNote[] = [];
  const copy: SmallCopy = { rgb: new Float32Array(3), weights: undefined, width: 1, height: 1, space };
  // One operation at a time: none may look at what the others left, and the one that wants to is known by its index.
  for (const [index, entry] of recipe.operations.entries()) {
    const refuse = (found: string, expected: string): never => {
      throw new InvalidArgumentError(`operations[${index}] (${entry.op}): ${found} (expected ${expected})`, { pointer: `/operations/${index}`, value: entry });
    };
    if (entry.enabled === false || entry.strength === 0) continue;
    if (entry.mask !== undefined) refuse(`has the mask "${entry.mask.slot}"`, 'a recipe without masks: the result has to be the same everywhere in a picture');
    const refusePhoto = (): never => refuse('is decided by the photo', 'fixed parameters: the result has to be the same for every photo');
    if (modelReferences({ ...recipe, operations: [entry] }).length > 0) refusePhoto();
    const plan = await planRetouch({ ...recipe, operations: [entry] }, { copy, sample: copy }, { measureStatistics: refusePhoto, estimateIlluminant: refusePhoto, measureExposureNeed: refusePhoto });
    steps.push(...plan.steps.map((step) => ({ ...step, operations: [index] })));
    notes.push(...plan.notes.map((note) => ({ ...note, operation: index })));
  }
  return { space, steps, strength: recipe.strength ?? 1, notes };
}
