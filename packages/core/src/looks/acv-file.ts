import { bakePlanCurves } from '../bake/plan-curves.js';
import { RetouchError } from '../errors.js';
import { parseAcv, writeAcv } from '../formats/acv.js';
import { acvToOperations } from '../formats/convert-acv.js';
import { fitAcv } from '../formats/fit-acv.js';
import { RECIPE_SCHEMA_ID } from '../recipe/recipe.js';
import { validateRecipe } from '../recipe/validate-recipe.js';
import { planLook } from './bake-look.js';
import { lookNameOf } from './look-extension.js';
import type { LookReader, LookWriter } from './look.js';

const FORMAT = { name: 'acv', title: '.acv curves', extensions: ['acv'] } as const;
/** 57 curves of 19 points, twice. */
const MAXIMUM_BYTES = 64 * 1024;
/** One for each 8-bit level, which is what the file has. */
const SAMPLES = 256;

export const acvReader: LookReader = {
  ...FORMAT,
  maximumBytes: MAXIMUM_BYTES,
  // There is no mark at the beginning; but few bytes are curves from end to end by chance.
  recognises: (bytes) => bytes.length <= MAXIMUM_BYTES && isAcv(bytes),
  read: async (bytes, path) => {
    const { curves, ignoredCount } = parseAcv(bytes);
    const { operations, maximumLevels } = acvToOperations(curves);
    const recipe = validateRecipe({ schema: RECIPE_SCHEMA_ID, name: lookNameOf(path, [FORMAT]), operations });
    return {
      recipe,
      notes: [
        operations.length === 0 ? 'the curves change nothing' : `curves within ${Math.max(maximumLevels, 0.01).toFixed(2)} of an 8-bit level`,
        ...(ignoredCount === 0 ? [] : [`${ignoredCount} ${ignoredCount === 1 ? 'curve' : 'curves'} of channels that RGB does not have left out`]),
      ],
    };
  },
};

export const acvWriter: LookWriter = {
  ...FORMAT,
  isBaked: true,
  write: async ({ recipe }, options) => {
    const { plan } = await planLook(recipe, options);
    const { curves, meanLevels, maximumLevels } = fitAcv(bakePlanCurves(plan, SAMPLES));
    const names = Object.keys(curves);
    const notes = [
      names.length === 0 ? 'curves that change nothing' : `curves of ${names.join(', ')}; ${plan.space}`,
      `error of the curves: 8-bit levels mean ${meanLevels.toFixed(3)}, max ${maximumLevels.toFixed(2)}`,
    ];
    return { bytes: writeAcv(curves), notes, space: plan.space };
  },
};

function isAcv(bytes: Uint8Array): boolean {
  try {
    parseAcv(bytes);
    return true;
  } catch (error) {
    if (RetouchError.isInstance(error)) return false;
    throw error;
  }
}
