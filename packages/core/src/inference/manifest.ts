import { describeValue, InvalidManifestError } from '../errors.js';
import { STYLE_ID_PATTERN } from '../operations/style-choice.js';
import { STYLE_DIMENSIONS } from '../operations/style-vector.js';
import { STYLE_LIST_SCHEMA_ID, type StyleList } from './style-list.js';

/** The schema id of manifests this version reads; that of `@openretouch/models`. */
export const MODEL_MANIFEST_SCHEMA_ID = 'openretouch/models@1';
/** Larger models are refused before they are fetched. */
export const MAXIMUM_MODEL_BYTES = 64 * 1024 * 1024;

/** One tensor at the border of a graph, as a manifest describes it. */
export interface TensorSpec {
  readonly name: string;
  /** A number where the graph fixes the size, a letter where it is free. */
  readonly shape: readonly (number | string)[];
  readonly type: string;
  /** Smallest and largest value that is meant. */
  readonly range: readonly [number, number];
  readonly encoding: string;
  /**
   * Width and height of the copy, in pixels, for inputs that are a picture; where the shape leaves both free, the box into which it
   * is fitted with its proportions kept.
   */
  readonly size?: readonly [number, number];
  /** How many parts of the photo, each of `size`, are looked at most, for the input "tiles". */
  readonly tileCount?: number;
}

/** What running a model needs to know of it; manifests say more, for people. */
export interface ModelSpec {
  readonly id: string;
  readonly operation: string;
  /** Path from the manifest's folder. */
  readonly file: string;
  readonly byteCount: number;
  /** 64 lowercase hex digits. */
  readonly sha256: string;
  readonly opset: number;
  /** Of a model that decides for another, the id of that one: the colour map of a csrnet. */
  readonly map?: string;
  /** Of a model that takes a style, the id of the one that sees styles, in whose space it is meant. */
  readonly embedding?: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** A list of models. The manifest of `@openretouch/models` is one. */
export interface ModelList {
  readonly schema: string;
  readonly models: readonly ModelSpec[];
  /** The built-in styles of pienet. */
  readonly styles?: StyleList;
}

type Check = (value: unknown) => boolean;
type Rule = readonly [check: Check, expected: string];

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isCount: Check = (value) => Number.isInteger(value) && (value as number) > 0;
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isPairOf = (check: Check): Check => (value) => Array.isArray(value) && value.length === 2 && value.every(check);
const optional = (check: Check): Check => (value) => value === undefined || check(value);

const TENSOR_RULES: Readonly<Record<string, Rule>> = {
  name: [isText, 'a name'],
  shape: [(value) => Array.isArray(value) && value.length > 0 && value.every((length) => isCount(length) || isText(length)), 'a list of sizes > 0 and letters'],
  type: [isText, 'a type such as "float32"'],
  range: [(value) => isPairOf(isNumber)(value) && (value as number[])[0] < (value as number[])[1], 'two numbers, rising'],
  encoding: [isText, 'an encoding such as "srgb" or "none"'],
  size: [optional(isPairOf(isCount)), 'a width and a height in pixels'],
  tileCount: [optional(isCount), 'a whole number > 0'],
};

const MODEL_RULES: Readonly<Record<string, Rule>> = {
  id: [(value) => typeof value === 'string' && /^[a-z0-9][a-z0-9._-]*$/.test(value), 'small letters, digits, ".", "_" and "-"'],
  operation: [isText, 'the name of a learned operation'],
  file: [(value) => isText(value) && !isOutside(value as string), 'a path below the manifest'],
  byteCount: [(value) => isCount(value) && (value as number) <= MAXIMUM_MODEL_BYTES, `a whole number of bytes, 1 to ${MAXIMUM_MODEL_BYTES}`],
  sha256: [(value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value), '64 lowercase hex digits'],
  opset: [isCount, 'a whole number > 0'],
  map: [optional(isText), 'the id of a model'],
  embedding: [optional(isText), 'the id of a model'],
  inputs: [(value) => Array.isArray(value) && value.length > 0, 'a list of tensors'],
  outputs: [(value) => Array.isArray(value) && value.length > 0, 'a list of tensors'],
};

const STYLE_LIST_RULES: Readonly<Record<string, Rule>> = {
  schema: [(value) => value === STYLE_LIST_SCHEMA_ID, `"${STYLE_LIST_SCHEMA_ID}"`],
  embedding: [(value) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value), '16 lowercase hex digits'],
  styles: [(value) => Array.isArray(value), 'a list of styles'],
};

