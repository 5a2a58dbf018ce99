import { InferenceError } from '../errors.js';
import type { ModelSpec, TensorSpec } from './manifest.js';
import type { Tensor, Tensors } from './runtime.js';

/**
 * Holds the tensors on one side of a model against its manifest entry: names, shapes, and every number finite and within the
 * range.
 *
 * @throws {@link InferenceError} `invalid-tensor` naming the tensor, what was found and what is accepted.
 */
export function checkTensors(model: ModelSpec, side: 'inputs' | 'outputs', tensors: Tensors): void {
  const specs = model[side];
  const names = Object.keys(tensors).sort().join(', ');
  const wanted = specs.map(({ name }) => name).sort().join(', ');
  if (names !== wanted) throw fault(model, side, names || 'none', wanted);
  for (const spec of specs) checkTensor(model, spec, tensors[spec.name]);
}

function checkTensor(model: ModelSpec, { name, shape, range: [smallest, largest] }: TensorSpec, tensor: Tensor): void {
  const fits = shape.length === tensor.shape.length && shape.every((length, axis) => (typeof length === 'number' ? length === tensor.shape[axis] : tensor.shape[axis] > 0));
  if (!fits) throw fault(model, `${name} of shape`, `[${tensor.shape.join(', ')}]`, `[${shape.join(', ')}]`);
  const count = tensor.shape.reduce((product, length) => product * length, 1);
  if (tensor.data.length !== count) throw fault(model, `${name} of`, `${tensor.data.length} numbers`, `${count}`);
  // Single precision may end a rounding beyond a limit that a graph clamps to.
  const slack = 1e-5 * Math.max(Math.abs(smallest), Math.abs(largest), 1);
  const bad = tensor.data.findIndex((value) => !(value >= smallest - slack && value <= largest + slack));
  if (bad >= 0) throw fault(model, `${name}[${bad}]`, tensor.data[bad], `${smallest} to ${largest}`);
}

function fault({ id }: ModelSpec, what: string, found: unknown, expected: string): InferenceError {
  return new InferenceError('invalid-tensor', `model ${id}: ${what} ${String(found)} (expected ${expected})`, { model: id, what, found, expected });
}
