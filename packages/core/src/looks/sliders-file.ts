import { describeRecipe } from '../recipe/describe-recipe.js';
import type { Recipe } from '../recipe/recipe.js';
import { encodeUtf8 } from '../recipe/utf8.js';
import { fitSliders } from '../sliders/fit-sliders.js';
import type { FitError, FitErrorSummary } from '../sliders/measure-fit-error.js';
import { planLook } from './bake-look.js';
import type { LookWriter } from './look.js';
import { printRecipe } from './print-recipe.js';

/** A preset of a few operations that come nearest to the look, for whoever wants to go on from there. */
export const slidersWriter: LookWriter = {
  name: 'sliders',
  title: 'preset of sliders',
  extensions: ['sliders.retouch.json'],
  isBaked: true,
  write: async ({ recipe }, options) => {
    const { plan, sample } = await planLook(recipe, options);
    const fitted = await fitSliders(plan, sample);
    const sliders = named(fitted.recipe, recipe);
    const sentences = describeRecipe(sliders);
    const notes = [`${sliders.operations.length} sliders: ${sentences.join('; ') || 'none, nothing is left to do'}`, ...describeFitError(fitted.error)];
    return { bytes: encodeUtf8(`${printRecipe(sliders)}\n`), notes, fitError: fitted.error, space: plan.space };
  },
};

function named(sliders: Recipe, { name, description, author, licence }: Recipe): Recipe {
  const told = Object.fromEntries(Object.entries({ description, author, licence }).filter(([, text]) => text !== undefined));
  return { ...sliders, name, ...told };
}

function describeFitError(error: FitError): string[] {
  return [`what sliders leave, over the cube: ${describeSummary(error)}`, ...(error.photo === undefined ? [] : [`what sliders leave, on the photo: ${describeSummary(error.photo)}`])];
}

function describeSummary({ mean, p95, maximum }: FitErrorSummary): string {
  return `CIEDE2000 mean ${mean.toFixed(2)}, p95 ${p95.toFixed(2)}, max ${maximum.toFixed(2)}`;
}
