import type { Analysis } from '../analyse/analysis.js';
import { type CancelSignal, throwIfCancelled } from '../cancel.js';
import { describeValue, InvalidRecipeError, MaskError } from '../errors.js';
import { describeEffect } from '../describe/describe-effect.js';
import type { Decide } from '../operations/decision.js';
import type { Operation, PlanContext } from '../operations/operation.js';
import { findOperation } from '../operations/registry.js';
import type { EncodedSpace } from '../raster/raster.js';
import { lutAssetTransforms } from '../recipe/lut-asset.js';
import { fillDefaults } from '../recipe/parameters.js';
import type { MaskReference, Recipe } from '../recipe/recipe.js';
import type { Transform } from '../transforms/transform.js';
import { askModels, requireDecide } from './ask-model.js';
import { convertTransforms } from './convert-space.js';
import type { Plan, PlanNote, PlanStep } from './plan.js';
import type { PlanCache } from './plan-cache.js';
import { resolveStyle } from './resolve-style.js';
import { type PhotoMeasures, walkPhoto } from './walked-photo.js';

/** What planning needs besides the recipe and the photo; measures are injected because the planner itself never analyses. */
export interface PlanDependencies extends PhotoMeasures {
  /** Coverage at the copy's size by slot, values 0..1, shape (H, W), feathered and inverted as the reference says. */
  readonly maskCoverage?: (reference: MaskReference) => Float32Array | undefined;
  /** Keeps what operations resolve to without looking at the photo, for the next plan. */
  readonly cache?: PlanCache;
  /** Runs models for learned operations; without it a recipe that has one is refused. */
  readonly decide?: Decide;
  /** Nodes an edge of decided LUTs, 2..129. Default 33. */
  readonly lutSize?: number;
  readonly signal?: CancelSignal;
}

/**
 * Resolves a recipe for one photo by walking it over the small copy and the sample: each operation sees them as the enabled
 * steps before it left them, and its own step is applied before the next one looks.
 *
 * @param recipe - validated.
 * @returns a plan in the copy's space. Steps that change nothing are left out.
 * @throws {@link MaskError} when a slot that is not optional is empty; {@link InvalidRecipeError} for a missing asset.
 */
export async function planRetouch(recipe: Recipe, analysis: Pick<Analysis, 'copy' | 'sample'>, dependencies: PlanDependencies): Promise<Plan> {
  const photo = walkPhoto(analysis, dependencies);
  const { space } = photo;
  const steps: PlanStep[] = [];
  const notes: PlanNote[] = [];
  const luts = new Map<string, readonly Transform[]>();

  for (const [index, entry] of recipe.operations.entries()) {
    throwIfCancelled(dependencies.signal);
    if (entry.enabled === false || entry.strength === 0) continue;

    const coverage = entry.mask === undefined ? undefined : dependencies.maskCoverage?.(entry.mask);
    if (entry.mask !== undefined && coverage === undefined) {
      if (entry.mask.optional !== true) {
        throw new MaskError('missing-mask', `operations[${index}].mask.slot: no mask for "${entry.mask.slot}" (expected one, or "optional": true)`, { slot: entry.mask.slot });
      }
      notes.push({ operation: index, code: 'skipped-mask', message: `${entry.op}: left out, no mask for "${entry.mask.slot}"` });
      continue;
    }

    const operation = findOperation(entry.op);
    if (operation === undefined) throw unknownOperation(index, entry.op);
    const parameters = fillDefaults(operation, entry);
    const context: PlanContext = {
      space,
      statistics: () => photo.statistics(),
      statisticsAfter: (transforms) => photo.statisticsAfter(transforms),
      illuminant: () => photo.illuminant(),
      exposureNeed: () => photo.exposureNeed(),
      lut: (key) => resolveLut(recipe, key, index, space, notes, luts),
    };
    const questions = (operation.asks?.(parameters) ?? []).map(({ style, ...question }) => ({ ...question, ...(style === undefined ? {} : { style: resolveStyle(style, recipe, index) }) }));
    requireDecide(questions, index, dependencies.decide);
    const share = operation.weigh?.(parameters, context) ?? 1;
    if (share === 0) {
      notes.push(describeUnchanged(operation, index));
      continue;
    }
    const strength = (entry.strength ?? 1) * share;
    const resolved = questions.length > 0 ? operation.resolve(parameters, { ...context, decisions: await askModels(questions, index, photo, coverage, notes, dependencies) }) : dependencies.cache?.resolve(operation, parameters, context);
    const { transforms, decided } = resolved ?? operation.resolve(parameters, context);
    if (decided !== undefined) {
      const effect = questions.length === 0 ? undefined : describeEffect([{ transforms, strength }], space).sentence;
      const message = effect === undefined ? describeDecision(operation, decided) : `${operation.title}: ${effect} (${describeValues(operation, decided)})`;
      notes.push({ operation: index, code: 'decided', message, decided, ...(effect === undefined ? {} : { effect }) });
    } else if (transforms.length === 0 && (isAutomatic(operation, parameters) || questions.length > 0)) {
      notes.push(describeUnchanged(operation, index));
    }
    if (transforms.length === 0) continue;
    const step: PlanStep = { transforms, strength, operations: [index], ...(entry.mask === undefined ? {} : { mask: entry.mask }) };
    steps.push(step);
    photo.addStep(step, coverage);
  }
  return { space, steps, strength: recipe.strength ?? 1, notes };
}

