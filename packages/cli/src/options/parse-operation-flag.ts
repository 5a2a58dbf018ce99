import { InvalidArgumentError, type Operation, type Parameter, type RecipeOperation } from '@openretouch/core';
import { parseNumber } from './parse-number.js';

/**
 * Reads the value of an operation's flag.
 *
 * @param text - the main parameter alone (`1.2`, `auto`), or any parameters as `name=value` separated by spaces
 * (`"gain=1.2 pivot=0.5"`). Lists are separated by commas, points written `x:y` (`"points=0:0,0.5:0.6,1:1"`).
 * @returns the recipe entry; ranges are checked with the recipe as a whole.
 * @throws InvalidArgumentError for an unknown parameter or a value of the wrong form.
 */
export function parseOperationFlag(operation: Operation, text: string): RecipeOperation {
  const flag = `--${flagName(operation)}`;
  const words = text.trim().split(/\s+/);
  if (words.length === 1 && !words[0].includes('=')) return { op: operation.name, ...parseMainParameter(operation, words[0], flag) };
  const parameters: Record<string, unknown> = {};
  for (const word of words) {
    const [name, ...rest] = word.split('=');
    const parameter = Object.hasOwn(operation.parameters, name) ? operation.parameters[name] : undefined;
    if (parameter === undefined || rest.length !== 1) {
      const names = Object.keys(operation.parameters);
      const expected = [operation.mainParameter, ...names.filter((key) => key !== operation.mainParameter)].map((key) => `${key}=...`).join(', ');
      throw new InvalidArgumentError(`${flag}: ${JSON.stringify(word)} (expected ${expected})`, { flag, value: word });
    }
    if (Object.hasOwn(parameters, name)) throw new InvalidArgumentError(`${flag}: ${name} twice (expected each parameter once)`, { flag, value: text });
    parameters[name] = parseParameter(parameter, rest[0], `${flag} ${name}`);
  }
  return { op: operation.name, ...parameters };
}

/** @returns the operation's name as a flag: `whiteBalance` becomes `white-balance`. */
export function flagName(operation: Operation): string {
  return operation.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function parseMainParameter(operation: Operation, word: string, flag: string): Record<string, unknown> {
  const main = operation.parameters[operation.mainParameter];
  const automatic = operation.parameters['auto'];
  if (word === 'auto' && automatic?.kind === 'flag') return { auto: true };
  return { [operation.mainParameter]: parseParameter(main, word, flag) };
}

function parseParameter(parameter: Parameter, text: string, flag: string): unknown {
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
    case 'choice':
    case 'asset':
      return text;
  }
}

function parsePoint(text: string, flag: string): number[] {
  const pair = text.split(':');
  if (pair.length !== 2) throw new InvalidArgumentError(`${flag}: ${JSON.stringify(text)} (expected points as x:y, e.g. 0:0,0.5:0.6,1:1)`, { flag, value: text });
  return pair.map((item) => parseNumber(item, flag));
}
