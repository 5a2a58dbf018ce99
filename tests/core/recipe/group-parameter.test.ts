import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { canonicalRecipe, hashRecipe, type Recipe, RECIPE_SCHEMA_ID, type RecipeOperation } from '@openretouch/core';
import { describeAccepted, defaultOf } from '../../../packages/core/src/operations/parameter.js';
import { describeFault } from '../../../packages/core/src/recipe/describe-fault.js';
import { fillDefaults } from '../../../packages/core/src/recipe/parameters.js';
import { createRecipeSchema } from '../../../packages/core/src/recipe/schema.js';
import { whileRegistered } from '../../helpers/broken-operations.js';
import { GROUPED_OPERATION } from '../../helpers/grouped-operation.js';

const entryOf = (parameters: object): RecipeOperation => ({ op: 'groupedForTests', ...parameters });
const recipeOf = (parameters: object): Recipe => ({ schema: RECIPE_SCHEMA_ID, name: 'Case', operations: [entryOf(parameters)] });

describe('a parameter that is a group', () => {
  it('has the defaults of its fields, and says what they accept', () => {
    expect(defaultOf(GROUPED_OPERATION.parameters.left)).toEqual({ turn: 0, size: 1 });
    expect(describeAccepted(GROUPED_OPERATION.parameters.left)).toBe('an object of turn -30 to 30 deg, size 0 to 2');
  });

  it('is filled field by field, and the entry stays as it was', () => {
    const entry = entryOf({ left: { turn: 5 } });
    expect(fillDefaults(GROUPED_OPERATION, entry)).toEqual({ left: { turn: 5, size: 1 }, right: { turn: 0, size: 1 }, shift: 0 });
    expect(entry).toEqual(entryOf({ left: { turn: 5 } }));
  });

  it.each<[string, object, string]>([
    ['fields at their defaults', { left: { turn: 5, size: 1 }, shift: 0 }, '{"left":{"turn":5},"op":"groupedForTests"}'],
    ['a group at its defaults', { left: { turn: 0, size: 1 }, right: {}, shift: 0.5 }, '{"op":"groupedForTests","shift":0.5}'],
    ['nothing where every field differs', { right: { size: 0, turn: -1 } }, '{"op":"groupedForTests","right":{"size":0,"turn":-1}}'],
  ])('leaves out of the canonical form %s', (_, parameters, operation) =>
    whileRegistered(GROUPED_OPERATION, () => {
      expect(canonicalRecipe(recipeOf(parameters))).toBe(`{"name":"Case","operations":[${operation}],"schema":"openretouch/recipe@1"}`);
      expect(hashRecipe(recipeOf(parameters))).toBe(hashRecipe({ ...recipeOf({}), operations: [JSON.parse(operation) as RecipeOperation] }));
      return Promise.resolve();
    }),
  );

  const schema = createRecipeSchema([GROUPED_OPERATION]);
  const validate = new Ajv2020({ allErrors: true, strict: false, discriminator: true }).compile(schema);

  it.each([[{}], [{ left: {} }], [{ left: { turn: -30 }, right: { turn: 30, size: 2 } }]])('accepts %j', (parameters) => {
    expect(validate(recipeOf(parameters))).toBe(true);
  });

  it.each<[object, string]>([
    [{ left: { turn: 31 } }, 'operations[0].left.turn: 31 (expected -30 to 30 deg)'],
    [{ left: { size: 'big' } }, 'operations[0].left.size: "big" (expected 0 to 2)'],
    [{ left: 5 }, 'operations[0].left: 5 (expected an object of turn -30 to 30 deg, size 0 to 2)'],
    [{ left: null }, 'operations[0].left: null (expected an object of turn -30 to 30 deg, size 0 to 2)'],
    [{ left: [1, 2] }, 'operations[0].left: [1,2] (expected an object of turn -30 to 30 deg, size 0 to 2)'],
    [{ left: { turm: 1 } }, 'operations[0].left.turm: unknown key (expected "turn", the nearest known)'],
  ])('refuses %j and says where', (parameters, message) => {
    const recipe = recipeOf(parameters);
    expect(validate(recipe)).toBe(false);
    expect((validate.errors ?? []).map((fault) => describeFault(fault, schema, recipe).message)).toEqual([message]);
  });
});
