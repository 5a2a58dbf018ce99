import type { ModelEntry, ModelInput, ModelOutput } from '../../manifest.js';
import { ModelFileError } from '../bytes/model-file-error.js';
import { readCheckpoint } from '../checkpoint/read-checkpoint.js';
import { type OnnxGraph, writeOnnx } from '../onnx/write-onnx.js';
import { boundModulation } from './bound-modulation.js';
import { makeDecideGraph, makeMapGraph, makeTilesGraph, TILE_INPUTS } from './graphs.js';
import { MODULATION_COUNT, takeCsrnetWeights } from './layout.js';

/** Long side of the photos that the published network was trained and judged on, in pixels. */
export const PUBLISHED_CONDITION_SIDE = 500;

/** Sides at which the condition can run: below, three strided convolutions leave nothing; above, it is no small copy. */
export const CONDITION_SIDE_RANGE = [32, 2048] as const;

/** What the condition of an imported network looks at: a small copy of the photo, or parts of it at its own pixels. */
export type ImportedCondition = 'copy' | 'tiles';

/** Pixels that one output of the published condition reads along an axis, and how many such tiles estimate its mean over a photo. */
export const CONDITION_TILES = { side: 19, count: 1024 } as const;

/** Beyond, float32 has no digits left for the colours. */
const MODULATION_LIMIT = 1e6;

/** What the checkpoint does not say about itself. */
export interface ImportCsrnetOptions {
  /** Name by which recipes refer to the model: {@link MODEL_ID}. */
  readonly id: string;
  /** Default `copy`, at the size the network was trained at; `tiles` gives what the published program gives of the full-size photo. */
  readonly condition?: ImportedCondition;
  /** Longer side of the copy that the condition looks at, in pixels: {@link CONDITION_SIDE_RANGE}; default 500. Not for tiles. */
  readonly conditionSide?: number;
  /** Licence of the weights, in the words of whoever got them. */
  readonly licence: string;
  /** @returns the lowercase hex digest of SHA-256. */
  readonly hash: (bytes: Uint8Array) => string;
}

/** A graph to be written, and what the manifest says about it. */
export interface ImportedGraph {
  readonly entry: ModelEntry;
  readonly bytes: Uint8Array;
}

/** How models are named: what is also a file name everywhere. */
export const MODEL_ID = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/;

/**
 * Turns a checkpoint of the published CSRNet into the two graphs the product runs: one that decides a photo's colour map, one that
 * applies it.
 *
 * @param bytes - a file that torch.save wrote.
 * @returns the deciding graph first; the file of an entry is beside the manifest that will hold it.
 * @remarks *Convention:* the condition reads textures, which change with scale, so the network's look depends on the size of what it
 * is shown; `size` of the input `copy` states the box that the copy is fitted into with its proportions kept, `size` and `tileCount` of
 * the input `tiles` the parts that are looked at.
 * @throws ModelFileError for a checkpoint that is not read; RangeError for options out of range.
 */
export function importCsrnet(bytes: Uint8Array, { id, condition = 'copy', conditionSide, licence, hash }: ImportCsrnetOptions): readonly [decide: ImportedGraph, map: ImportedGraph] {
  const [lowest, highest] = CONDITION_SIDE_RANGE;
  if (!MODEL_ID.test(id)) throw new RangeError(`id: ${JSON.stringify(id)} (expected up to 48 lowercase letters, digits and inner hyphens)`);
  if (condition === 'tiles' && conditionSide !== undefined) throw new RangeError(`condition size: ${conditionSide} (expected none beside tiles, which are looked at as they are)`);
  const side = conditionSide ?? PUBLISHED_CONDITION_SIDE;
  if (!Number.isInteger(side) || side < lowest || side > highest) throw new RangeError(`condition size: ${side} (expected a whole number of pixels, ${lowest} to ${highest})`);
  const weights = takeCsrnetWeights(readCheckpoint(bytes));
  const range = boundModulation(weights);
  if (!range.every((bound) => Math.abs(bound) <= MODULATION_LIMIT)) {
    throw new ModelFileError('damaged-file', `the weights: scales and shifts between ${range[0]} and ${range[1]} are possible (expected within ${MODULATION_LIMIT}: weights of a trained network)`);
  }
  const copy: ModelInput = { name: 'copy', shape: [1, 3, 'H', 'W'], type: 'float32', range: [0, 1], encoding: 'srgb', size: [side, side] };
  const modulation = { name: 'modulation', shape: [1, MODULATION_COUNT], type: 'float32', range, encoding: 'none' } as const;
  const pixels: ModelInput = { name: 'pixels', shape: [1, 3, 'H', 'W'], type: 'float32', range: [0, 1], encoding: 'srgb' };
  const make = (role: 'decide' | 'map', name: string, graph: OnnxGraph, inputs: readonly ModelInput[], output: ModelOutput): ImportedGraph => {
    const file = writeOnnx(graph);
    const entry: ModelEntry = {
      id: name,
      operation: 'csrnet',
      file: `${role}.onnx`,
      byteCount: file.length,
      sha256: hash(file),
      opset: graph.opset,
      inputs,
      outputs: [output],
      trainingData: [],
      licence,
      measuredQuality: [],
    };
    return { entry, bytes: file };
  };
  return [
    make('decide', id, condition === 'tiles' ? makeTilesGraph(weights) : makeDecideGraph(weights), condition === 'tiles' ? tileInputs() : [copy], {
      ...modulation,
      meaning: `Scale and shift of the 64, 64 and 3 features of the colour map's three layers, in the order scale 1, shift 1, scale 2, shift 2, scale 3, shift 3; the input \`modulation\` of ${id}-map.`,
    }),
    make('map', `${id}-map`, makeMapGraph(weights), [pixels, modulation], {
      ...pixels,
      name: 'retouched',
      meaning: "Each pixel mapped by the photo's colour map and clamped; the same colour gives the same colour wherever it stands.",
    }),
  ];
}

function tileInputs(): ModelInput[] {
  const { side, count } = CONDITION_TILES;
  const [tiles, ...others] = TILE_INPUTS.map(({ name, shape }): ModelInput => ({ name, shape, type: 'float32', range: [0, 1], encoding: name === 'tiles' ? 'srgb' : 'none' }));
  const meanings = ["1 where the first convolution gives a feature of the photo, 0 where the second is to find padding.", 'The same for the second and the third.', 'The weight of each output in the mean; they sum to 1.'];
  return [{ ...tiles, size: [side, side], tileCount: count }, ...others.map((input, index) => ({ ...input, meaning: meanings[index] }))];
}
