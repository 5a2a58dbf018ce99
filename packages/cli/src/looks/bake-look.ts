import { bakePlan, type BakeResult, planWithoutPhoto, type Recipe } from '@openretouch/core';

const DEFAULT_SIZE = 33;

/**
 * Samples a look that is the same for every photo into one LUT, in the space of the LUTs it holds, else sRGB.
 *
 * @param size - nodes an edge. By default 33; for a look that is one LUT that LUT's own, which keeps its nodes as they are.
 * @throws InvalidArgumentError when an operation looks at the photo or has a mask, or the size is out of range.
 */
export async function bakeLook(recipe: Recipe, size?: number): Promise<BakeResult> {
  const used = Object.entries(recipe.assets ?? {}).flatMap(([key, asset]) => (isUsed(recipe, key) ? [asset] : []));
  const spaces = new Set(used.map(({ space }) => space));
  const space = spaces.size === 1 ? used[0].space : 'srgb';
  const ownSize = recipe.operations.length === 1 && used.length === 1 && used[0].type === 'lut3d' ? used[0].size : DEFAULT_SIZE;
  return bakePlan(await planWithoutPhoto(recipe, space), { size: size ?? ownSize });
}

function isUsed({ operations }: Recipe, key: string): boolean {
  return operations.some(({ op, asset }) => op === 'lut' && asset === key);
}
