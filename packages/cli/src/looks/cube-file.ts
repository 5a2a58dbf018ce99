import { basename } from 'node:path';
import { cubeToLutAsset, parseCube, RECIPE_SCHEMA_ID, validateRecipe, writeCube } from '@openretouch/core';
import { bakeLook } from './bake-look.js';
import { describeBakeError } from './describe-bake-error.js';
import type { LookReader, LookWriter } from './look.js';
import { lookNameOf } from './look-extension.js';

const FORMAT = { name: 'cube', title: '.cube LUT', extensions: ['cube'] } as const;
/** Where the first keyword is looked for: comments may come before it. */
const HEAD_BYTES = 64 * 1024;

export const cubeReader: LookReader = {
  ...FORMAT,
  /** 129 nodes an edge with generous digits stay below this. */
  maximumBytes: 128 * 1024 * 1024,
  recognises: (bytes) => /^[ \t]*LUT_[13]D_SIZE\b/m.test(new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES))),
  read: async (bytes, path) => {
    const cube = parseCube(bytes, { fileName: basename(path) });
    const name = (cube.title?.trim() || lookNameOf(path, [FORMAT])).slice(0, 200);
    const recipe = validateRecipe({ schema: RECIPE_SCHEMA_ID, name, operations: [{ op: 'lut', asset: 'lut' }], assets: { lut: cubeToLutAsset(cube) } });
    return { recipe, notes: cube.warnings.map(({ message }) => message) };
  },
};

export const cubeWriter: LookWriter = {
  ...FORMAT,
  write: async ({ recipe }, { size }) => {
    const { lut, error } = await bakeLook(recipe, size);
    const facts = Object.entries({ author: recipe.author, licence: recipe.licence, description: recipe.description });
    const comments = facts.flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`]));
    const text = writeCube(lut, { title: recipe.name, error, comments });
    return { bytes: new TextEncoder().encode(text), notes: [`${lut.size} nodes an edge, ${lut.space}`, ...describeBakeError(error)], error };
  },
};
