import type { CancelSignal } from '../../cancel.js';
import { planLook } from '../../looks/bake-look.js';
import { validateRecipe } from '../../recipe/validate-recipe.js';
import { fitSliders as fit, type FittedSliders } from '../../sliders/fit-sliders.js';
import type { EngineCore } from '../engine-core.js';
import type { FitSlidersRequest } from '../engine-library.js';

/**
 * Finds the sliders that come nearest to a recipe.
 *
 * @throws InvalidArgumentError for one with masks or effects that differ by place, and one that depends on the photo without a photo.
 */
export async function fitSliders(core: EngineCore, { recipe, photo }: FitSlidersRequest, { signal }: { readonly signal: CancelSignal }): Promise<FittedSliders> {
  const valid = validateRecipe(recipe);
  if (photo === undefined) return fit((await planLook(valid, {})).plan);
  const opened = core.find(photo);
  return fit(await core.planFull(opened, valid, signal), opened.analysis.copy);
}
