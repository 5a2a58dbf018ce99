import fc from 'fast-check';
import { isRequired } from '../../../packages/core/src/operations/parameter.js';
import { arbitraryStyle, arbitraryStyleChoice } from '../../helpers/arbitrary-operation.js';
import { createLutAsset, type LutAsset, OPERATIONS, type Operation, type Parameter, type Recipe, RECIPE_SCHEMA_ID, type RecipeOperation } from '@openretouch/core';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

function arbitraryValue(parameter: Parameter): fc.Arbitrary<unknown> {
  switch (parameter.kind) {
    case 'number':
      return fc.oneof(between(parameter.minimum, parameter.maximum), fc.constantFrom<unknown>(parameter.default, ...(parameter.keywords ?? [])));
    case 'tuple':
      return fc.oneof(fc.constant([...parameter.default]), fc.array(between(parameter.minimum, parameter.maximum), { minLength: parameter.default.length, maxLength: parameter.default.length }));
    case 'list':
      return fc.array(between(parameter.minimum, parameter.maximum), { minLength: parameter.minimumLength, maxLength: parameter.maximumLength });
    case 'points':
      return fc
        .uniqueArray(unit, { minLength: parameter.minimumLength, maxLength: parameter.maximumLength, selector: (x) => x + 0 })
        .chain((xs) => fc.tuple(fc.constant(xs.map((x) => x + 0).sort((a, b) => a - b)), fc.array(unit, { minLength: xs.length, maxLength: xs.length })))
        .map(([xs, ys]) => xs.map((x, i) => [x, ys[i]]));
    case 'choice':
      return fc.constantFrom(...parameter.values);
    case 'flag':
      return fc.boolean();
    case 'mix':
      return fc.oneof(fc.constantFrom(...parameter.values), fc.record(Object.fromEntries(parameter.values.map((value) => [value, unit])), { requiredKeys: [] }));
    case 'model':
      return fc.constantFrom('csrnet-warm', 'another.model', 'csrnet-soft@0123456789abcdef');
    case 'asset':
      return fc.constantFrom('film', 'other.1');
    case 'style':
      return arbitraryStyleChoice('taste');
    case 'group':
      return fc.record(Object.fromEntries(Object.entries(parameter.fields).map(([name, field]) => [name, arbitraryValue(field)])), { requiredKeys: [] });
  }
}

/** Some parameters of one group, as the operation's rules allow. */
function arbitraryEntry(operation: Operation): fc.Arbitrary<RecipeOperation> {
  const groups = operation.exclusive ?? [];
  return fc.integer({ min: 0, max: Math.max(groups.length - 1, 0) }).chain((chosen) => {
    const left = groups.filter((_, i) => i !== chosen).flat();
    const own = Object.entries(operation.parameters).filter(([name]) => !left.includes(name));
    const needed = own.filter(([, parameter]) => isRequired(parameter)).map(([name]) => name);
    const mask = fc.record({ slot: fc.constantFrom('host', 'brush', 'sky'), invert: fc.boolean(), feather: between(0, 0.1), optional: fc.boolean() }, { requiredKeys: ['slot'] });
    const model = { strength: fc.oneof(unit, fc.constant(1)), ...Object.fromEntries(own.map(([name, parameter]) => [name, arbitraryValue(parameter)])), enabled: fc.boolean(), mask };
    return fc
      .record(model, { requiredKeys: needed as (keyof typeof model)[] })
      .map((entry) => ({ op: operation.name, ...entry }))
      .filter((entry) => operation.check?.({ ...defaults(operation), ...entry }) === undefined);
  });
}

function defaults(operation: Operation): Record<string, unknown> {
  return Object.fromEntries(Object.entries(operation.parameters).map(([name, parameter]) => [name, 'default' in parameter ? parameter.default : undefined]));
}

const arbitraryLut: fc.Arbitrary<LutAsset> = fc.array(between(-2, 2), { minLength: 24, maxLength: 24 }).map((values) => createLutAsset({ kind: 'lut3d', size: 2, values: Float32Array.from(values), space: 'srgb' }));

/** Valid recipes over every registered operation, with every optional field now and then. */
export const arbitraryRecipe: fc.Arbitrary<Recipe> = fc
  .record(
    {
      name: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
      author: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
      strength: fc.oneof(unit, fc.constant(1)),
      extensions: fc.dictionary(fc.stringMatching(/^[a-z.]{1,10}$/).filter((key) => key !== 'constructor' && key !== 'prototype'), fc.oneof(unit, fc.string(), fc.array(fc.boolean()))),
      operations: fc.array(fc.oneof(...OPERATIONS.map(arbitraryEntry)), { maxLength: 6 }),
    },
    { requiredKeys: ['name', 'operations'] },
  )
  .chain((fields) => fc.record({ film: arbitraryLut, 'other.1': arbitraryLut, taste: arbitraryStyle() }).map((assets) => ({ schema: RECIPE_SCHEMA_ID, ...fields, assets })));

/** The same value with the keys of every object in another order. */
export function reverseKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reverseKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, child]) => [key, reverseKeys(child as unknown)])) as T;
}
