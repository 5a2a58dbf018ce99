import { MANIFEST_SCHEMA_ID, type ModelEntry, type ModelManifest } from '../manifest.js';
import { ModelFileError } from './bytes/model-file-error.js';
import { MODEL_ID } from './csrnet/import-csrnet.js';

/** A file below the manifest's folder: names of letters, digits, dots, hyphens and underscores, none of which begins with a dot. */
const FILE = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/;
const SHA256 = /^[0-9a-f]{64}$/;
const OPERATIONS = ['csrnet', 'pienet', 'cudi'];

type Unchecked = Readonly<Record<string, unknown>>;

/**
 * Reads a manifest that did not come with the program, such as that of an imported model.
 *
 * @param text - JSON.
 * @throws ModelFileError `unsupported-file` for one of another version, `damaged-file` for one that breaks the form; the message names
 * the field.
 */
export function parseManifest(text: string): ModelManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged('the manifest', 'no JSON', 'a manifest');
  }
  const manifest = requireObject(value, 'the manifest');
  if (manifest['schema'] !== MANIFEST_SCHEMA_ID) throw new ModelFileError('unsupported-file', `schema: ${describe(manifest['schema'])} (expected "${MANIFEST_SCHEMA_ID}": the manifest is of another version)`);
  requireList(manifest['models'], 'models').forEach((entry, index) => {
    checkEntryForm(requireObject(entry, `models[${index}]`), `models[${index}]`);
  });
  return manifest as unknown as ModelManifest;
}

function checkEntryForm(entry: Unchecked, at: string): void {
  requireText(entry['id'], `${at}.id`, MODEL_ID, 'an id of lowercase letters, digits and hyphens');
  requireText(entry['file'], `${at}.file`, FILE, 'a path below the manifest');
  requireText(entry['sha256'], `${at}.sha256`, SHA256, '64 hex digits');
  requireText(entry['licence'], `${at}.licence`);
  if (!OPERATIONS.includes(entry['operation'] as string)) throw damaged(`${at}.operation`, describe(entry['operation']), OPERATIONS.join(', '));
  for (const name of ['byteCount', 'opset']) requireCount(entry[name], `${at}.${name}`);
  for (const name of ['trainingData', 'measuredQuality']) requireList(entry[name], `${at}.${name}`).forEach((item, index) => requireObject(item, `${at}.${name}[${index}]`));
  requireList(entry['measuredQuality'], '').forEach((quality, index) => {
    const { measure, value, unit } = requireObject(quality, '');
    requireText(measure, `${at}.measuredQuality[${index}].measure`);
    requireText(unit, `${at}.measuredQuality[${index}].unit`);
    if (typeof value !== 'number') throw damaged(`${at}.measuredQuality[${index}].value`, describe(value), 'a number');
  });
  for (const side of ['inputs', 'outputs'] as const satisfies readonly (keyof ModelEntry)[]) {
    requireList(entry[side], `${at}.${side}`).forEach((tensor, index) => {
      checkTensorForm(requireObject(tensor, `${at}.${side}[${index}]`), `${at}.${side}[${index}]`);
    });
  }
}

function checkTensorForm(tensor: Unchecked, at: string): void {
  for (const name of ['name', 'type', 'encoding']) requireText(tensor[name], `${at}.${name}`);
  requireList(tensor['shape'], `${at}.shape`).forEach((length, axis) => {
    if (typeof length !== 'string') requireCount(length, `${at}.shape[${axis}]`);
  });
  const range = requireList(tensor['range'], `${at}.range`);
  if (range.length !== 2 || !range.every((bound) => typeof bound === 'number')) throw damaged(`${at}.range`, describe(range), 'two numbers');
  if (tensor['size'] === undefined) return;
  const size = requireList(tensor['size'], `${at}.size`);
  if (size.length !== 2) throw damaged(`${at}.size`, describe(size), 'width and height');
  for (const side of size) requireCount(side, `${at}.size`);
}

function requireObject(value: unknown, at: string): Unchecked {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Unchecked;
  throw damaged(at, describe(value), 'an object');
}

function requireList(value: unknown, at: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw damaged(at, describe(value), 'a list');
}

function requireText(value: unknown, at: string, form = /./s, expected = 'a text'): void {
  if (typeof value !== 'string' || !form.test(value)) throw damaged(at, describe(value), expected);
}

function requireCount(value: unknown, at: string): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1) throw damaged(at, describe(value), 'a whole number, 1 or more');
}

function damaged(at: string, found: string, expected: string): ModelFileError {
  return new ModelFileError('damaged-file', `${at}: ${found} (expected ${expected})`);
}

function describe(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
}
