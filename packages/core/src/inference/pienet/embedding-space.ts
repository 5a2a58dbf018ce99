import { describeValue, EmbeddingSpaceError, InvalidModelError, ModelUnavailableError } from '../../errors.js';
import type { DecisionParameters } from '../../operations/decision.js';
import type { StyleVector } from '../../operations/style-vector.js';
import type { ModelSpec } from '../manifest.js';
import type { ModelStore } from '../model-store.js';
import type { StyleList } from '../style-list.js';
import type { Tensor } from '../runtime.js';

/** Name of the input for the style wanted, and of the output for the style seen. */
export const PREFERENCE_INPUT = 'preference';
export const VECTOR_OUTPUT = 'vector';

/** Digits of a SHA-256 that name an embedding space. */
const SPACE_DIGITS = 16;

/** @returns the name of the space that an embedding model spans. */
export function spaceOf({ sha256 }: ModelSpec): string {
  return sha256.slice(0, SPACE_DIGITS);
}

/**
 * Finds the model that sees styles.
 *
 * @param named - by its id; without it, the one there is.
 * @throws {@link ModelUnavailableError} where there is none.
 */
export function findEmbeddingModel(store: ModelStore, named?: string): ModelSpec {
  const found = named === undefined ? store.findByOutput('pienet', VECTOR_OUTPUT) : store.find(named);
  if (found !== undefined) return found;
  throw new ModelUnavailableError(`models: none that sees styles (expected one of pienet with the output "${VECTOR_OUTPUT}" in the manifest)`, { operation: 'pienet' });
}

/**
 * Makes the input of a model for the style wanted.
 *
 * @throws {@link EmbeddingSpaceError} for a style of another space than the model's; {@link ModelUnavailableError} for a built-in style
 * there is not; {@link InvalidModelError} for a model that takes no style.
 */
export function preferenceTensor(style: NonNullable<DecisionParameters['style']>, model: ModelSpec, store: ModelStore, styles: StyleList | undefined): Tensor {
  const dimensions = model.inputs.find(({ name }) => name === PREFERENCE_INPUT)?.shape.at(-1);
  if (typeof dimensions !== 'number') throw new InvalidModelError(`model ${model.id}: takes no style (expected the input "${PREFERENCE_INPUT}" of a fixed length)`, { model: model.id, input: PREFERENCE_INPUT });
  const expected = spaceOf(findEmbeddingModel(store, model.embedding));
  const { name, embedding, vector } = 'style' in style ? findBuiltInStyle(style.style, styles) : { name: 'style', ...style };
  if (embedding !== expected || vector.length !== dimensions) {
    throw new EmbeddingSpaceError(`${name}: of the embedding space ${embedding} with ${vector.length} dimensions (expected ${expected} with ${dimensions}, as the model ${model.id} was trained on: learn it anew from the photos)`, {
      found: embedding,
      expected,
      model: model.id,
    });
  }
  return { data: Float32Array.from(vector), shape: [1, dimensions] };
}

function findBuiltInStyle(id: string, list: StyleList | undefined): StyleVector & { readonly name: string } {
  const known = list?.styles.map((style) => style.id) ?? [];
  const found = list?.styles.find((style) => style.id === id);
  if (list !== undefined && found !== undefined) return { name: `style ${JSON.stringify(id)}`, embedding: list.embedding, vector: found.vector };
  throw new ModelUnavailableError(`style ${describeValue(id)}: no built-in style (expected one of ${known.join(', ') || 'none: the manifest has no styles'})`, { style: id, known });
}
