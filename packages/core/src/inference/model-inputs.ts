import { InvalidModelError, ModelUnavailableError } from '../errors.js';
import type { DecisionPhoto } from '../operations/decision.js';
import { type ConvolutionLayer, receptiveField } from '../raster/receptive-field.js';
import { copyTensor } from './copy-tensor.js';
import type { ModelSpec, TensorSpec } from './manifest.js';
import type { Tensor, Tensors } from './runtime.js';
import { statisticsTensor } from './statistics-tensor.js';
import { type TileTensors, tileTensors } from './tile-tensors.js';

/** The condition of CSRNet as published, whose outputs are averaged: He et al., ECCV 2020, and the authors' code. */
const CONDITION_LAYERS: readonly ConvolutionLayer[] = [
  { kernel: 7, stride: 2, padding: 1 },
  { kernel: 3, stride: 2, padding: 1 },
  { kernel: 3, stride: 2, padding: 1 },
];

interface Source {
  readonly photo: DecisionPhoto;
  readonly model: ModelSpec;
  /** Read at the first call, for all inputs that tell of them. */
  readonly tiles: () => TileTensors;
}

/** What a model may want to know of a photo, by the name of its input. */
const SOURCES: Readonly<Record<string, (source: Source, spec: TensorSpec) => Tensor>> = {
  copy: ({ photo: { copy }, model }, spec) => copyTensor(copy, ...copySize(spec, copy.width, copy.height, model)),
  statistics: ({ photo: { sample } }) => statisticsTensor(sample),
  tiles: ({ tiles, model }, spec) => {
    requireSrgb(spec, model);
    return tiles().tiles;
  },
  'tiles.inside1': ({ tiles }) => tiles().inside[0],
  'tiles.inside2': ({ tiles }) => tiles().inside[1],
  'tiles.shares': ({ tiles }) => tiles().shares,
};

/**
 * Makes the inputs of a deciding model.
 *
 * @param given - inputs that are not of the photo, by name.
 * @throws {@link InvalidModelError} for an input that this version does not know, or a copy or tiles of no size that can be had;
 * {@link ModelUnavailableError} for tiles of a photo that planning was not given.
 */
export function modelInputs(model: ModelSpec, photo: DecisionPhoto, given: Tensors = {}): Tensors {
  let tensors: TileTensors | undefined;
  const source: Source = { photo, model, tiles: () => (tensors ??= readTileTensors(photo, model)) };
  return Object.fromEntries(
    model.inputs.map((spec) => {
      if (Object.hasOwn(given, spec.name)) return [spec.name, given[spec.name]];
      const make = Object.hasOwn(SOURCES, spec.name) ? SOURCES[spec.name] : undefined;
      if (make === undefined) {
        const expected = [...Object.keys(SOURCES), ...Object.keys(given)].join(' or ');
        throw new InvalidModelError(`model ${model.id}: wants ${JSON.stringify(spec.name)} (expected ${expected}: the model is of another version)`, { model: model.id, input: spec.name, expected });
      }
      return [spec.name, make(source, spec)];
    }),
  );
}

/** @returns width and height: those the manifest fixes, or the photo's proportions within them where the shape leaves both free. */
function copySize(spec: TensorSpec, width: number, height: number, model: ModelSpec): [number, number] {
  const { name, shape, size } = spec;
  requireSrgb(spec, model);
  if (size === undefined) throw new InvalidModelError(`model ${model.id}: ${name} without a size (expected one in the manifest)`, { model: model.id, input: name });
  if (shape.slice(-2).every((length) => typeof length === 'number')) return [size[0], size[1]];
  const ratio = Math.min(1, size[0] / width, size[1] / height);
  return [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
}

function requireSrgb({ name, encoding }: TensorSpec, { id }: ModelSpec): void {
  if (encoding !== 'srgb') throw new InvalidModelError(`model ${id}: ${name} in ${encoding} (expected srgb)`, { model: id, input: name, encoding });
}

function readTileTensors({ readTiles }: DecisionPhoto, { id, inputs }: ModelSpec): TileTensors {
  const { size = [], tileCount = 0 } = inputs.find(({ name }) => name === 'tiles') ?? {};
  const { side } = receptiveField(CONDITION_LAYERS);
  if (size[0] !== side || size[1] !== side || tileCount === 0) {
    throw new InvalidModelError(`model ${id}: ${tileCount} tiles of ${size.join(' x ') || 'no size'} (expected some of ${side} x ${side})`, { model: id, input: 'tiles', size, tileCount });
  }
  if (readTiles === undefined) {
    throw new ModelUnavailableError(`model ${id}: looks at parts of the photo at its own pixels, and planning has only its small copy (expected the option "photo": the raster that was analysed)`, { model: id, input: 'tiles' });
  }
  return tileTensors(readTiles({ layers: CONDITION_LAYERS, count: tileCount }), CONDITION_LAYERS);
}
