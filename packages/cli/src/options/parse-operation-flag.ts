import { type GroupParameter, InvalidArgumentError, mainParameterOf, type Operation, type Parameter, type RecipeOperation } from '@openretouch/core';
import { describePairs } from './describe-pairs.js';
import { parseNumber } from './parse-number.js';

type SingleParameter = Exclude<Parameter, GroupParameter>;

/**
 * Reads the value of an operation's flag.
 *
 * @param text - the main parameter alone (`1.2`, `auto`), or any parameters as `name=value` separated by spaces
 * (`"gain=1.2 pivot=0.5"`). A field of a group is named with its group (`"blue.hue=-8 blue.chroma=0.2"`). Lists are
 * separated by commas, points written `x:y` (`"points=0:0,0.5:0.6,1:1"`), shares `name:share` (`"style=warm:0.6,soft:0.4"`); of a personal style, names and files as a text that is read later. `on` alone is enough for an operation that acts
 * by default.
 * @returns the recipe entry; ranges are checked with the recipe as a whole.
 * @throws InvalidArgumentError for an unknown parameter or a value of the wrong form.
 */
export function parseOperationFlag(operation: Operation, text: string): RecipeOperation {
  const flag = `--${flagName(operation)}`;
  const words = text.trim().split(/\s+/);
  const main = mainParameterOf(operation);
  if (main !== undefined && words.length === 1 && !words[0].includes('=')) return { op: operation.name, ...parseMainParameter(operation, main, words[0], flag) };
  if (operation.actsByDefault === true && words.length === 1 && words[0] === 'on') return { op: operation.name };
  const parameters: Record<string, unknown> = {};
  for (const word of words) {
    const [name, ...rest] = word.split('=');
    const [first, field] = splitName(name);
    const parameter = findParameter(operation, first, field);
    if (parameter === undefined || rest.length !== 1) throw unknownPair(operation, first, word, flag);
    const owner = field === undefined ? parameters : ((parameters[first] ??= {}) as Record<string, unknown>);
    const key = field ?? first;
    if (Object.hasOwn(owner, key)) throw new InvalidArgumentError(`${flag}: ${name} twice (expected each parameter once)`, { flag, value: text });
    owner[key] = parseParameter(parameter, rest[0], `${flag} ${name}`);
  }
  return { op: operation.name, ...parameters };
}

/** @returns the operation's name as a flag: `whiteBalance` becomes `white-balance`. */
export function flagName(operation: Operation): string {
  return operation.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function parseMainParameter(operation: Operation, main: { readonly name: string; readonly parameter: Parameter }, word: string, flag: string): Record<string, unknown> {
  const automatic = operation.parameters['auto'];
  if (word === 'auto' && automatic?.kind === 'flag') return { auto: true };
  return { [main.name]: parseParameter(main.parameter as SingleParameter, word, flag) };
}

/** @returns the name, and behind its first dot the field of a group. */
function splitName(name: string): [string, string | undefined] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}

function findParameter({ parameters }: Operation, name: string, field: string | undefined): SingleParameter | undefined {
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (parameter?.kind !== 'group') return field === undefined ? parameter : undefined;
  return field !== undefined && Object.hasOwn(parameter.fields, field) ? parameter.fields[field] : undefined;
}

/** Where the group is right, only its fields are listed. */
function unknownPair(operation: Operation, name: string, word: string, flag: string): InvalidArgumentError {
  const parameter = Object.hasOwn(operation.parameters, name) ? operation.parameters[name] : undefined;
  const fields = parameter?.kind === 'group' ? Object.keys(parameter.fields).map((field) => `${name}.${field}=...`) : undefined;
  const expected = fields?.join(', ') ?? `${operation.actsByDefault === true ? 'on, or ' : ''}${describePairs(operation, '=...', ', ')}`;
  return new InvalidArgumentError(`${flag}: ${JSON.stringify(word)} (expected ${expected})`, { flag, value: word });
}

function parseParameter(parameter: SingleParameter, text: string, flag: string): unknown {
  switch (parameter.kind) {
    case 'number':
      return parameter.keywords?.includes(text) === true ? text : parseNumber(text, flag);
    case 'tuple':
    case 'list':
      return text.split(',').map((item) => parseNumber(item, flag));
    case 'points':
      return text.split(',').map((point) => parsePoint(point, flag));
    case 'flag':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new InvalidArgumentError(`${flag}: ${JSON.stringify(text)} (expected true or false)`, { flag, value: text });
    case 'mix':
      return parseMix(text, flag);
    case 'choice':
    case 'style':
    case 'model':
    case 'asset':
      return text;
  }
}

/** @returns a name, or shares by name: `warm:0.6,soft:0.4`. */
export function parseMix(text: string, flag: string): string | Record<string, number> {
  if (!text.includes(':')) return text;
  const shares = text.split(',').map((share) => share.split(':'));
  if (shares.some((pair) => pair.length !== 2)) throw new InvalidArgumentError(`${flag}: ${JSON.stringify(text)} (expected a name, or shares as warm:0.6,soft:0.4)`, { flag, value: text });
  return Object.fromEntries(shares.map(([name, share]) => [name, parseNumber(share, flag)]));
}

function parsePoint(text: string, flag: string): number[] {
  const pair = text.split(':');
  if (pair.length !== 2) throw new InvalidArgumentError(`${flag}: ${JSON.stringify(text)} (expected points as x:y, e.g. 0:0,0.5:0.6,1:1)`, { flag, value: text });
  return pair.map((item) => parseNumber(item, flag));
}
