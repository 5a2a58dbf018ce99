import { InvalidModelError } from '../../errors.js';
import type { Decision, DecisionParameters, DecisionPhoto } from '../../operations/decision.js';
import { resampleMaskArea } from '../../raster/resample-area.js';
import { prepareGridFit } from '../../transforms/fit-grid.js';
import type { GridTransform } from '../../transforms/transform.js';
import { copyTensor } from '../copy-tensor.js';
import type { LoadedModel, ModelStore } from '../model-store.js';
import type { Tensor } from '../runtime.js';
import type { SessionRoom } from '../session-room.js';
import { findAutoExposure } from './auto-exposure.js';
import { anchorMaps, MAXIMUM_COLOR_GAIN, renderMaps } from './exposure-maps.js';
import { clamp, type Field, mapField, readField } from './field.js';
import { findOwnExposure } from './own-exposure.js';
import { settleExposure } from './settle-exposure.js';
import { findSupport } from './stroke-support.js';

export interface DecideCudiTools {
  readonly store: ModelStore;
  readonly room: SessionRoom;
}

/** Edge-aware: a pixel reads what pixels of its own luma were given nearby, so that a dark object gets no halo. */
const GRID_SHAPE = { width: 16, height: 16, depth: 8 } as const;
const SMOOTHNESS = { place: 0.5, luma: 0.02 } as const;
/** Of a photo's large differences of brightness, where a mean is wanted: without it a picture becomes fog. */
const KEPT_DIFFERENCE = 0.6;
/** A change that no pixel of the copy would show. */
const INVISIBLE = 0.5 / 255;

/** What leaves every photo as it is. */
const UNCHANGED: GridTransform = { kind: 'grid', form: 'affine', shared: true, width: 1, height: 1, depth: 1, data: Float32Array.of(1, 0) };

/**
 * Decides how to bring a photo, or the covered part of it, to an exposure: small copy and wanted exposure -> slopes and offsets,
 * counted from those of the photo's own exposure -> a grid of place and luma.
 *
 * @returns a grid; one node of slope 1 and offset 0 where nothing visible would change.
 * @param exposure - wanted: a mean of encoded R, G and B, 0.2..0.8, or what the photo asks for itself.
 * @throws what loading and running the model throws.
 * @see CuDi (Li et al., arXiv 2207.14273); models/cards/cudi.md says how it is run here, and what that measures
 */
export async function decideCudi(modelId: string, photo: DecisionPhoto, exposure: number | 'auto', { coverage, signal }: DecisionParameters, { store, room }: DecideCudiTools): Promise<Decision> {
  const model = await store.load(modelId);
  const { width, height } = copySizeOf(model);
  const copy = copyTensor(photo.copy, width, height);
  const brightness = readField(copy, 'mean');
  const own = findOwnExposure(brightness);
  const everywhere = mapField(own, () => 1);
  const counted = coverage === undefined ? everywhere : { width, height, data: resampleMaskArea({ data: coverage, width: photo.copy.width, height: photo.copy.height }, width, height) };
  const support = coverage === undefined ? everywhere : findSupport(counted);
  const change = exposure === 'auto' ? changeTo(findAutoExposure(own, readField(copy, 'luma')), own, support) : changeToMean(exposure, own, support, counted);
  const changed = (field: Field): Field => mapField(field, (value, place) => value + change.data[place]);

  const ask = async (field: Field): Promise<Tensor> => {
    // What keeps its differences may be asked for more than white.
    const { data } = mapField(field, (value) => clamp(value, 0, 1));
    const { maps } = await room.run(model, { copy, exposure: { data, shape: [1, 1, height, width] } }, signal);
    return maps;
  };
  const ownMaps = await ask(own);
  const maps = await settleExposure(copy, { asked: changed(own), goal: changed(brightness), support, counted }, async (field) => anchorMaps(await ask(field), ownMaps, brightness));
  const identity = { id: model.spec.id, sha256: model.spec.sha256 };
  if (renderMaps(copy, maps).largestChange < INVISIBLE) return { transform: UNCHANGED, model: identity };
  const fit = prepareGridFit({ rgb: interleave(copy), width, height, weights: support.data }, GRID_SHAPE, SMOOTHNESS);
  return { transform: { ...fit.lift([maps.slope.data, maps.offset.data]), maximumColorGain: MAXIMUM_COLOR_GAIN }, model: identity };
}

/** The covered places move together until their mean is the wanted one, and keep a share of their differences. */
function changeToMean(mean: number, own: Field, support: Field, counted: Field): Field {
  const total = counted.data.reduce((sum, value) => sum + value, 0);
  const middle = own.data.reduce((sum, value, place) => sum + value * counted.data[place], 0) / Math.max(total, 1e-6);
  return mapField(own, (value, place) => support.data[place] * (mean - middle + (1 - KEPT_DIFFERENCE) * (middle - value)));
}

function changeTo(exposure: Field, own: Field, support: Field): Field {
  return mapField(exposure, (value, place) => support.data[place] * (value - own.data[place]));
}

function copySizeOf({ spec }: LoadedModel): { readonly width: number; readonly height: number } {
  const size = spec.inputs.find(({ name }) => name === 'copy')?.size;
  if (size === undefined) throw new InvalidModelError(`model ${spec.id}: without a copy of fixed size (expected the input "copy" with a size in the manifest)`, { model: spec.id, input: 'copy' });
  return { width: size[0], height: size[1] };
}

function interleave({ data }: Tensor): Float32Array {
  const count = data.length / 3;
  return data.map((_, at) => data[(at % 3) * count + Math.floor(at / 3)]);
}
