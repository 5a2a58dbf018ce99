import { EMPTY_EDIT, type Edit, editOfRecipe, editOfRecipeText, moveStep, recipeOfEdit, setStepOff, setStepStrength, stepsOfEdit } from '@openretouch/panel/session';
import { PRESETS, RECIPE_SCHEMA_ID, type Recipe, validateRecipe } from '@openretouch/core';
import { describe, expect, it } from 'vitest';

const golden = PRESETS.find(({ id }) => id === 'golden')?.recipe as Recipe;
const FULL: Edit = {
  auto: { mode: 'classic', strength: 1.3 },
  adjustments: { exposure: { ev: 0.5 }, hsl: { red: { hue: 5 } }, blackWhite: {}, toneCurve: { points: [[0, 0], [0.5, 0.6], [1, 1]] } },
  look: { recipe: golden, strength: 0.5 },
  steps: { exposure: { isOff: true }, hsl: { strength: 0.4 } },
};
const ofOperations = (operations: Recipe['operations'], rest: Partial<Recipe> = {}): Recipe => ({ schema: RECIPE_SCHEMA_ID, name: 'stranger', operations, ...rest });

describe('an edit as a recipe', () => {
  it('is one that the core accepts, in canonical order', () => {
    const recipe = validateRecipe(recipeOfEdit(FULL));
    expect(stepsOfEdit(FULL)).toEqual(['auto', 'exposure', 'toneCurve', 'hsl', 'blackWhite', 'look']);
    expect(recipe.operations.find(({ op }) => op === 'exposure')).toEqual({ op: 'exposure', ev: 0.5, enabled: false });
    expect(recipe.operations.find(({ op, red }) => op === 'hsl' && red !== undefined)).toMatchObject({ strength: 0.4 });
  });

  it('opens again as the same edit, through text', () => {
    const reordered = moveStep(FULL, 'look', 0);
    for (const edit of [FULL, reordered, EMPTY_EDIT]) expect(editOfRecipeText(JSON.stringify(recipeOfEdit(edit)))).toEqual(edit);
  });

  it('acts in another order after a step is moved, and later steps find their place', () => {
    const moved = moveStep(FULL, 'look', 1);
    expect(stepsOfEdit(moved)).toEqual(['auto', 'look', 'exposure', 'toneCurve', 'hsl', 'blackWhite']);
    expect(stepsOfEdit({ ...moved, adjustments: { ...moved.adjustments, vibrance: { amount: 0.1 } } })).toContain('vibrance');
  });

  it('forgets switches and strengths that are back at their defaults', () => {
    expect(setStepOff(setStepOff(EMPTY_EDIT, 'hsl', true), 'hsl', false)).toEqual(EMPTY_EDIT);
    expect(setStepStrength(setStepStrength(EMPTY_EDIT, 'hsl', 0.5), 'hsl', 1)).toEqual(EMPTY_EDIT);
  });
});

describe("a stranger's recipe", () => {
  it('opens as sliders where sliders say the same', () => {
    const recipe = ofOperations([{ op: 'exposure', ev: 1 }, { op: 'vibrance', amount: 0.2, enabled: false }]);
    expect(editOfRecipe(recipe)).toEqual({ adjustments: { exposure: { ev: 1 }, vibrance: { amount: 0.2 } }, steps: { vibrance: { isOff: true } } });
  });

  it.each([
    ['another order', ofOperations([{ op: 'vibrance', amount: 0.2 }, { op: 'exposure', ev: 1 }])],
    ['an operation twice', ofOperations([{ op: 'exposure', ev: 1 }, { op: 'exposure', ev: 1 }])],
    ['a learned operation', ofOperations([{ op: 'csrnet' }])],
    ['a mask', ofOperations([{ op: 'exposure', ev: 1, mask: { slot: 'sky' } }])],
    ['a strength of the whole', ofOperations([{ op: 'exposure', ev: 1 }], { strength: 0.5 })],
  ])('opens whole, as a look, with %s', (_what, recipe) => {
    expect(editOfRecipe(recipe)).toEqual({ ...EMPTY_EDIT, look: { recipe, strength: 1 } });
  });

  it('is believed by its operations, not by an edit that says otherwise', () => {
    const { extensions } = recipeOfEdit({ ...EMPTY_EDIT, adjustments: { exposure: { ev: 5 } } });
    expect(editOfRecipe(ofOperations([{ op: 'exposure', ev: 1 }], { extensions: extensions as never })).adjustments).toEqual({ exposure: { ev: 1 } });
  });

  it.each([
    '', 'null', '[]', '{"schema":"other"}', `{"schema":"${RECIPE_SCHEMA_ID}","name":"x"}`,
    `{"schema":"${RECIPE_SCHEMA_ID}","name":"x","operations":[null]}`, `{"schema":"${RECIPE_SCHEMA_ID}","name":"x","operations":[{"op":3}]}`, 'x'.repeat(600_000),
  ])('that is none opens as nothing: %#', (text) => {
    expect(editOfRecipeText(text)).toBeUndefined();
  });

  it.each([null, 3, { version: 2 }, { version: 1 }, { version: 1, edit: { adjustments: [], steps: {} } }, { version: 1, edit: { adjustments: {}, steps: {}, auto: { mode: '__proto__', strength: 1 } } }, { version: 1, edit: { adjustments: {}, steps: {}, auto: { mode: 'classic', strength: 1e9 } } }])(
    'with a broken edit inside opens by its operations: %j',
    (stored) => {
      expect(editOfRecipe(ofOperations([{ op: 'exposure', ev: 1 }], { extensions: { 'openretouch.panel': stored } }))).toEqual({ adjustments: { exposure: { ev: 1 } }, steps: {} });
    },
  );
});
