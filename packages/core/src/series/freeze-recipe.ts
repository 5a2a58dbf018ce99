import { InvalidArgumentError } from '../errors.js';
import { findOperation } from '../operations/registry.js';
import type { Plan, PlanStep } from '../plan/plan.js';
import { planWithoutPhoto } from '../plan/plan-without-photo.js';
import { createLutAsset } from '../recipe/create-lut-asset.js';
import type { Recipe, RecipeAsset, RecipeOperation } from '../recipe/recipe.js';
import type { Lut3dTransform } from '../transforms/transform.js';

/** A recipe whose decisions are fixed, and what of it still looks at each photo. */
export interface FrozenRecipe {
  readonly recipe: Recipe;
  /** Places of operations whose learned map is embedded now. */
  readonly maps: readonly number[];
  /** Places of operations that still look at each photo: their decision belongs to places in it, or to its own mean. */
  readonly perPhoto: readonly number[];
}

/**
 * Fixes what was decided for one photo, so that every photo gets the very same: learned colour maps are embedded as LUTs, and automatic
 * parameters become the numbers they were decided to be.
 *
 * @param plan - of the recipe, for the photo that decides. Its LUTs become assets: their size decides the file's.
 * @throws {@link InvalidArgumentError} when a learned map does not have the form that a recipe can hold.
 */
export async function freezeRecipe(recipe: Recipe, plan: Plan): Promise<FrozenRecipe> {
  const assets: Record<string, RecipeAsset> = { ...recipe.assets };
  const maps: number[] = [];
  const operations = recipe.operations.map((entry, index): RecipeOperation => {
    const operation = findOperation(entry.op);
    if (operation === undefined || entry.enabled === false || entry.strength === 0) return entry;
    const ownNotes = plan.notes.filter((note) => note.operation === index);
    // Nothing was decided, because the photo needs no change: other photos get none either.
    if (ownNotes.some(({ code }) => code === 'unchanged')) return { ...entry, enabled: false };
    const decided = ownNotes.find(({ code }) => code === 'decided')?.decided;
    if (decided === undefined) return entry;
    if (operation.asks === undefined) return freezeParameters(entry, decided);
    if (!('adapt' in operation.parameters)) return entry;
    const key = freeKey(assets, entry.op);
    assets[key] = createLutAsset(mapOf(plan.steps, index, entry.op));
    maps.push(index);
    return { ...entry, adapt: 'frozen', lut: key };
  });
  const frozen = { ...recipe, operations, ...(Object.keys(assets).length === 0 ? {} : { assets }) };
  return { recipe: frozen, maps, perPhoto: await findPerPhoto(frozen) };
}

/** @returns places of operations that are not the same without a photo; a mask limits them, and decides nothing. */
async function findPerPhoto(recipe: Recipe): Promise<number[]> {
  const places: number[] = [];
  for (const [index, { mask: _, ...entry }] of recipe.operations.entries()) {
    try {
      await planWithoutPhoto({ ...recipe, operations: [entry] });
    } catch (error) {
      if (!InvalidArgumentError.isInstance(error)) throw error;
      places.push(index);
    }
  }
  return places;
}

/** What was left to the photo goes, what was found comes. */
function freezeParameters(entry: RecipeOperation, decided: Readonly<Record<string, unknown>>): RecipeOperation {
  const { auto: _, ...kept } = entry;
  return { ...kept, op: entry.op, ...decided };
}

function mapOf(steps: readonly PlanStep[], index: number, op: string): Lut3dTransform {
  const step = steps.find(({ operations }) => operations.length === 1 && operations[0] === index);
  const [map, ...others] = step?.transforms ?? [];
  if (map?.kind === 'lut3d' && others.length === 0) return map;
  throw new InvalidArgumentError(`plan: no single LUT for operations[${index}] (${op}) (expected the plan that planPhoto made of this recipe)`, { argument: 'plan', value: index });
}

function freeKey(assets: Readonly<Record<string, unknown>>, wanted: string): string {
  let key = wanted;
  for (let i = 2; Object.hasOwn(assets, key); i += 1) key = `${wanted}-${i}`;
  return key;
}
