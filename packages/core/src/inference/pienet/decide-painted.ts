import { InferenceError, InvalidModelError } from '../../errors.js';
import type { Decision, DecisionParameters, DecisionPhoto } from '../../operations/decision.js';
import { resampleMaskArea } from '../../raster/resample-area.js';
import { interleavePlanes } from '../copy-tensor.js';
import type { ModelSpec } from '../manifest.js';
import { modelInputs } from '../model-inputs.js';
import type { LoadedModel } from '../model-store.js';
import type { Tensor } from '../runtime.js';
import type { SessionRoom } from '../session-room.js';
import { PREFERENCE_INPUT } from './embedding-space.js';
import { fitPainted } from './fit-painted.js';

/** Name of the output of a model that paints pixels. */
export const PAINTED_OUTPUT = 'retouched';
/** Of what the operation's mask leaves out: enough to say what colours become, where no covered pixel has them. */
const LEAST_WEIGHT = 0.01;

/** Whether a model paints the retouched copy itself, as PieNet was published, in place of deciding a colour map. */
export function paintsPixels({ outputs }: ModelSpec): boolean {
  return outputs.some(({ name }) => name === PAINTED_OUTPUT);
}

/**
 * Has a model paint the small copy of a photo towards a style, and fits transforms to what it painted, so that no pixel of the network
 * reaches the photo.
 *
 * @throws what running the model throws; {@link InvalidModelError} for a model without a copy of fixed size; {@link InferenceError} for a
 * picture of another size.
 * @see PieNet (Kim et al., ECCV 2020), section 3.3: the enhancement network
 */
export async function decidePainted(model: LoadedModel, photo: DecisionPhoto, preference: Tensor, { space, coverage, signal }: DecisionParameters, room: SessionRoom): Promise<Decision> {
  const { spec } = model;
  const inputs = modelInputs(spec, photo, { [PREFERENCE_INPUT]: preference });
  if (!Object.hasOwn(inputs, 'copy')) throw new InvalidModelError(`model ${spec.id}: paints, and takes no picture (expected the input "copy")`, { model: spec.id, input: 'copy' });
  const { copy } = inputs;
  const { [PAINTED_OUTPUT]: painted } = await room.run(model, inputs, signal);
  if (painted.shape.join() !== copy.shape.join()) {
    throw new InferenceError('invalid-tensor', `model ${spec.id}: painted ${painted.shape.join(' x ')} (expected ${copy.shape.join(' x ')}, as its copy)`, { model: spec.id });
  }
  const [height, width] = copy.shape.slice(-2);
  const weights = coverage === undefined ? undefined : resampleMaskArea({ data: coverage, width: photo.copy.width, height: photo.copy.height }, width, height).map((value) => Math.max(value, LEAST_WEIGHT));
  const pictures = { before: interleavePlanes(copy), painted: interleavePlanes(painted).map((value) => Math.min(Math.max(value, 0), 1)) };
  return { ...fitPainted({ ...pictures, width, height, weights }, space), model: { id: spec.id, sha256: spec.sha256 } };
}
