import { OPERATIONS, RECIPE_SCHEMA_ID, type RecipeOperation, validateRecipe } from '@openretouch/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagName, parseOperationFlag } from '../../../packages/cli/src/options/parse-operation-flag.js';

const find = (name: string) => {
  const operation = OPERATIONS.find((one) => one.name === name);
  if (operation === undefined) throw new Error(name);
  return operation;
};
const parse = (name: string, text: string): RecipeOperation => parseOperationFlag(find(name), text);

describe('parseOperationFlag', () => {
  it('gives every operation a flag of its own in kebab-case', () => {
    const flags = OPERATIONS.map(flagName);
    expect(flags).toEqual(expect.arrayContaining(['white-balance', 'exposure', 'tone-curve', 'lut']));
    expect(new Set(flags).size).toBe(OPERATIONS.length);
    for (const flag of flags) expect(flag).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('reads every number an operation accepts back as it was printed', () => {
    for (const operation of OPERATIONS) {
      for (const [name, parameter] of Object.entries(operation.parameters)) {
        if (parameter.kind !== 'number') continue;
        fc.assert(
          fc.property(fc.double({ min: parameter.minimum, max: parameter.maximum, noNaN: true }).filter((value) => !Object.is(value, -0)), (value) => {
            expect(parseOperationFlag(operation, `${name}=${value}`)[name]).toBe(value);
            if (name === operation.mainParameter) expect(parseOperationFlag(operation, String(value))).toEqual({ op: operation.name, [name]: value });
          }),
          { seed: 20240229, numRuns: 50 },
        );
      }
    }
  });

  it('makes entries that are valid recipes, for every word a parameter knows', () => {
    for (const operation of OPERATIONS) {
      for (const [name, parameter] of Object.entries(operation.parameters)) {
        const words = parameter.kind === 'number' ? (parameter.keywords ?? []) : parameter.kind === 'choice' ? parameter.values : parameter.kind === 'flag' ? ['true', 'false'] : [];
        for (const word of words) {
          const entry = parseOperationFlag(operation, `${name}=${word}`);
          expect(validateRecipe({ schema: RECIPE_SCHEMA_ID, name: 'x', operations: [entry] }).operations).toEqual([entry]);
        }
      }
    }
  });

  it.each([
    ['whiteBalance', 'auto', { auto: true }],
    ['whiteBalance', 'temperature=5200  tint=-10', { temperature: 5200, tint: -10 }],
    ['whiteBalance', 'gains=1,0.9,1.2', { gains: [1, 0.9, 1.2] }],
    ['levels', 'black=auto white=auto', { black: 'auto', white: 'auto' }],
    ['toneCurve', '0:0,0.5:0.6,1:1', { points: [[0, 0], [0.5, 0.6], [1, 1]] }],
    ['toneCurve', 'segments=0.5,0.5 mode=hue-preserving', { segments: [0.5, 0.5], mode: 'hue-preserving' }],
    ['exposure', ' -.5 ', { ev: -0.5 }],
    ['brightness', '1e0', { gain: 1 }],
  ])('reads --%s %j', (name, text, parameters) => {
    expect(parse(name, text)).toEqual({ op: name, ...parameters });
  });

  it.each([
    ['exposure', '', '--exposure: "" (expected a number)'],
    ['exposure', 'auto', '--exposure: "auto" (expected a number)'],
    ['exposure', 'NaN', '--exposure: "NaN" (expected a number)'],
    ['exposure', 'Infinity', '--exposure: "Infinity" (expected a number)'],
    ['exposure', '0x10', '--exposure: "0x10" (expected a number)'],
    ['exposure', '1,5', '--exposure: "1,5" (expected a number)'],
    ['exposure', '1 2', '--exposure: "1" (expected ev=...)'],
    ['exposure', 'ev=1=2', '--exposure: "ev=1=2" (expected ev=...)'],
    ['exposure', '__proto__=1', '--exposure: "__proto__=1" (expected ev=...)'],
    ['contrast', 'gain=1 gain=2', '--contrast: gain twice (expected each parameter once)'],
    ['whiteBalance', 'gains=1,,1', '--white-balance gains: "" (expected a number)'],
    ['whiteBalance', 'auto=yes', '--white-balance auto: "yes" (expected true or false)'],
    ['toneCurve', '0:0,1', '--tone-curve: "1" (expected points as x:y, e.g. 0:0,0.5:0.6,1:1)'],
  ])('refuses --%s %j', (name, text, message) => {
    expect(() => parse(name, text)).toThrow(expect.objectContaining({ name: 'InvalidArgumentError', message }));
  });
});
