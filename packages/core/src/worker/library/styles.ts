import { analyse } from '../../analyse/analyse.js';
import type { CancelSignal } from '../../cancel.js';
import { InvalidArgumentError, ModelUnavailableError } from '../../errors.js';
import { type Check, isListOf, isMaybe, isNumber, isShape, isText } from '../../host/check-shape.js';
import { createStyle } from '../../preference/create-style.js';
import { learnPreference } from '../../preference/learn-preference.js';
import { matchReference } from '../../preference/match-reference.js';
import { LIKED_PHOTO_COUNT } from '../../preference/mean-preference.js';
import { DISLIKED_PHOTO_COUNT } from '../../preference/optimise-preference.js';
import { type KnownStyle, measureReadiness as measure, type Readiness } from '../../preference/readiness.js';
import { isSamePhoto, thumbnailOf } from '../../preference/same-photo.js';
import { STYLE_DIMENSIONS } from '../../operations/style-vector.js';
import { validateRaster } from '../../raster/raster.js';
import type { Recipe } from '../../recipe/recipe.js';
import type { EngineCore } from '../engine-core.js';
import type { EmbeddedPhoto, EmbedPhotoRequest, LearnedStyle, LearnStyleRequest, MatchStyleRequest, RepeatedPhoto } from '../engine-library.js';

/** Values of the thumbnail's cells: a thousandth of a level of 8 bit is enough. */
const THUMBNAIL_DECIMALS = 5;
const THUMBNAIL_LENGTH = 16 * 16 * 3;

const isFinite = isNumber(-1e6, 1e6);
const checkVector = isShape({ embedding: isText(64), vector: isListOf(isFinite, STYLE_DIMENSIONS[1]) });
const isThumbnail: Check<number[]> = (value, at) => {
  const cells = isListOf(isNumber(0, 1), THUMBNAIL_LENGTH)(value, at);
  if (cells.length === THUMBNAIL_LENGTH) return cells;
  throw new InvalidArgumentError(`${at}: ${cells.length} numbers (expected ${THUMBNAIL_LENGTH}, as embedPhoto gives them)`, { argument: at, value: cells.length });
};
const checkPhoto: Check<EmbeddedPhoto> = isShape({ embedding: checkVector, thumbnail: isThumbnail });
const checkLiked = isListOf(checkPhoto, LIKED_PHOTO_COUNT[1]);
const checkDisliked = isMaybe(isListOf(checkPhoto, DISLIKED_PHOTO_COUNT[1]));

/**
 * Sees the style of a photo, for `learnStyle` and `matchStyle`.
 *
 * @throws InvalidRasterError; {@link InvalidArgumentError} for a photo without a style; {@link ModelUnavailableError}; what the model throws.
 */
export async function embedPhoto(core: EngineCore, { raster }: EmbedPhotoRequest, { signal }: { readonly signal: CancelSignal }): Promise<EmbeddedPhoto> {
  validateRaster(raster);
  const kernels = await core.openKernels();
  const { copy, sample } = analyse(raster, { signal, ...(kernels === undefined ? {} : { kernels }) });
  const decider = await core.openDecider();
  if (decider.embedPhoto === undefined) throw new ModelUnavailableError('models: none that sees styles (expected an engine with models)', {});
  const embedding = await decider.embedPhoto({ copy, sample }, { signal });
  return { embedding, thumbnail: Array.from(thumbnailOf(copy), (value) => Number(Math.min(Math.max(value, 0), 1).toFixed(THUMBNAIL_DECIMALS))) };
}

/** Says how ready a taste is that these photos would make. */
export async function measureReadiness(core: EngineCore, { liked }: { readonly liked: readonly EmbeddedPhoto[] }): Promise<Readiness> {
  const { used } = withoutRepeats('liked', checkLiked(liked, 'liked'));
  return measure(used.map(({ embedding }) => embedding), await knownStyles(core));
}

/**
 * Learns a style from photos that a person likes, and dislikes.
 *
 * @throws {@link InvalidArgumentError} for too few or too many photos, each counted once, and for one that is in both lists.
 */
export async function learnStyle(core: EngineCore, request: LearnStyleRequest): Promise<LearnedStyle> {
  const { name, about } = request;
  const liked = withoutRepeats('liked', checkLiked(request.liked, 'liked'));
  const disliked = withoutRepeats('disliked', checkDisliked(request.disliked, 'disliked') ?? []);
  const both = disliked.used.findIndex((bad) => liked.used.some((good) => isSame(good, bad)));
  if (both >= 0) throw new InvalidArgumentError(`disliked: the photo ${both + 1} of them is liked too (expected each photo in one of the two)`, { argument: 'disliked', value: both });
  const [goods, bads] = [liked.used, disliked.used].map((photos) => photos.map(({ embedding }) => embedding));
  const readiness = measure(goods, await knownStyles(core));
  const recipe = createStyle({ name, preference: learnPreference(goods, bads), likedCount: goods.length, dislikedCount: bads.length, consistency: readiness.consistency, ...(about === undefined ? {} : { about }) });
  return { recipe, readiness, repeated: [...liked.repeated, ...disliked.repeated] };
}

/** Makes a style of one reference photo. */
export async function matchStyle(_core: EngineCore, { reference, ...options }: MatchStyleRequest): Promise<Recipe> {
  return matchReference(checkPhoto(reference, 'reference').embedding, options);
}

async function knownStyles(core: EngineCore): Promise<KnownStyle[]> {
  const styles = await core.openStyles();
  if (styles === undefined) throw new ModelUnavailableError('styles: none are built in (expected an engine with models)', {});
  return styles.styles.map(({ name, vector }) => ({ title: name, preference: { embedding: styles.embedding, vector } }));
}

function withoutRepeats(kind: RepeatedPhoto['kind'], photos: readonly EmbeddedPhoto[]): { readonly used: readonly EmbeddedPhoto[]; readonly repeated: readonly RepeatedPhoto[] } {
  const places: number[] = [];
  const repeated: RepeatedPhoto[] = [];
  for (const [place, photo] of photos.entries()) {
    const original = places.find((earlier) => isSame(photos[earlier], photo));
    if (original === undefined) places.push(place);
    else repeated.push({ kind, place, original });
  }
  return { used: places.map((place) => photos[place]), repeated };
}

function isSame(a: EmbeddedPhoto, b: EmbeddedPhoto): boolean {
  return isSamePhoto(Float64Array.from(a.thumbnail), Float64Array.from(b.thumbnail));
}
