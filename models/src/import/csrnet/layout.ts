import { ModelFileError } from '../bytes/model-file-error.js';
import type { CheckpointTensor } from '../checkpoint/read-checkpoint.js';

/** Features of the condition and of the colour map's two hidden layers. */
export const CONDITION_FEATURES = 32;
export const MAP_FEATURES = 64;

/** Outputs of the colour map's three layers, each of which has a scale and a shift decided by the condition. */
export const MAP_LAYERS = [MAP_FEATURES, MAP_FEATURES, 3] as const;

/** Numbers of one photo's map: a scale and a shift for each feature of each layer. */
export const MODULATION_COUNT = 2 * (MAP_LAYERS[0] + MAP_LAYERS[1] + MAP_LAYERS[2]);

/**
 * Names and shapes of the published network's state, 36,489 numbers in all.
 *
 * @see He et al., "Conditional Sequential Modulation for Efficient Global Image Retouching", ECCV 2020, and the authors' code.
 */
export const CSRNET_LAYOUT: Readonly<Record<string, readonly number[]>> = {
  'cond_net.conv1.weight': [CONDITION_FEATURES, 3, 7, 7],
  'cond_net.conv1.bias': [CONDITION_FEATURES],
  'cond_net.conv2.weight': [CONDITION_FEATURES, CONDITION_FEATURES, 3, 3],
  'cond_net.conv2.bias': [CONDITION_FEATURES],
  'cond_net.conv3.weight': [CONDITION_FEATURES, CONDITION_FEATURES, 3, 3],
  'cond_net.conv3.bias': [CONDITION_FEATURES],
  ...Object.fromEntries(
    MAP_LAYERS.flatMap((features, index) => ['scale', 'shift'].flatMap((kind): [string, number[]][] => [
      [`cond_${kind}${index + 1}.weight`, [features, CONDITION_FEATURES]],
      [`cond_${kind}${index + 1}.bias`, [features]],
    ])),
  ),
  'conv1.weight': [MAP_LAYERS[0], 3, 1, 1],
  'conv1.bias': [MAP_LAYERS[0]],
  'conv2.weight': [MAP_LAYERS[1], MAP_LAYERS[0], 1, 1],
  'conv2.bias': [MAP_LAYERS[1]],
  'conv3.weight': [MAP_LAYERS[2], MAP_LAYERS[1], 1, 1],
  'conv3.bias': [MAP_LAYERS[2]],
};

/**
 * Takes the published network's numbers out of a checkpoint.
 *
 * @param tensors - by name, as `readCheckpoint` gives them.
 * @returns the numbers of each tensor of {@link CSRNET_LAYOUT}.
 * @throws ModelFileError `wrong-layout` when a tensor is missing, of another shape, or there is one more; what reading one throws.
 */
export function takeCsrnetWeights(tensors: ReadonlyMap<string, CheckpointTensor>): ReadonlyMap<string, Float32Array> {
  const unknown = [...tensors.keys()].filter((name) => !Object.hasOwn(CSRNET_LAYOUT, name));
  const missing = Object.keys(CSRNET_LAYOUT).filter((name) => !tensors.has(name));
  if (missing.length > 0) throw new ModelFileError('wrong-layout', `${listNames(missing)} missing (expected the state of CSRNet as published; the file has ${listNames([...tensors.keys()])})`);
  if (unknown.length > 0) throw new ModelFileError('wrong-layout', `${listNames(unknown)} besides those of CSRNet (expected the network as published)`);
  for (const [name, shape] of Object.entries(CSRNET_LAYOUT)) {
    const found = tensors.get(name)?.shape ?? [];
    if (found.join() !== shape.join()) throw new ModelFileError('wrong-layout', `${name}: of shape [${found.join(', ')}] (expected [${shape.join(', ')}])`);
  }
  return new Map(Object.keys(CSRNET_LAYOUT).map((name) => [name, tensors.get(name)?.read() ?? new Float32Array()]));
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name.slice(0, 60)));
  return names.length === 0 ? 'nothing' : [...shown, ...(names.length > 3 ? [`${names.length - 3} more`] : [])].join(', ');
}