const STYLE_RULES: Readonly<Record<string, Rule>> = {
  id: [(value) => typeof value === 'string' && new RegExp(STYLE_ID_PATTERN).test(value), 'a small letter, then small letters, digits and "-"'],
  name: [isText, 'a name'],
  description: [isText, 'a description'],
  vector: [
    (value) => Array.isArray(value) && value.length >= STYLE_DIMENSIONS[0] && value.length <= STYLE_DIMENSIONS[1] && value.every((part) => isNumber(part) && Math.abs(part as number) <= 1),
    `a list of ${STYLE_DIMENSIONS[0]} to ${STYLE_DIMENSIONS[1]} numbers, each -1 to 1`,
  ],
};

/**
 * Checks a manifest, as parsed from JSON.
 *
 * @returns the same object, not a copy; what running models does not need is not looked at.
 * @throws {@link InvalidManifestError} that names the first place that is wrong, what was found and what is accepted; code
 * `unsupported-manifest` for another version of the format.
 */
export function checkManifest(value: unknown): ModelList {
  const manifest = requireObject(value, 'manifest');
  if (manifest['schema'] !== MODEL_MANIFEST_SCHEMA_ID) {
    const isOther = typeof manifest['schema'] === 'string' && manifest['schema'].startsWith('openretouch/models@');
    throw fault('schema', manifest['schema'], `"${MODEL_MANIFEST_SCHEMA_ID}"${isOther ? ': the manifest is of another version of OpenRetouch' : ''}`, isOther);
  }
  const { models } = manifest;
  if (!Array.isArray(models)) throw fault('models', models, 'a list of models');
  const seen = new Set<string>();
  models.forEach((entry: unknown, index) => {
    const at = `models[${index}]`;
    const model = checkFields(requireObject(entry, at), MODEL_RULES, at);
    for (const side of ['inputs', 'outputs'] as const) {
      (model[side] as unknown[]).forEach((tensor, place) => void checkFields(requireObject(tensor, `${at}.${side}[${place}]`), TENSOR_RULES, `${at}.${side}[${place}]`));
    }
    if (seen.has(model['id'] as string)) throw fault(`${at}.id`, model['id'], 'an id of its own');
    seen.add(model['id'] as string);
  });
  if (manifest['styles'] !== undefined) checkStyles(requireObject(manifest['styles'], 'styles'));
  return value as ModelList;
}

function checkStyles(list: Record<string, unknown>): void {
  checkFields(list, STYLE_LIST_RULES, 'styles');
  const seen = new Set<unknown>();
  (list['styles'] as unknown[]).forEach((entry, index) => {
    const at = `styles.styles[${index}]`;
    const { id } = checkFields(requireObject(entry, at), STYLE_RULES, at);
    if (seen.has(id)) throw fault(`${at}.id`, id, 'an id of its own');
    seen.add(id);
  });
}

function requireObject(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault(at, value, 'an object');
  return value as Record<string, unknown>;
}

function checkFields(object: Record<string, unknown>, rules: Readonly<Record<string, Rule>>, at: string): Record<string, unknown> {
  for (const [field, [check, expected]] of Object.entries(rules)) {
    if (!check(object[field])) throw fault(`${at}.${field}`, object[field], expected);
  }
  return object;
}

/** A manifest may come from anywhere: it must not reach for files of others. */
function isOutside(path: string): boolean {
  return /^[/\\]|^[A-Za-z]+:|\\/.test(path) || path.split('/').includes('..');
}

function fault(at: string, value: unknown, expected: string, isOtherVersion = false): InvalidManifestError {
  return new InvalidManifestError(`manifest ${at}: ${describeValue(value)} (expected ${expected})`, { at, value: describeValue(value), expected }, isOtherVersion ? 'unsupported-manifest' : 'invalid-manifest');
}
