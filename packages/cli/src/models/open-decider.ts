import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, modelReferences, ModelUnavailableError, type Recipe } from '@openretouch/core';
import { createDecider, createOrtRuntime, type BakeNetwork, type Decider } from '@openretouch/core/inference';
import { manifest, MANIFEST_SCHEMA_ID, type ModelEntry } from '@openretouch/models';
import { type LibraryModel, type ModelLibrary, readModelLibrary } from './model-library.js';

export type { Decider };

/** SHA-256 of each model by id, ids in order. */
export type ModelHashes = Readonly<Record<string, string>>;

/**
 * Says which weights a recipe asks: of its models, and of their colour maps, which decide as much.
 *
 * @param modelsFolder - of the user's models; absent, there are those that come with the program.
 * @throws ModelUnavailableError for a model that is not at hand.
 */
export async function hashModels(recipe: Recipe, modelsFolder: string | undefined): Promise<ModelHashes> {
  const ids = idsOf(recipe);
  if (ids.length === 0) return {};
  const library = await readModelLibrary(modelsFolder);
  const asked = ids.map((id) => requireModel(id, library));
  const all = [...asked, ...asked.flatMap((model) => mapOf(model, library) ?? [])];
  return Object.fromEntries(all.map(({ entry }): [string, string] => [entry.id, entry.sha256]).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Makes ready what a recipe's learned operations ask; the runtime is loaded with the first model that needs it, since it takes a third of a second.
 *
 * @param bakeNetwork - of the kernels, where there are any.
 * @param modelsFolder - as for {@link hashModels}.
 * @returns `undefined` for a recipe that asks no model.
 * @throws ModelUnavailableError, InvalidModelError when a model cannot be had or is not sound.
 */
export async function openDecider(recipe: Recipe, bakeNetwork: BakeNetwork | undefined, modelsFolder: string | undefined): Promise<Decider | undefined> {
  const ids = idsOf(recipe);
  if (ids.length === 0) return undefined;
  const library = await readModelLibrary(modelsFolder);
  for (const id of ids) requireModel(id, library);
  const decider = createLibraryDecider(library, bakeNetwork);
  await decider.prepare(ids);
  return decider;
}

/**
 * Makes ready what sees the style of photos.
 *
 * @param modelsFolder - as for {@link hashModels}.
 * @param retouching - the model that is to retouch by the styles; without it, the shipped one.
 * @throws InvalidFileError when the folder of models cannot be read; ModelUnavailableError for a model that is not at hand;
 * InvalidArgumentError for one that takes no style.
 */
export async function openEmbedder(modelsFolder: string | undefined, retouching?: string): Promise<Pick<Decider, 'embedPhoto' | 'dispose'>> {
  const library = await readModelLibrary(modelsFolder);
  const embedding = retouching === undefined ? undefined : embeddingOf(requireModel(retouching, library));
  const decider = createLibraryDecider(library, undefined);
  return {
    embedPhoto: (photo, options) => decider.embedPhoto(photo, { ...options, ...(embedding === undefined ? {} : { model: embedding }) }),
    dispose: () => decider.dispose(),
  };
}

/** @returns the model that sees styles for one that retouches by them; `undefined` for that of the shipped one. */
function embeddingOf({ entry }: LibraryModel): string | undefined {
  if (!entry.inputs.some(({ name }) => name === 'preference')) throw new InvalidArgumentError(`--model: ${entry.id} takes no style (expected a model of pienet with the input "preference")`, { flag: '--model', value: entry.id });
  return (entry as ModelEntry & { readonly embedding?: string }).embedding;
}

function createLibraryDecider(library: ModelLibrary, bakeNetwork: BakeNetwork | undefined): Decider {
  const runtime = createOrtRuntime(() => import('onnxruntime-web'));
  // Models of several folders in one list: their files are told apart by their place in it.
  const paths = new Map(library.models.map(({ path }, index) => [`${index}.onnx`, path]));
  const models = library.models.map(({ entry }, index) => ({ ...entry, file: `${index}.onnx` }));
  return createDecider({
    manifest: { schema: MANIFEST_SCHEMA_ID, models, styles: manifest.styles },
    fetchBytes: async (file) => new Uint8Array(await readFile(paths.get(file) ?? file)),
    runtime,
    ...(bakeNetwork === undefined ? {} : { bakeNetwork }),
  });
}

function idsOf(recipe: Recipe): string[] {
  return [...new Set(modelReferences(recipe).map(({ id }) => id))];
}

/** The colour map that the decider will take: the one an entry names, the one of its name, or the first there is. A model that paints has none. */
function mapOf({ entry }: LibraryModel, { models }: ModelLibrary): LibraryModel | undefined {
  if (entry.operation === 'pienet' && entry.outputs.some(({ name }) => name === 'retouched')) return undefined;
  const named = (entry as ModelEntry & { readonly map?: string }).map ?? `${entry.id}-map`;
  return models.find((model) => model.entry.id === named) ?? models.find((model) => model.entry.operation === entry.operation && model.entry.inputs.some(({ name }) => name === 'modulation'));
}

function requireModel(id: string, { models, faults }: ModelLibrary): LibraryModel {
  const model = models.find(({ entry }) => entry.id === id);
  if (model !== undefined) return model;
  const known = models.map(({ entry }) => entry.id);
  const others = faults.length === 0 ? '' : `; not read: ${faults[0].message}`;
  throw new ModelUnavailableError(`model ${JSON.stringify(id)}: not at hand (expected one of ${known.join(', ')}, or one that "models import" makes)${others}`, { model: id, known });
}
