import fc from 'fast-check';
import { blendStepIntoCopy } from '../../../packages/core/src/plan/blend-copy.js';
import type { Plan, PlanStep } from '../../../packages/core/src/plan/plan.js';
import type { PlanContext } from '../../../packages/core/src/operations/operation.js';
import { findOperation } from '../../../packages/core/src/operations/registry.js';
import { fillDefaults } from '../../../packages/core/src/recipe/parameters.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { GridTransform, Lut3dTransform, Transform } from '../../../packages/core/src/transforms/transform.js';

/** Evenly, unlike `fc.double`, which prefers numbers next to zero. */
const between = (minimum: number, maximum: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 1000 }).map((i) => minimum + ((maximum - minimum) * i) / 1000);
const curvePoints = fc
  .tuple(between(0, 0.1), between(0.15, 0.5), between(0.3, 0.6), between(0.7, 1))
  .map(([low, x, y, high]) => [[0, low], [x, y], [1, high]] as const);

/** Each leans its own way and leaves 0..1, so that order and clamping show. */
export const leaningLut: Lut3dTransform = sampleLut3d(9, 'srgb', (rgb, count) => {
  for (let p = 0; p < count * 3; p += 3) {
    const [r, g, b] = rgb.subarray(p, p + 3);
    rgb[p] = 1.2 * r - 0.1 * b;
    rgb[p + 1] = 0.1 + 0.8 * g * g + 0.1 * r;
    rgb[p + 2] = b * (1.1 - 0.2 * r);
  }
});

/** A grid of one node: v' = K v + B everywhere. */
export const plainGrid: GridTransform = { kind: 'grid', form: 'affine', shared: true, width: 1, height: 1, depth: 1, data: Float32Array.of(0.9, 0.05) };

const statistics = { meanRgb: [0.4, 0.45, 0.5] } as unknown as ReturnType<PlanContext['statistics']>;
const context: PlanContext = {
  space: 'srgb',
  statistics: () => statistics,
  statisticsAfter: () => statistics,
  illuminant: () => ({ linearRgb: [1.1, 1, 0.8], confidence: 1 }),
  exposureNeed: () => ({ backlit: 0.5, underExposed: 0, total: 0.5 }),
  lut: () => [leaningLut],
};

const entries: fc.Arbitrary<RecipeOperation> = fc.oneof(
  fc.record({ op: fc.constant('brightness'), gain: between(0.5, 2) }),
  fc.record({ op: fc.constant('contrast'), gain: between(0.5, 2), pivot: fc.oneof(fc.constant('mean'), between(0, 1)) }),
  fc.record({ op: fc.constant('whiteBalance'), gains: fc.tuple(between(0.7, 1.4), between(0.7, 1.4), between(0.7, 1.4)) }),
  fc.record({ op: fc.constant('whiteBalance'), temperature: between(3500, 12000), tint: between(-50, 50) }),
  fc.record({ op: fc.constant('saturation'), gain: between(0, 2), axis: fc.constantFrom('average', 'luma', 'oklab') }),
  fc.record({ op: fc.constant('exposure'), ev: between(-3, 3) }),
  fc.record({ op: fc.constant('levels'), black: between(0, 0.2), white: between(0.8, 1.2), gamma: fc.oneof(fc.constant(1), between(0.6, 1.8)) }),
  fc.record({ op: fc.constant('toneCurve'), points: curvePoints }),
  fc.record({ op: fc.constant('toneCurve'), redPoints: curvePoints }),
  fc.record({ op: fc.constant('toneCurve'), segments: fc.array(between(0.05, 0.5), { minLength: 2, maxLength: 8 }) }),
  fc.record({ op: fc.constant('lut'), asset: fc.constant('any') }),
);

interface RandomStep {
  readonly entry: RecipeOperation | undefined;
  readonly strength: number;
  readonly slot: string | undefined;
}

const randomSteps: fc.Arbitrary<RandomStep> = fc.record({
  entry: fc.oneof({ weight: 20, arbitrary: entries }, { weight: 1, arbitrary: fc.constant(undefined) }),
  strength: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: between(0, 1) }),
  slot: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom('brush', 'host') }),
});

function resolve(entry: RecipeOperation | undefined): readonly Transform[] {
  if (entry === undefined) return [plainGrid];
  const operation = findOperation(entry.op);
  if (operation === undefined) throw new Error(entry.op);
  return operation.resolve(fillDefaults(operation, entry), context).transforms;
}

/** Plans of one to five operations with parameters inside their sliders; some steps weakened, masked, or a grid. */
export const randomPlans: fc.Arbitrary<Plan> = fc.array(randomSteps, { minLength: 1, maxLength: 5 }).map((steps) => ({
  space: 'srgb',
  strength: 1,
  notes: [],
  steps: steps.map(
    ({ entry, strength, slot }, index): PlanStep => ({ transforms: resolve(entry), strength, operations: [index], ...(slot === undefined ? {} : { mask: { slot } }) }),
  ),
}));

/** Colours from -1 to 2: a neutral ramp, then noise by a fixed rule; interleaved. */
export function wideRangeColours(count: number): Float64Array {
  const rgb = new Float64Array(count * 3);
  let state = 12345;
  for (let i = 0; i < rgb.length; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    rgb[i] = i < count ? (Math.floor(i / 3) / (count / 3)) * 3 - 1 : (state / 2 ** 32) * 3 - 1;
  }
  return rgb;
}

/**
 * Runs a plan in float64, with coverage that changes from colour to colour. The evaluators are generic over the array's
 * precision; float64 keeps rounding, which cube roots near zero blow up, out of a law about the plan.
 */
export function runPlan(plan: Plan, colours: Float64Array): Float64Array {
  const rgb = colours.slice();
  const width = rgb.length / 3;
  for (const step of plan.steps) {
    const coverage = step.mask === undefined ? undefined : Float32Array.from({ length: width }, (_, i) => ((i + (step.mask?.slot.length ?? 0)) % 5) / 4);
    blendStepIntoCopy(step, coverage, { rgb: rgb as unknown as Float32Array, weights: undefined, width, height: 1, space: plan.space });
  }
  return rgb.map((value, i) => colours[i] + plan.strength * (value - colours[i]));
}

