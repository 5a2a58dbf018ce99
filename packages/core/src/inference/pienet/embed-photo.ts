import type { Analysis } from '../../analyse/analysis.js';
import type { CancelSignal } from '../../cancel.js';
import { InvalidArgumentError } from '../../errors.js';
import type { StyleVector } from '../../operations/style-vector.js';
import { isOfOneColour, photoForModels } from '../../plan/decision-photo.js';
import { modelInputs } from '../model-inputs.js';
import type { ModelStore } from '../model-store.js';
import type { SessionRoom } from '../session-room.js';
import { findEmbeddingModel, spaceOf, VECTOR_OUTPUT } from './embedding-space.js';

export interface EmbedPhotoOptions {
  /** The embedding model, by its id; by default the one there is. */
  readonly model?: string;
  readonly signal?: CancelSignal;
}

/**
 * Sees the style of a finished photo.
 *
 * @param photo - its small copy and sample, in any space.
 * @returns a point of the embedding model's space, of length 1.
 * @throws {@link InvalidArgumentError} for a photo that is transparent or of one colour, and so has no style; ModelUnavailableError; what
 * loading and running the model throws.
 * @see PieNet (Kim et al., ECCV 2020), section 3.2: the preference embedding network
 */
export async function embedPhoto(photo: Pick<Analysis, 'copy' | 'sample'>, { model: named, signal }: EmbedPhotoOptions, { store, room }: { readonly store: ModelStore; readonly room: SessionRoom }): Promise<StyleVector> {
  const pictures = photoForModels(photo);
  if (isOfOneColour(pictures.sample)) throw new InvalidArgumentError('photo: transparent or of one colour (expected a photo with a style to see)', { argument: 'photo' });
  const model = await store.load(findEmbeddingModel(store, named).id);
  const { [VECTOR_OUTPUT]: vector } = await room.run(model, modelInputs(model.spec, pictures), signal);
  return { embedding: spaceOf(model.spec), vector: Array.from(vector.data) };
}
