import { type CancelSignal, throwIfCancelled } from '../cancel.js';
import { InferenceError, ModelUnavailableError } from '../errors.js';
import type { Decide, Decision, DecisionParameters, ModelQuestion, PaintedFit } from '../operations/decision.js';
import { parseModelReference } from '../operations/model-reference.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { TileRequest } from '../raster/read-tiles.js';
import { clampToUnit, isOfOneColour, photoForModels } from './decision-photo.js';
import type { PlanNote } from './plan.js';
import type { WalkedPhoto } from './walked-photo.js';

interface AskDependencies {
  readonly decide?: Decide;
  readonly lutSize?: number;
  readonly signal?: CancelSignal;
}

/** A question with the vector of a recipe's own style in it. */
export type ResolvedQuestion = Omit<ModelQuestion, 'style'> & Pick<DecisionParameters, 'style'>;

/** Nodes an edge of a decided LUT: enough for 8-bit pictures below 12 megapixels. */
export const DEFAULT_DECIDED_SIZE = 33;

/**
 * Has models look at the photo as sRGB, clamped to 0..1, and notes when other weights answer than a reference names.
 *
 * @param coverage - of the operation's mask, at the copy's size.
 * @returns their decisions in order; none where no pixel is covered, or all are of one colour: models decide by differences, and
 * weights that have never met a white photo may make a black one of it.
 * @throws {@link ModelUnavailableError} when planning was given nothing that decides.
 */
export async function askModels(questions: readonly ResolvedQuestion[], operation: number, walked: WalkedPhoto, coverage: Float32Array | undefined, notes: PlanNote[], { decide, lutSize = DEFAULT_DECIDED_SIZE, signal }: AskDependencies): Promise<Decision[]> {
  const models = questions.map(({ model }) => parseModelReference(model));
  requireDecide(questions, operation, decide);
  const pictures = walked.srgbPictures();
  if (isOfOneColour(pictures.sample)) return [];
  const { space, srgbTiles } = walked;
  const photo = {
    ...photoForModels(pictures),
    ...(srgbTiles === undefined ? {} : { readTiles: (request: TileRequest) => clampToUnit(srgbTiles(request)) }),
  };
  const decisions: Decision[] = [];
  for (const [index, { id, sha256Prefix }] of models.entries()) {
    throwIfCancelled(signal);
    const { exposure, style } = questions[index];
    const parameters = {
      space,
      lutSize,
      ...(exposure === undefined ? {} : { exposure }),
      ...(style === undefined ? {} : { style }),
      ...(coverage === undefined ? {} : { coverage }),
      ...(signal === undefined ? {} : { signal }),
    };
    const decision = await decide(id, photo, parameters);
    checkDecision(decision, space);
    const { sha256 } = decision.model;
    if (sha256Prefix !== undefined && !sha256.startsWith(sha256Prefix)) {
      notes.push({ operation, code: 'other-model', message: `the recipe was made with other weights of ${id} (${sha256Prefix}) than those here (${sha256.slice(0, 16)}): the result may differ` });
    }
    if (decision.fit !== undefined) notes.push(describeFit(decision, decision.fit, operation));
    decisions.push(decision);
  }
  return decisions;
}

/**
 * Refuses questions that nothing answers, whether or not this photo has an answer to wait for.
 *
 * @throws {@link ModelUnavailableError}
 */
export function requireDecide(questions: readonly Pick<ModelQuestion, 'model'>[], operation: number, decide: Decide | undefined): asserts decide is Decide {
  if (questions.length === 0 || decide !== undefined) return;
  const { id } = parseModelReference(questions[0].model);
  throw new ModelUnavailableError(`operations[${operation}]: asks the model ${id}, and nothing runs models here (expected the option "decide", as createDecider of @openretouch/core/inference makes one)`, {
    model: id,
    operation,
  });
}

function describeFit({ model }: Decision, { meanCiede2000, highCiede2000 }: PaintedFit, operation: number): PlanNote {
  const message = `${model.id} paints pixels: what is applied was fitted to them, ${meanCiede2000.toFixed(1)} CIEDE2000 off on average, 95 % of pixels below ${highCiede2000.toFixed(1)}`;
  return { operation, code: 'fitted', message };
}

/** Whatever decides is another's code: what is not a number must not reach pixels. */
function checkDecision({ transform, local, model }: Decision, space: EncodedSpace): void {
  for (const numbers of [transform.kind === 'lut3d' ? transform.values : transform.data, ...(local === undefined ? [] : [local.data])]) {
    const bad = numbers.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new InferenceError('invalid-tensor', `decision of ${model.id}: ${numbers[bad]} at ${bad} (expected finite numbers)`, { model: model.id, index: bad });
  }
  if (transform.kind === 'lut3d' && transform.space !== space) {
    throw new InferenceError('invalid-tensor', `decision of ${model.id}: a map of ${transform.space} (expected ${space})`, { model: model.id, space: transform.space, expected: space });
  }
}
