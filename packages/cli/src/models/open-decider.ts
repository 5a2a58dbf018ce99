import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { modelReferences, ModelUnavailableError, type Recipe } from '@openretouch/core';
import { createDecider, createOrtRuntime, type BakeNetwork, type Decider } from '@openretouch/core/inference';
import { findModel, manifest } from '@openretouch/models';

/** SHA-256 of each model by id, ids in order. */
export type ModelHashes = Readonly<Record<string, string>>;

/**
 * Says which weights a recipe asks.
 *
 * @throws ModelUnavailableError for a model that does not come with this version.
 */
export function hashModels(recipe: Recipe): ModelHashes {
  const ids = new Set(modelReferences(recipe).flatMap(({ id }) => [id, ...mapsOf(id)]));
  return Object.fromEntries([...ids].sort().map((id) => [id, requireModel(id).sha256]));
}

/**
 * Makes ready what a recipe's learned operations ask; the runtime is loaded here and not before, since it takes a third of a second.
 *
 * @param bakeNetwork - of the kernels, where there are any.
 * @returns `undefined` for a recipe that asks no model.
 * @throws ModelUnavailableError, InvalidModelError when a model cannot be had or is not sound.
 */
export async function openDecider(recipe: Recipe, bakeNetwork: BakeNetwork | undefined): Promise<Decider | undefined> {
  const ids = [...new Set(modelReferences(recipe).map(({ id }) => id))];
  if (ids.length === 0) return undefined;
  for (const id of ids) requireModel(id);
  const root = dirname(createRequire(import.meta.url).resolve('@openretouch/models/package.json'));
  const runtime = createOrtRuntime(await import('onnxruntime-web'));
  const decider = createDecider({
    manifest,
    fetchBytes: async (file) => new Uint8Array(await readFile(join(root, file))),
    runtime,
    ...(bakeNetwork === undefined ? {} : { bakeNetwork }),
  });
  await decider.prepare(ids);
  return decider;
}

/** The colour map decides as much as what decides for it. */
function mapsOf(id: string): string[] {
  const { operation } = requireModel(id);
  return manifest.models.filter((model) => model.operation === operation && model.inputs.some(({ name }) => name === 'modulation')).map((model) => model.id);
}

function requireModel(id: string): NonNullable<ReturnType<typeof findModel>> {
  const model = findModel(id);
  if (model !== undefined) return model;
  const known = manifest.models.map((one) => one.id);
  throw new ModelUnavailableError(`model ${JSON.stringify(id)}: does not come with this version (expected one of ${known.join(', ')})`, { model: id, known });
}
