import type { CancelSignal, ProgressListener } from '../../cancel.js';
import { InvalidArgumentError } from '../../errors.js';
import { type Check, isListOf, isMaybe, isNumber, isOneOf, isShape, isText } from '../../host/check-shape.js';
import { validateRecipe } from '../../recipe/validate-recipe.js';
import { lockRecipe } from '../../series/lock-recipe.js';
import { DEFAULT_SERIES_SHARE, lockSeries as lock } from '../../series/lock-series.js';
import { describeSeriesPhoto, type SeriesPhoto } from '../../series/series-photo.js';
import type { EngineCore } from '../engine-core.js';
import type { LockedSeries, LockSeriesRequest, SeriesPhotoRequest } from '../engine-library.js';

const MAXIMUM_PHOTOS = 10_000;
/** Lightness and two colour ratios of 8 x 8 cells. */
const SIGNATURE_LENGTH = 8 * 8 * 3;
/** Of a result of 32 pixels a side. */
const MAXIMUM_PIXELS = 32 * 32;
const NAME_LENGTH = 1000;

const isValue = isNumber(-1e6, 1e6);
const isPixels = isListOf(isValue, MAXIMUM_PIXELS * 3);
const isSeriesPhoto: Check<SeriesPhoto> = isShape({
  name: isText(NAME_LENGTH),
  signature: isListOf(isValue, SIGNATURE_LENGTH),
  space: isOneOf('srgb', 'display-p3'),
  before: isMaybe(isPixels),
  after: isPixels,
  weights: isMaybe(isListOf(isNumber(0, 1), MAXIMUM_PIXELS)),
  strength: isNumber(0, 1),
});

/** Remembers of an open photo what `lockSeries` needs: the photo may be closed then. */
export async function describeForSeries(core: EngineCore, { photo, recipe, name }: SeriesPhotoRequest, { signal }: { readonly signal: CancelSignal }): Promise<SeriesPhoto> {
  const opened = core.find(photo);
  const { width, height } = opened.raster;
  const masks = opened.masksAt(width, height);
  const plan = await core.planFull(opened, validateRecipe(recipe), signal, masks);
  return describeSeriesPhoto(isText(NAME_LENGTH)(name, 'name'), opened.analysis, plan, { masks, signal });
}

/**
 * Draws the results of photos of one scene together.
 *
 * @throws InvalidArgumentError for photos that are not as `describeForSeries` gives them, and a share out of range.
 */
export async function lockSeries(core: EngineCore, request: LockSeriesRequest, { signal, onProgress }: { readonly signal: CancelSignal; readonly onProgress?: ProgressListener | undefined }): Promise<LockedSeries> {
  const { share = DEFAULT_SERIES_SHARE } = request;
  const recipe = validateRecipe(request.recipe);
  const photos = isListOf(isSeriesPhoto, MAXIMUM_PHOTOS)(request.photos, 'photos');
  for (const [place, photo] of photos.entries()) requireWhole(photo, `photos[${place}]`);
  const decided = await lock(photos, share, { signal, pause: core.pause, ...(onProgress === undefined ? {} : { onProgress }) });
  return { lock: decided, recipes: decided.photos.map((photo) => lockRecipe(recipe, photo, share)) };
}

function requireWhole({ signature, before, after, weights, strength }: SeriesPhoto, at: string): void {
  const pixels = after.length / 3;
  const isWhole = signature.length === SIGNATURE_LENGTH && pixels >= 1 && Number.isInteger(pixels) && (before === undefined ? strength === 1 : before.length === after.length) && (weights === undefined || weights.length === pixels);
  if (!isWhole) throw new InvalidArgumentError(`${at}: incomplete (expected a photo as describeForSeries gives it)`, { argument: at });
}
