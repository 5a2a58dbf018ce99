import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyPlan, type Curve, type Plan, type PlanStep, type Transform } from '@openretouch/core';
import { compilePlan } from '../../../packages/core/src/apply/compile/compile-plan.js';
import { readySteps } from '../../../packages/core/src/apply/ready-steps.js';
import { namedCurve } from '../../../packages/core/src/transforms/curve.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';
import { findDifference, makeRaster } from './compile-pictures.js';
import { patternMask, planOf } from './compile-plans.js';

const within = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const floats = (min: number, max: number, length: number): fc.Arbitrary<Float32Array> => fc.array(within(min, max), { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

const table: fc.Arbitrary<Curve> = fc
  .record({ count: fc.integer({ min: 2, max: 9 }), low: within(-0.5, 0), high: within(1, 2), outside: fc.constantFrom('clamp' as const, 'extend' as const), isSorted: fc.nat(3).map((n) => n > 0) })
  .chain(({ count, low, high, outside, isSorted }) =>
    floats(-0.25, 1.5, count).map((values) => ({ kind: 'table' as const, domain: [low, high] as const, values: isSorted ? values.sort() : values, outside })),
  );
const curve: fc.Arbitrary<Transform> = fc.oneof(
  fc.tuple(table, table, table).map((curves) => ({ kind: 'curve' as const, curves })),
  fc.constantFrom('srgb-to-linear' as const, 'linear-to-srgb' as const, 'cube' as const, 'cube-root' as const).map(namedCurve),
);
const gainsAndOffsets: fc.Arbitrary<Transform> = fc
  .tuple(within(-1, 3), within(0, 3), within(0, 3), within(-0.5, 0.5))
  .map(([r, g, b, offset]) => ({ kind: 'matrix' as const, matrix: [r, 0, 0, offset, 0, g, 0, -offset, 0, 0, b, 0] }));
const matrix: fc.Arbitrary<Transform> = fc.array(within(-0.6, 1.6), { minLength: 12, maxLength: 12 }).map((values) => ({ kind: 'matrix' as const, matrix: values }));
const lut: fc.Arbitrary<Transform> = fc.integer({ min: 2, max: 6 }).chain((size) => floats(-0.5, 1.8, size ** 3 * 3).map((values) => ({ kind: 'lut3d' as const, size, values, space: 'srgb' as const })));
type Step = Partial<PlanStep>;
const mask = fc.record({ slot: fc.constant('brush'), invert: fc.boolean() });
const step: fc.Arbitrary<Step> = fc.record(
  { transforms: fc.array(fc.oneof(curve, gainsAndOffsets, matrix, lut), { minLength: 1, maxLength: 3 }), strength: fc.oneof(fc.constant(1), within(0, 1.5)), mask },
  { requiredKeys: ['transforms', 'strength'] },
);
/** The commonest form of a retouch: curves, a matrix, curves, a matrix, curves. */
const alternating: fc.Arbitrary<Step> = fc.tuple(curve, matrix, curve, matrix, curve).map((transforms) => ({ transforms, strength: 1 }));
const steps: fc.Arbitrary<Step[]> = fc.oneof({ weight: 4, arbitrary: fc.array(step, { minLength: 1, maxLength: 3 }) }, { weight: 1, arbitrary: alternating.map((one) => [one]) });
const plan: fc.Arbitrary<Plan> = fc.record({ steps, strength: fc.oneof(fc.constant(1), within(0.1, 1)) }).map((drawn) => planOf(drawn.steps, drawn.strength));

const random = seededRandom(5);
const noise = makeRaster(97, 11, 4, 8, () => Math.floor(random() * 256));
const lattice = makeRaster(125, 1, 3, 8, (pixel, channel) => (Math.floor(pixel / 5 ** channel) % 5) * 63.75);

test('any plan of point transforms is compiled to within one level of the reference', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(plan, async (candidate) => {
      for (const picture of [noise, lattice]) {
        const masks = { brush: patternMask(picture.width, picture.height) };
        const form = { bitDepth: picture.bitDepth, space: 'srgb', pixelCount: picture.width * picture.height } as const;
        const kind = compilePlan(readySteps(candidate, masks, picture.width, picture.height), candidate.strength, form)?.kind ?? 'reference';
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        const expected = await applyPlan(candidate, picture, { masks, implementation: 'reference' });
        const found = findDifference(await applyPlan(candidate, picture, { masks }), expected);
        expect(found.largest, `${kind}: ${found.where}`).toBeLessThanOrEqual(TOLERANCES.apply.levels8);
      }
    }),
    { seed: 20261124, numRuns: 250 },
  );
  expect([...seen.keys()].sort(), 'every way to run a plan was drawn').toEqual(expect.arrayContaining(['channel-tables', 'lut3d', 'matrix-curve', 'point-chain', 'two-matrices']));
  expect(seen.has('reference')).toBe(false);
});
