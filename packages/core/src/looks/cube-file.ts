import { cubeToLutAsset } from '../formats/convert-cube.js';
import type { ParsedCube } from '../formats/cube.js';
import { parseCube } from '../formats/parse-cube.js';
import { writeCube } from '../formats/write-cube.js';
import { encodeUtf8 } from '../recipe/utf8.js';
import { bakeLook, describeLook } from './bake-look.js';
import { decodeLatin1 } from './decode-latin1.js';
import { describeBakeError } from './describe-bake-error.js';
import { baseNameOf, lookNameOf } from './look-extension.js';
import type { LookReader, LookWriter } from './look.js';
import { fitTable3d, recipeOfLut } from './lut-look.js';

const FORMAT = { name: 'cube', title: '.cube LUT', extensions: ['cube'] } as const;
/** Where the first keyword is looked for: comments may come before it. */
const HEAD_BYTES = 64 * 1024;
const DEFAULT_SIZE = 33;

export const cubeReader: LookReader = {
  ...FORMAT,
  /** 129 nodes an edge with generous digits stay below this. */
  maximumBytes: 128 * 1024 * 1024,
  recognises: (bytes) => /^[ \t]*LUT_[13]D_SIZE\b/m.test(decodeLatin1(bytes.subarray(0, HEAD_BYTES))),
  read: async (bytes, path) => {
    const parsed = parseCube(bytes, { fileName: baseNameOf(path) });
    const { cube, notes } = fitCube(parsed);
    const recipe = recipeOfLut(parsed.title?.trim() || lookNameOf(path, [FORMAT]), cubeToLutAsset(cube));
    return { recipe, notes: [...cube.warnings.map(({ message }) => message), ...notes] };
  },
};

export const cubeWriter: LookWriter = {
  ...FORMAT,
  isBaked: true,
  write: async ({ recipe }, options) => {
    const { plan, lut, error } = await bakeLook(recipe, options, (ownSize) => ownSize ?? DEFAULT_SIZE);
    const text = writeCube(lut, { title: recipe.name, error, ...(plan.strength === 1 ? {} : { strength: plan.strength }), comments: describeLook(recipe) });
    return { bytes: encodeUtf8(text), notes: [`${lut.size} nodes an edge, ${lut.space}`, ...describeBakeError(error)], error, size: lut.size, space: lut.space };
  },
};

function fitCube(cube: ParsedCube): { readonly cube: ParsedCube; readonly notes: readonly string[] } {
  if (cube.table3d === undefined) return { cube, notes: [] };
  const { size, values, notes } = fitTable3d(cube.table3d);
  return { cube: { ...cube, table3d: { ...cube.table3d, size, values } }, notes };
}
