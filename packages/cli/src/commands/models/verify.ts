import { InvalidArgumentError, InvalidFileError, nearestNames, RetouchError } from '@openretouch/core';
import { checkModelFile } from '@openretouch/core/inference';
import { asInvalidFile, type LibraryModel, readModelLibrary } from '../../models/model-library.js';
import { readCapped } from '../../looks/read-capped.js';
import { errorFields } from '../../report.js';
import type { CommandContext } from '../context.js';

/**
 * Checks models against their manifests: the file is there, has its hash, and its graph takes and gives what the manifest says.
 *
 * @param ids - of the models to check; none checks all.
 * @returns how many failed.
 * @throws InvalidArgumentError for an id that no model has.
 */
export async function verifyModels(ids: readonly string[], folder: string | undefined, { reporter, signal }: CommandContext): Promise<number> {
  const { models, faults } = await readModelLibrary(folder);
  for (const id of ids) requireKnown(id, models);
  const chosen = ids.length === 0 ? models : models.filter(({ entry }) => ids.includes(entry.id));
  const results: object[] = [];
  let failedCount = ids.length === 0 ? faults.length : 0;
  for (const { entry, path, source } of chosen) {
    signal.throwIfAborted();
    try {
      const bytes = await readCapped(path, entry.byteCount, 'model');
      const { opset, nodes, tensors } = checkBytes(path, entry, bytes);
      const constantCount = [...tensors.values()].reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);
      reporter.line(`${entry.id}: sound, ${constantCount} numbers, opset ${opset}`);
      results.push({ id: entry.id, source, path, status: 'sound', sha256: entry.sha256, opset, operators: [...new Set(nodes.map(({ operator }) => operator))], constantCount });
    } catch (error) {
      if (!RetouchError.isInstance(error)) throw error;
      failedCount += 1;
      const named = error.message.includes(`model ${entry.id}: `) ? error.message : `model ${entry.id}: ${error.message}`;
      reporter.error(new InvalidFileError(named, { ...error.fields, id: entry.id }, { code: error.code, cause: error }));
      results.push({ id: entry.id, source, path, status: 'failed', error: errorFields(error) });
    }
  }
  if (ids.length === 0) for (const fault of faults) reporter.error(fault);
  reporter.result(results);
  return failedCount;
}

function checkBytes(path: string, entry: LibraryModel['entry'], bytes: Uint8Array): ReturnType<typeof checkModelFile> {
  try {
    return checkModelFile(entry, bytes);
  } catch (error) {
    throw asInvalidFile(path, error);
  }
}

function requireKnown(id: string, models: readonly LibraryModel[]): void {
  const known = models.map(({ entry }) => entry.id);
  if (known.includes(id)) return;
  const near = nearestNames(id, known);
  throw new InvalidArgumentError(`${JSON.stringify(id)}: no such model (expected ${(near.length > 0 ? near : known).join(', ')})`, { value: id });
}
