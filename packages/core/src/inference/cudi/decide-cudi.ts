import { InvalidModelError } from '../../errors.js';
import type { Decision, DecisionParameters, DecisionPhoto, ExposureKeyword } from '../../operations/decision.js';
import { resampleMaskArea } from '../../raster/resample-area.js';
import { prepareGridFit } from '../../transforms/fit-grid.js';
import { evaluateGrid } from '../../transforms/grid.js';
import type { GridTransform } from '../../transforms/transform.js';
import { copyTensor, interleavePlanes } from '../copy-tensor.js';
import type { LoadedModel, ModelStore } from '../model-store.js';
import type { Tensor } from '../runtime.js';
import type { SessionRoom } from '../session-room.js';
import { anchorMaps, findLiftLimits } from './exposure-maps.js';
import { clamp, type Field, mapField, readField } from './field.js';
import { measureNoise } from './measure-noise.js';
import { findOwnExposure } from './own-exposure.js';
import { settleExposure, type ExposureAnswer } from './settle-exposure.js';
import { findCounted, findSupport } from './stroke-support.js';
import { type ExposurePhoto, wantAutoExposure, wantEvenExposure, wantMean } from './want-exposure.js';

export interface DecideCudiTools {
  readonly store: ModelStore;
  readonly room: SessionRoom;
}

/** Edge-aware: a pixel reads what pixels of its own luma were given nearby, so that a dark object gets no halo. */
const GRID_SHAPE = { width: 16, height: 16, depth: 8 } as const;
const SMOOTHNESS = { place: 0.5, luma: 0.02 } as const;
/** A change that no pixel of the copy would show. */
const INVISIBLE = 0.5 / 255;

/** What leaves every photo as it is. */
const UNCHANGED: GridTransform = { kind: 'grid', form: 'affine', shared: true, width: 1, height: 1, depth: 1, data: Float32Array.of(1, 0) };

/** A grid and what becomes of the copy under it. */
interface GridAnswer extends ExposureAnswer {
  readonly grid: GridTransform;
  /** Of any channel of the copy. */
  readonly largestChange: number;
}

/**
 * Decides how to bring a photo, or the covered part of it, to an exposure: small copy and wanted exposure -> slopes and offsets,
 * counted from those of the photo's own exposure -> a grid of place and luma.
 *
 * @returns a grid; one node of slope 1 and offset 0 where nothing visible would change.
 * @param exposure - wanted: a mean of encoded R, G and B, 0.2..0.8, what the photo asks for itself, or the mean it has.
 * @throws what loading and running the model throws.
 * @see CuDi (Li et al., arXiv 2207.14273); models/cards/cudi.md says how it is run here, and what that measures
 */
export async function decideCudi(modelId: string, photo: DecisionPhoto, exposure: number | ExposureKeyword, { coverage, signal }: DecisionParameters, { store, room }: DecideCudiTools): Promise<Decision> {
  const model = await store.load(modelId);
  const identity = { id: model.spec.id, sha256: model.spec.sha256 };
  const { width, height } = copySizeOf(model);
  const copy = copyTensor(photo.copy, width, height);
  const rgb = interleavePlanes(copy);
  const described = describePhoto(copy, coverage && { data: coverage, width: photo.copy.width, height: photo.copy.height });
  const { brightness, own, support } = described;
  const wanted = exposure === 'auto' ? wantAutoExposure(described) : exposure === 'even' ? wantEvenExposure(described) : wantMean(exposure, described);
  if (wanted.asked.data.every((value, place) => value === own.data[place])) return { transform: UNCHANGED, model: identity };

  const ask = async (field: Field): Promise<Tensor> => {
    // What keeps its differences may be asked for more than white.
    const { data } = mapField(field, (value) => clamp(value, 0, 1));
    const { maps } = await room.run(model, { copy, exposure: { data, shape: [1, 1, height, width] } }, signal);
    return maps;
  };
  const ownMaps = await ask(own);
  const limits = findLiftLimits(measureNoise(photo.sample));
  const fit = prepareGridFit({ rgb, width, height, weights: support.data }, GRID_SHAPE, SMOOTHNESS);
  const { grid, largestChange } = await settleExposure(wanted, async (field): Promise<GridAnswer> => {
    const change = mapField(field, (value, place) => value - own.data[place]);
    const { slope, offset } = anchorMaps(await ask(field), ownMaps, change, brightness, limits);
    const grid = { ...fit.lift([slope.data, offset.data]), maximumColorGain: limits.colorGain };
    return { grid, ...exposeCopy(grid, rgb, brightness) };
  });
  return { transform: largestChange < INVISIBLE ? UNCHANGED : grid, model: identity };
}

function describePhoto(copy: Tensor, coverage: { readonly data: Float32Array; readonly width: number; readonly height: number } | undefined): ExposurePhoto {
  const brightness = readField(copy, 'mean');
  const { width, height } = brightness;
  const everywhere = mapField(brightness, () => 1);
  const averaged = coverage && { width, height, data: resampleMaskArea(coverage, width, height) };
  return {
    brightness,
    lumas: readField(copy, 'luma'),
    own: findOwnExposure(brightness),
    support: averaged === undefined ? everywhere : findSupport(averaged),
    counted: averaged === undefined ? everywhere : findCounted(averaged),
  };
}

/** @param rgb - of the copy, interleaved. */
function exposeCopy(grid: GridTransform, rgb: Float32Array, { width, height, data }: Field): Omit<GridAnswer, 'grid'> {
  const after = rgb.slice();
  evaluateGrid(grid, after, { width, height, firstRow: 0, rowCount: height });
  let largestChange = 0;
  const brightness = data.map((_, place) => {
    let sum = 0;
    for (let i = 3 * place; i < 3 * place + 3; i += 1) {
      const value = clamp(after[i], 0, 1);
      largestChange = Math.max(largestChange, Math.abs(value - rgb[i]));
      sum += value;
    }
    return sum / 3;
  });
  return { brightness: { width, height, data: brightness }, largestChange };
}

function copySizeOf({ spec }: LoadedModel): { readonly width: number; readonly height: number } {
  const size = spec.inputs.find(({ name }) => name === 'copy')?.size;
  if (size === undefined) throw new InvalidModelError(`model ${spec.id}: without a copy of fixed size (expected the input "copy" with a size in the manifest)`, { model: spec.id, input: 'copy' });
  return { width: size[0], height: size[1] };
}
