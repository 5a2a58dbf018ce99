import { type NumberParameter, type Operation, OPERATIONS, RECIPE_SCHEMA_ID, type RecipeOperation, validateRecipe } from '@openretouch/core';
import fc from 'fast-check';
import { fillDefaults } from '../../../packages/core/src/recipe/parameters.js';
import { describe, expect, it } from 'vitest';
import { flagName, parseOperationFlag } from '../../../packages/cli/src/options/parse-operation-flag.js';
import { GROUPED_OPERATION } from '../../helpers/grouped-operation.js';

const find = (name: string) => {
  const operation = OPERATIONS.find((one) => one.name === name);
  if (operation === undefined) throw new Error(name);
  return operation;
};
/** The numbers of an operation, those in groups by their dotted names. */
const numbersOf = ({ parameters }: Operation): [string, NumberParameter][] =>
  Object.entries(parameters).flatMap(([name, parameter]): [string, NumberParameter][] => {
    if (parameter.kind === 'group') return Object.entries(parameter.fields).map(([field, number]) => [`${name}.${field}`, number]);
    return parameter.kind === 'number' ? [[name, parameter]] : [];
  });
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
      for (const [name, parameter] of numbersOf(operation)) {
        fc.assert(
          fc.property(fc.double({ min: parameter.minimum, max: parameter.maximum, noNaN: true }).filter((value) => !Object.is(value, -0)), (value) => {
            const [first, field] = name.split('.');
            const given = parseOperationFlag(operation, `${name}=${value}`)[first];
            expect(field === undefined ? given : (given as Record<string, unknown>)[field]).toBe(value);
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
          const needed = operation.name === 'pienet' ? { style: 'golden' } : {};
          const entry = { ...needed, ...parseOperationFlag(operation, `${name}=${word}`) };
          // A word that means something only beside another parameter is no recipe alone.
          if (operation.check?.(fillDefaults(operation, entry)) !== undefined) continue;
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
    ['hsl', 'blue.hue=-8 blue.chroma=0.2', { blue: { hue: -8, chroma: 0.2 } }],
    ['colorGrade', 'shadows.hue=220 shadows.amount=.2 balance=-.1', { shadows: { hue: 220, amount: 0.2 }, balance: -0.1 }],
    ['blackWhite', 'on', {}],
    ['blackWhite', 'red=0.4 blue=-1', { red: 0.4, blue: -1 }],
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
    ['hsl', 'on', '--hsl: "on" (expected red.hue=..., red.chroma=..., red.lightness=..., and so for orange, yellow, green, aqua, blue, purple, magenta)'],
    ['blackWhite', '0.5', '--black-white: "0.5" (expected on, or red=..., orange=..., yellow=..., green=..., aqua=..., blue=..., purple=..., magenta=...)'],
    ['toneCurve', '0:0,1', '--tone-curve: "1" (expected points as x:y, e.g. 0:0,0.5:0.6,1:1)'],
  ])('refuses --%s %j', (name, text, message) => {
    expect(() => parse(name, text)).toThrow(expect.objectContaining({ name: 'InvalidArgumentError', message }));
  });

  it('reads fields of groups, and numbers beside them, as pairs', () => {
    expect(parseOperationFlag(GROUPED_OPERATION, 'left.turn=-8 shift=.5 right.turn=3 left.size=2')).toEqual({ op: 'groupedForTests', left: { turn: -8, size: 2 }, right: { turn: 3 }, shift: 0.5 });
  });

  const EVERY_PAIR = 'shift=..., left.turn=..., left.size=..., and so for right';
  it.each([
    ['5', `"5" (expected ${EVERY_PAIR})`],
    ['', `"" (expected ${EVERY_PAIR})`],
    ['turn=5', `"turn=5" (expected ${EVERY_PAIR})`],
    ['shift.turn=5', `"shift.turn=5" (expected ${EVERY_PAIR})`],
    ['left=5', '"left=5" (expected left.turn=..., left.size=...)'],
    ['right.turm=5', '"right.turm=5" (expected right.turn=..., right.size=...)'],
    ['right.turn.x=5', '"right.turn.x=5" (expected right.turn=..., right.size=...)'],
    ['left.__proto__=5', '"left.__proto__=5" (expected left.turn=..., left.size=...)'],
    ['left.turn=1 left.turn=2', 'left.turn twice (expected each parameter once)'],
  ])('refuses the pairs %j', (text, message) => {
    expect(() => parseOperationFlag(GROUPED_OPERATION, text)).toThrow(expect.objectContaining({ name: 'InvalidArgumentError', message: `--grouped-for-tests: ${message}` }));
  });

  it('names the field of a group whose value has the wrong form', () => {
    expect(() => parseOperationFlag(GROUPED_OPERATION, 'left.turn=far')).toThrow('--grouped-for-tests left.turn: "far" (expected a number)');
  });
});
