import type { Decision, DecisionParameters, DecisionPhoto } from '../../operations/decision.js';
import { type DecideCsrnetTools, mapOfModulation } from '../csrnet/decide-csrnet.js';
import { modelInputs } from '../model-inputs.js';
import type { StyleList } from '../style-list.js';
import { decidePainted, paintsPixels } from './decide-painted.js';
import { PREFERENCE_INPUT, preferenceTensor } from './embedding-space.js';

export interface DecidePienetTools extends DecideCsrnetTools {
  /** The built-in styles. */
  readonly styles?: StyleList;
}

/**
 * Decides the colour map that takes a photo towards a style: small copy, statistics and the style's vector -> modulation -> base network
 * with the modulation folded in -> LUT, of which as much colour is kept as the model says. A model that paints pixels has transforms fitted
 * to what it painted.
 *
 * @throws what loading and running the two models throws; EmbeddingSpaceError for a style of another space.
 * @see PieNet (Kim et al., ECCV 2020); models/cards/pienet.md says what was changed, and what that measures
 */
export async function decidePienet(modelId: string, photo: DecisionPhoto, style: NonNullable<DecisionParameters['style']>, parameters: DecisionParameters, tools: DecidePienetTools): Promise<Decision> {
  const { store, room, styles } = tools;
  const model = await store.load(modelId);
  const preference = preferenceTensor(style, model.spec, store, styles);
  if (paintsPixels(model.spec)) return decidePainted(model, photo, preference, parameters, room);
  const { modulation, colour } = await room.run(model, modelInputs(model.spec, photo, { [PREFERENCE_INPUT]: preference }), parameters.signal);
  const colorShare = Math.min(Math.max(colour?.data[0] ?? 1, 0), 1);
  return { transform: await mapOfModulation(modelId, modulation, parameters, tools, colorShare), model: { id: model.spec.id, sha256: model.spec.sha256 } };
}
