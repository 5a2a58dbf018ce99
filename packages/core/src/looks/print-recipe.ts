import { InvalidRecipeError } from '../errors.js';
import { MAXIMUM_RECIPE_BYTES, type Recipe } from '../recipe/recipe.js';
import { encodeUtf8 } from '../recipe/utf8.js';

/** Columns within which an object or a list stays on one line. */
const LINE_WIDTH = 140;
const INDENT = '  ';

/**
 * @returns the recipe as the text of a recipe file, without a line end: an operation a line where it fits.
 * @throws InvalidRecipeError when it is larger than such a file may be: its LUTs are.
 */
export function printRecipe(recipe: Recipe): string {
  const text = printJson(recipe);
  const byteCount = encodeUtf8(text).length + 1;
  if (byteCount > MAXIMUM_RECIPE_BYTES) {
    const expected = `at most ${MAXIMUM_RECIPE_BYTES} bytes: a LUT of up to 40 nodes an edge; presets convert ... -o smaller.cube --size 33 makes one`;
    throw new InvalidRecipeError([{ pointer: '', value: byteCount, expected, message: `recipe: ${byteCount} bytes (expected ${expected})` }], 'recipe-too-large');
  }
  return text;
}

/**
 * @param value - plain JSON.
 * @returns JSON in which an object or list that fits stays on one line; the outermost never does.
 */
export function printJson(value: unknown): string {
  return printExpanded(value, '');
}

function printValue(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const line = printLine(value);
  return indent.length + line.length <= LINE_WIDTH ? line : printExpanded(value, indent);
}

function printExpanded(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent + INDENT;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const lines = Array.isArray(value)
    ? value.every((item) => typeof item === 'number')
      ? fillLines(value.map(String), inner)
      : value.map((item) => inner + printValue(item, inner))
    : entriesOf(value).map(([key, child]) => `${inner}${JSON.stringify(key)}: ${printValue(child, inner)}`);
  return lines.length === 0 ? open + close : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** @returns lines of as many numbers as fit; what parts them is added by the caller. */
function fillLines(numbers: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  for (const number of numbers) {
    const line = lines.at(-1);
    if (line === undefined || line.length + number.length + 3 > LINE_WIDTH) lines.push(indent + number);
    else lines[lines.length - 1] = `${line}, ${number}`;
  }
  return lines;
}

function printLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printLine).join(', ')}]`;
  const parts = entriesOf(value).map(([key, child]) => `${JSON.stringify(key)}: ${printLine(child)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, child]) => child !== undefined);
}
