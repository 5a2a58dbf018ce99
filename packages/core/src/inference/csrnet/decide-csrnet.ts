import { InvalidModelError } from '../../errors.js';
import type { Decision, DecisionParameters, DecisionPhoto } from '../../operations/decision.js';
import type { LoadedModel, ModelStore } from '../model-store.js';
import { modelInputs } from '../model-inputs.js';
import type { Lut3dTransform } from '../../transforms/transform.js';
import type { Tensor } from '../runtime.js';
import type { SessionRoom } from '../session-room.js';
import { type BakeNetwork, bakeColorMap, lutOfSrgb, srgbNodes } from './bake-color-map.js';
import { foldModulation, modulationLength } from './network.js';
import { readColorMapGraph } from './read-color-map.js';

export interface DecideCsrnetTools {
  readonly store: ModelStore;
  readonly room: SessionRoom;
  readonly bakeNetwork?: BakeNetwork;
}

/**
 * Decides the colour map of a photo: small copy -> modulation -> base network with the modulation folded in -> LUT.
 *
 * @throws what loading and running the two models throws; {@link InvalidModelError} where they do not belong together.
 * @see He et al., "Conditional Sequential Modulation for Efficient Global Image Retouching", ECCV 2020
 */
export async function decideCsrnet(modelId: string, photo: DecisionPhoto, parameters: DecisionParameters, tools: DecideCsrnetTools): Promise<Decision> {
  const model = await tools.store.load(modelId);
  const { modulation } = await tools.room.run(model, modelInputs(model.spec, photo), parameters.signal);
  return { transform: await mapOfModulation(modelId, modulation, parameters, tools), model: { id: model.spec.id, sha256: model.spec.sha256 } };
}

/**
 * Makes the LUT of the modulation that a model has decided: folded into its map and baked, or run through a map of another form.
 *
 * @param colorShare - of the colour that the map gives, how much is kept, 0..1: 0 is black and white.
 * @throws {@link InvalidModelError} where the model has no map, or one that takes another modulation.
 */
export async function mapOfModulation(modelId: string, modulation: Tensor | undefined, parameters: DecisionParameters, { store, room, bakeNetwork }: DecideCsrnetTools, colorShare = 1): Promise<Lut3dTransform> {
  const mapModel = await store.load(mapIdOf(modelId, store));
  const wanted = mapModel.spec.inputs.find(({ name }) => name === 'modulation')?.shape.at(-1);
  if (modulation === undefined || modulation.data.length !== wanted) {
    throw new InvalidModelError(`model ${modelId}: gives ${modulation?.data.length ?? 'no'} numbers of modulation (expected ${String(wanted)}, as its map ${mapModel.spec.id} takes)`, { model: modelId, map: mapModel.spec.id });
  }
  const condition = modulation.data;
  const map = readColorMapGraph(mapModel.graph);
  if (map !== undefined && modulationLength(map) === wanted) return bakeColorMap(foldModulation(map, condition), map.isResidual, parameters.lutSize, parameters.space, bakeNetwork, colorShare);
  return runColorMap(mapModel, condition, parameters, room, colorShare);
}

/** Runs a map of another form as it stands, at the price of the headroom its clamp takes. */
async function runColorMap(model: LoadedModel, condition: Float32Array, { space, lutSize, signal }: DecisionParameters, room: SessionRoom, colorShare: number): Promise<Lut3dTransform> {
  const nodes = srgbNodes(lutSize, space);
  const count = lutSize ** 3;
  const planes = Float32Array.from({ length: nodes.length }, (_, at) => Math.min(Math.max(nodes[(at % count) * 3 + Math.floor(at / count)], 0), 1));
  const pixels = { data: planes, shape: [1, 3, lutSize * lutSize, lutSize] };
  const { retouched } = await room.run(model, { pixels, modulation: { data: condition, shape: [1, condition.length] } }, signal);
  return lutOfSrgb(nodes.map((_, at) => retouched.data[(at % 3) * count + Math.floor(at / 3)]), lutSize, space, colorShare);
}

/** @returns the map that belongs to a decision: the one its entry names, one of its own name, or the one there is. */
function mapIdOf(modelId: string, store: ModelStore): string {
  const { map, operation } = store.find(modelId);
  const found = map ?? store.findById(`${modelId}-map`)?.id ?? store.findByInput(operation, 'modulation')?.id;
  if (found === undefined) throw new InvalidModelError(`model ${modelId}: without a colour map in the manifest (expected a model of ${operation} with the input "modulation")`, { model: modelId });
  return found;
}
