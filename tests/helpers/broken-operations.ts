import type { applyPlan } from '../../packages/core/src/apply/apply-plan.js';
import { defineOperation, type Operation, type OperationLaws } from '../../packages/core/src/operations/operation.js';
import { OPERATIONS } from '../../packages/core/src/operations/registry.js';
import type { Plan } from '../../packages/core/src/plan/plan.js';
import { diagonalTransform } from '../../packages/core/src/transforms/matrix.js';
import { applyReference, type LawSubject } from './laws/law.js';

type Gain = { gain: number; spare?: number };
type Resolve = Operation<Gain>['resolve'];

/** A gain that promises everything and keeps it, until one part is exchanged. */
function gainOperation(changes: { resolve?: Resolve; laws?: Partial<OperationLaws<Gain>>; hasSpare?: boolean } = {}): Operation {
  const range = { kind: 'number', description: 'Factor.', default: 1, minimum: 0.25, maximum: 4, slider: [0.5, 2], step: 0.01, unit: '' } as const;
  return defineOperation<Gain>({
    name: 'gainForLaws',
    title: 'Gain',
    summary: 'Multiplies.',
    definition: "I' = a I",
    source: 'tests',
    parameters: { gain: range, ...(changes.hasSpare === true ? { spare: range } : {}) } as Operation<Gain>['parameters'],
    mainParameter: 'gain',
    produces: ['matrix'],
    laws: { keepsGrey: () => true, inverse: ({ gain }) => ({ gain: 1 / gain }), monotone: 'rising', ...changes.laws },
    resolve: changes.resolve ?? (({ gain }) => ({ transforms: gain === 1 ? [] : [diagonalTransform([gain, gain, gain])] })),
  });
}

const broken = (resolve: Resolve): LawSubject => ({ operation: gainOperation({ resolve }), apply: applyReference });

/** The reference with the plan, the options or the output spoilt. */
function brokenApply(apply: typeof applyPlan): LawSubject {
  return { operation: gainOperation(), apply };
}

const withSteps = (plan: Plan, change: (step: Plan['steps'][number]) => Partial<Plan['steps'][number]>): Plan => ({
  ...plan,
  steps: plan.steps.map((step) => ({ ...step, ...change(step) })),
});

/** A subject that obeys every law. */
export const SOUND_SUBJECT: LawSubject = { operation: gainOperation(), apply: applyReference };

let callCount = 0;

/** For each law, by its claim, a subject that breaks it. */
export const BROKEN_SUBJECTS: Readonly<Record<string, LawSubject>> = {
  'with defaults plans no step and keeps every bit': broken(({ gain }) => ({ transforms: [diagonalTransform([gain, gain, gain])] })),
  'plans finite numbers, in transforms of the kinds it declares': broken((_, context) => ({ transforms: [diagonalTransform([1 / context.statistics().meanLuma, 1, 1])] })),
  'leaves the analysis as it was, and plans the same again': broken(() => ({ transforms: [diagonalTransform([1, 1, (callCount += 1)])] })),
  'plans the same from a recipe that went through JSON, and the plan survives a structured clone': broken(() => ({
    transforms: [{ ...diagonalTransform([2, 1, 1]), evaluate: () => 2 } as ReturnType<typeof diagonalTransform>],
  })),
  'changes the picture through every parameter it has': { operation: gainOperation({ hasSpare: true }), apply: applyReference },
  'gives finite values for finite values, far outside 0..1 too': broken(() => ({ transforms: [diagonalTransform([1e39, 1, 1])] })),
  'plans around NaN and infinity, and keeps them to the pixel they are in': brokenApply(async (plan, raster, options) => {
    const out = await applyReference(plan, raster, options);
    // A running mean over the row, as a filter would do it.
    for (let i = 4; i < out.data.length; i += 4) if (!Number.isFinite(out.data[i])) out.data[i + 4] = out.data[i];
    return out;
  }),
  'moves every channel of every colour one way with its main parameter': broken(({ gain }) => ({ transforms: [diagonalTransform([gain, 1 / gain, gain])] })),
  'is undone by its stated inverse inside 0..1': { operation: gainOperation({ laws: { inverse: ({ gain }) => ({ gain: 1.01 / gain }) } }), apply: applyReference },
  'keeps grey grey where it promises to': broken(({ gain }) => ({ transforms: [diagonalTransform([gain, gain, gain * 1.001])] })),
  'leaves alpha untouched in every depth': brokenApply(async (plan, raster, options) => {
    const out = await applyReference(plan, raster, options);
    out.data[7] = 0;
    return out;
  }),
  'gives the same bits for every band height': brokenApply(async (plan, raster, options) => {
    const out = await applyReference(plan, raster, options);
    if (options?.bandRows === 7) out.data[7 * raster.width * raster.channels] += 1;
    return out;
  }),
  'gives the same bits in place as into another buffer, and then leaves the input alone': brokenApply(async (plan, raster, options) => {
    const out = await applyReference(plan, raster, { ...options, out: raster });
    options?.out?.data.set(out.data);
    return options?.out ?? out;
  }),
  'agrees in 8 bit, 16 bit and float within half a step': brokenApply(async (plan, raster, options) => {
    const out = await applyReference(plan, raster, options);
    // Truncation instead of rounding.
    if (raster.bitDepth === 16) out.data.forEach((value, index) => (out.data[index] = value > 0 ? value - 1 : 0));
    return out;
  }),
  'at strength 0 keeps every bit': brokenApply((plan, raster, options) => applyReference(withSteps(plan, () => ({ strength: 1 })), raster, options)),
  'blends linearly with strength in encoded values, of the step and of the whole recipe': brokenApply((plan, raster, options) =>
    applyReference(withSteps(plan, ({ strength }) => ({ strength: strength ** 1.01 })), raster, options),
  ),
  'keeps every bit where the mask is empty, and is whole where it is full, in every depth and encoding': brokenApply(async (plan, raster, options) => {
    const out = await applyReference(plan, raster, options);
    // One step off at the very last pixel.
    if (options?.masks !== undefined) out.data[out.data.length - 2] = out.data[out.data.length - 2] > 0 ? 0 : 1;
    return out;
  }),
  'blends by the mask in encoded values, inverted where asked': brokenApply((plan, raster, options) =>
    applyReference(withSteps(plan, ({ mask }) => (mask === undefined ? {} : { mask: { slot: mask.slot } })), raster, options),
  ),
};

/** Lets an operation join the registry while `body` runs: plans find operations by name there. */
export async function whileRegistered(operation: Operation, body: () => Promise<void>): Promise<void> {
  const registry = OPERATIONS as Operation[];
  registry.push(operation);
  try {
    await body();
  } finally {
    registry.splice(registry.indexOf(operation), 1);
  }
}