/** @param luts - those decoded so far by key: operations that share an asset share its table. */
function resolveLut(recipe: Recipe, key: string, index: number, space: EncodedSpace, notes: PlanNote[], luts: Map<string, readonly Transform[]>): readonly Transform[] {
  const assets = recipe.assets ?? {};
  const asset = Object.hasOwn(assets, key) ? assets[key] : undefined;
  if (asset === undefined || asset.type === 'style') {
    const luts = Object.keys(assets).filter((name) => assets[name].type !== 'style');
    const expected = `one of ${luts.map((name) => `"${name}"`).join(', ') || 'the keys of assets, which is empty'}`;
    throw new InvalidRecipeError([
      { pointer: `/operations/${index}/asset`, value: key, expected, message: `operations[${index}].asset: ${describeValue(key)} (expected ${expected})` },
    ]);
  }
  if (asset.space !== space) {
    notes.push({ operation: index, code: 'converted-space', message: `lut: "${key}" belongs to ${asset.space}; applied to ${space} through a conversion` });
  }
  const transforms = luts.get(key) ?? convertTransforms(lutAssetTransforms(asset), asset.space, space);
  luts.set(key, transforms);
  return transforms;
}

function unknownOperation(index: number, name: string): InvalidRecipeError {
  const expected = 'a registered operation';
  return new InvalidRecipeError([{ pointer: `/operations/${index}/op`, value: name, expected, message: `operations[${index}].op: ${describeValue(name)} (expected ${expected})` }]);
}

function describeUnchanged({ title }: Operation, operation: number): PlanNote {
  return { operation, code: 'unchanged', message: `${title}: left as it is` };
}

/** Whether something is left to the photo: a flag `auto` that is set, or a number given as `auto`. */
function isAutomatic({ parameters: declared }: Operation, parameters: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(parameters).some(([name, value]) => value === 'auto' || (name === 'auto' && declared[name].kind === 'flag' && value === true));
}

/** `White balance: temperature 5200 K, tint 3.5`. */
function describeDecision(operation: Operation, decided: object): string {
  return `${operation.title}: ${describeValues(operation, decided)}`;
}

function describeValues({ parameters }: Operation, decided: object): string {
  const parts = Object.entries(decided).map(([name, value]) => {
    const parameter = parameters[name];
    const unit = 'unit' in parameter && parameter.unit !== '' ? ` ${parameter.unit}` : '';
    return `${name} ${describeDecided(value)}${unit}`;
  });
  return parts.join(', ');
}

/** Numbers to four digits; of a curve the three quarter points, which say what it does. */
function describeDecided(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  if (!Array.isArray(value)) return describeValue(value);
  const points = value as readonly (readonly [number, number])[];
  return [0.25, 0.5, 0.75].map((share) => points[Math.round(share * (points.length - 1))]).map(([x, y]) => `${x} to ${y.toFixed(2)}`).join(', ');
}
