import { InvalidModelError } from '../errors.js';
import type { DecisionPhoto } from '../operations/decision.js';
import { copyTensor } from './copy-tensor.js';
import type { ModelSpec, TensorSpec } from './manifest.js';
import type { Tensor, Tensors } from './runtime.js';
import { statisticsTensor } from './statistics-tensor.js';

/** What a model may want to know of a photo, by the name of its input. */
const SOURCES: Readonly<Record<string, (photo: DecisionPhoto, spec: TensorSpec, model: ModelSpec) => Tensor>> = {
  copy: ({ copy }, spec, model) => copyTensor(copy, ...copySize(spec, copy.width, copy.height, model)),
  statistics: ({ sample }) => statisticsTensor(sample),
};

/**
 * Makes the inputs of a deciding model.
 *
 * @throws {@link InvalidModelError} for an input that this version does not know, or a copy of no stated size.
 */
export function modelInputs(model: ModelSpec, photo: DecisionPhoto): Tensors {
  return Object.fromEntries(
    model.inputs.map((spec) => {
      const source = Object.hasOwn(SOURCES, spec.name) ? SOURCES[spec.name] : undefined;
      if (source === undefined) {
        const expected = Object.keys(SOURCES).join(' or ');
        throw new InvalidModelError(`model ${model.id}: wants ${JSON.stringify(spec.name)} (expected ${expected}: the model is of another version)`, { model: model.id, input: spec.name, expected });
      }
      return [spec.name, source(photo, spec, model)];
    }),
  );
}

/** @returns width and height: those the manifest fixes, or the photo's proportions within them where the shape leaves both free. */
function copySize({ name, shape, size, encoding }: TensorSpec, width: number, height: number, { id }: ModelSpec): [number, number] {
  if (encoding !== 'srgb') throw new InvalidModelError(`model ${id}: ${name} in ${encoding} (expected srgb)`, { model: id, input: name, encoding });
  if (size === undefined) throw new InvalidModelError(`model ${id}: ${name} without a size (expected one in the manifest)`, { model: id, input: name });
  if (shape.slice(-2).every((length) => typeof length === 'number')) return [size[0], size[1]];
  const ratio = Math.min(1, size[0] / width, size[1] / height);
  return [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
}
