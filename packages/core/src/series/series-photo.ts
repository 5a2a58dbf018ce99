import type { Analysis, SmallCopy } from '../analyse/analysis.js';
import { applyPlan } from '../apply/apply-plan.js';
import type { CancelSignal } from '../cancel.js';
import { spaceConversion } from '../plan/convert-space.js';
import type { Plan } from '../plan/plan.js';
import { resampleMask, resampleAreaToCopy } from '../raster/resample-area.js';
import type { MaskSet } from '../raster/mask.js';
import type { EncodedSpace, Raster } from '../raster/raster.js';
import { evaluateTransforms } from '../transforms/evaluate.js';
import { measureScene, type SceneSignature } from './scene-signature.js';

/** Longer side of the result that is remembered of a photo, in pixels. */
const RESULT_SIDE = 32;

/** What a series has to know of one photo: plain JSON of about 15 kB, without a place where the photo's details could be seen. */
export interface SeriesPhoto {
  /** As it is to be named in words, e.g. the file's name. */
  readonly name: string;
  readonly signature: SceneSignature;
  /** Whose encoded values `before` and `after` are. */
  readonly space: EncodedSpace;
  /** The photo as it was, encoded RGB, interleaved; needed only where the plan's strength is not 1. */
  readonly before?: readonly number[];
  /** The photo as the plan's steps leave it, before the plan's strength. */
  readonly after: readonly number[];
  /** Coverage of each pixel; absent where all are opaque. */
  readonly weights?: readonly number[];
  /** The plan's. */
  readonly strength: number;
}

export interface SeriesPhotoOptions {
  /** Coverage by slot, at the photo's full size, as for `applyPlan`. */
  readonly masks?: MaskSet;
  readonly signal?: CancelSignal;
}

/**
 * Remembers of a photo what {@link lockSeries} needs: which scene it shows, and how it would come out on its own.
 *
 * @param name - as it is to be named in words.
 * @param analysis - of the photo.
 * @param plan - of the photo, made of the recipe that the series has in common.
 * @throws what `applyPlan` throws, for masks that are missing; the signal's reason when cancelled.
 */
export async function describeSeriesPhoto(name: string, analysis: Analysis, plan: Plan, options: SeriesPhotoOptions = {}): Promise<SeriesPhoto> {
  const { copy } = analysis;
  const small = resampleAreaToCopy(rasterOf(copy), RESULT_SIDE);
  const { width, height } = small;
  const masks = Object.fromEntries(Object.entries(options.masks ?? {}).map(([slot, mask]) => [slot, resampleMask(mask, width, height)]));
  const before: Raster = { data: small.rgb, width, height, channels: 3, bitDepth: 32, encoding: small.space, alpha: 'none' };
  const after = await applyPlan({ ...plan, strength: 1 }, before, { masks, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  return {
    name,
    signature: measureScene(asSrgb(copy)),
    space: plan.space,
    ...(plan.strength === 1 ? {} : { before: round(small.rgb) }),
    after: round(after.data),
    ...(small.weights === undefined ? {} : { weights: round(small.weights) }),
    strength: plan.strength,
  };
}

/** Rounded, results stay comparable to a fiftieth of a level of 8 bit and take half the room. */
function round(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Math.round(value * 1e4) / 1e4);
}

function asSrgb(copy: SmallCopy): SmallCopy {
  if (copy.space === 'srgb') return copy;
  const rgb = copy.rgb.slice();
  evaluateTransforms(spaceConversion(copy.space, 'srgb'), rgb, { width: copy.width, height: copy.height, firstRow: 0, rowCount: copy.height });
  return { ...copy, rgb, space: 'srgb' };
}

function rasterOf({ rgb, weights, width, height, space }: SmallCopy): Raster {
  if (weights === undefined) return { data: rgb, width, height, channels: 3, bitDepth: 32, encoding: space, alpha: 'none' };
  const data = new Float32Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    data.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    data[pixel * 4 + 3] = weights[pixel];
  }
  return { data, width, height, channels: 4, bitDepth: 32, encoding: space, alpha: 'straight' };
}
