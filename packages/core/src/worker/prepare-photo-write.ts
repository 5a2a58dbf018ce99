import type { ProgressListener, CancelSignal } from '../cancel.js';
import { InvalidArgumentError } from '../errors.js';
import { checkCapabilities } from '../host/check-capabilities.js';
import { isFlag, isMaybe, isNumber, isOneOf, isShape } from '../host/check-shape.js';
import { alignMasks, prepareWrite, type PreparedWrite } from '../host/prepare-write.js';
import type { Mask, MaskSet } from '../raster/mask.js';
import { validateRecipe } from '../recipe/validate-recipe.js';
import type { PrepareWriteRequest } from './engine.js';
import type { EngineCore } from './engine-core.js';

/** Share of the progress at which planning is done. */
const PLANNED_FRACTION = 0.25;

const isCoordinate = isNumber(-(2 ** 31), 2 ** 31, true);
const checkRequest = isShape({
  capabilities: checkCapabilities,
  bounds: isShape({ left: isCoordinate, top: isCoordinate, width: isCoordinate, height: isCoordinate }),
  hasSelection: isMaybe(isFlag),
  preference: isMaybe(isOneOf('native', 'pixels')),
});

/**
 * Prepares the write of an open photo.
 *
 * @throws {@link InvalidArgumentError} for a request that is none, before anything is computed; as planning and `prepareWrite`.
 */
export async function preparePhotoWrite(core: EngineCore, request: PrepareWriteRequest, signal: CancelSignal, onProgress?: ProgressListener): Promise<PreparedWrite> {
  const { iccProfile } = request;
  const { capabilities, bounds, hasSelection = false, preference } = checkRequest(request, 'request');
  const recipe = validateRecipe(request.recipe);
  const opened = core.find(request.photo);
  const { raster } = opened;
  if (bounds.width !== raster.width || bounds.height !== raster.height) {
    throw new InvalidArgumentError(`bounds: ${bounds.width} x ${bounds.height} (expected ${raster.width} x ${raster.height}, the photo's size)`, { argument: 'bounds', value: bounds });
  }
  const masks = { ...ownMasks(opened.masksAt(raster.width, raster.height)), ...alignMasks(request.masks ?? {}, bounds) };
  const plan = await core.planFull(opened, recipe, signal, masks);
  onProgress?.(PLANNED_FRACTION);
  const kernels = await core.openKernels();
  return prepareWrite(plan, { raster, bounds, ...(iccProfile === undefined ? {} : { iccProfile }) }, {
    capabilities,
    recipe,
    masks,
    hasSelection,
    signal,
    pause: core.pause,
    ...(preference === undefined ? {} : { preference }),
    ...(kernels === undefined ? {} : { kernels }),
    ...(onProgress === undefined ? {} : { onProgress: (fraction: number) => onProgress(PLANNED_FRACTION + (1 - PLANNED_FRACTION) * fraction) }),
  });
}

/** Masks go out with the layers they limit; those that the photo keeps must not go with them. */
function ownMasks(masks: MaskSet): Record<string, Mask> {
  return Object.fromEntries(Object.entries(masks).map(([slot, mask]) => [slot, { ...mask, data: mask.data.slice() }]));
}
