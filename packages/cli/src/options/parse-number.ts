import { InvalidArgumentError } from '@openretouch/core';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** @throws InvalidArgumentError unless the whole text is a finite decimal number. */
export function parseNumber(text: string, flag: string): number {
  const value = DECIMAL.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new InvalidArgumentError(`${flag}: ${JSON.stringify(text)} (expected a number)`, { flag, value: text });
  return value;
}

/** @throws InvalidArgumentError unless the text is a number in the range, ends included. */
export function parseNumberInRange(text: string, flag: string, minimum: number, maximum: number): number {
  const value = parseNumber(text, flag);
  if (value < minimum || value > maximum) throw new InvalidArgumentError(`${flag}: ${text} (expected ${minimum} to ${maximum})`, { flag, value });
  return value;
}

/** @throws InvalidArgumentError unless the text is a whole number in the range, ends included. */
export function parseWholeNumber(text: string, flag: string, minimum: number, maximum: number): number {
  const value = parseNumber(text, flag);
  if (!Number.isInteger(value) || value < minimum || value > maximum) throw new InvalidArgumentError(`${flag}: ${text} (expected a whole number, ${minimum} to ${maximum})`, { flag, value });
  return value;
}
