import type { Parameter } from './parameter.js';
import { describeStyleChoice, type StyleChoice } from './style-choice.js';

/** Longer lists and curves are told by their length and ends. */
const SPELLED_OUT = 8;
const DIGITS = 6;

/**
 * Prints a parameter's value for people, with its unit: `+0.5 EV`, `1.2x`, `0:0 0.5:0.6 1:1`. A plus marks what lies above a
 * default of zero, where below is possible.
 *
 * @param value - of the form the parameter accepts; `undefined` is printed as `none`.
 */
export function describeParameterValue(parameter: Parameter, value: unknown): string {
  if (value === undefined) return 'none';
  switch (parameter.kind) {
    case 'number': {
      if (typeof value !== 'number') return String(value);
      const isSigned = parameter.default === 0 && parameter.minimum < 0 && value > 0;
      return withUnit(`${isSigned ? '+' : ''}${printNumber(value)}`, parameter.unit);
    }
    case 'tuple':
    case 'list': {
      const numbers = value as readonly number[];
      if (numbers.length > SPELLED_OUT) return `${printNumber(numbers[0])} ... ${printNumber(numbers[numbers.length - 1])}, ${numbers.length} in all`;
      return numbers.map((number) => withUnit(printNumber(number), parameter.unit)).join(' ');
    }
    case 'points': {
      const points = (value as readonly (readonly [number, number])[]).map(([x, y]) => `${printNumber(x)}:${printNumber(y)}`);
      return points.length > SPELLED_OUT ? `${points[0]} ... ${points[points.length - 1]}, ${points.length} in all` : points.join(' ');
    }
    case 'flag':
      return value === true ? 'on' : 'off';
    case 'choice':
    case 'model':
      return String(value);
    case 'mix':
      return typeof value === 'string' ? value : Object.entries(value as Readonly<Record<string, number>>).map(([name, share]) => `${name}:${printNumber(share)}`).join(' ');
    case 'style':
      return describeStyleChoice(value as StyleChoice);
    case 'asset':
      return JSON.stringify(value);
    case 'group':
      return Object.entries(parameter.fields)
        .filter(([name]) => Object.hasOwn(value as object, name))
        .map(([name, field]) => `${name} ${describeParameterValue(field, (value as Record<string, unknown>)[name])}`)
        .join(', ');
  }
}

/** @returns a parameter's name as words: `redPoints` becomes `red points`. */
export function parameterWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function printNumber(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}

function withUnit(text: string, unit: string): string {
  return unit === 'x' ? `${text}x` : unit === '' ? text : `${text} ${unit}`;
}
