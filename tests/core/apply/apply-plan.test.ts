import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../../packages/core/src/apply/apply-plan.js';
import { InvalidRasterError, MaskError, UnsupportedEncodingError } from '../../../packages/core/src/errors.js';
import type { Plan, PlanStep } from '../../../packages/core/src/plan/plan.js';
import { convertBitDepth, convertEncoding } from '../../../packages/core/src/raster/convert.js';
import { createRasterLike, type Raster } from '../../../packages/core/src/raster/raster.js';
import { diagonalTransform } from '../../../packages/core/src/transforms/matrix.js';
import { firstDifferentByte, largestDifference } from '../../helpers/laws/law.js';
import { lawPicture } from '../../helpers/pictures.js';
import { TOLERANCES } from '../../tolerances.js';

const half: PlanStep = { transforms: [diagonalTransform([0.5, 0.5, 0.5])], strength: 1, operations: [0] };
const planOf = (...steps: PlanStep[]): Plan => ({ space: 'srgb', steps, strength: 1, notes: [] });

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('applying a plan', () => {
  it('reports progress that never falls and ends at 1, also when there is nothing to do', async () => {
    for (const plan of [planOf(half), planOf()]) {
      const fractions: number[] = [];
      await applyPlan(plan, lawPicture(8), { bandRows: 3, onProgress: (fraction) => fractions.push(fraction) });
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions.at(-1)).toBe(1);
      expect(fractions[0]).toBeGreaterThan(0);
    }
  });

  it('writes nothing when it is cancelled before it begins', async () => {
    const raster = lawPicture(8);
    const original = raster.data.slice();
    const reason = new Error('stopped');
    expect(await rejection(applyPlan(planOf(half), raster, { out: raster, signal: { aborted: true, reason } }))).toBe(reason);
    expect(firstDifferentByte(raster.data, original)).toBe(-1);
  });

  it('stops at the next band when it is cancelled in the middle', async () => {
    const controller = new AbortController();
    const fractions: number[] = [];
    const run = applyPlan(planOf(half), lawPicture(8), {
      bandRows: 1,
      signal: controller.signal,
      onProgress: (fraction) => {
        fractions.push(fraction);
        if (fractions.length === 3) controller.abort(new Error('enough'));
      },
    });
    expect(await rejection(run)).toEqual(new Error('enough'));
    expect(fractions).toHaveLength(3);
  });

  it('waits between bands', async () => {
    let pauseCount = 0;
    const raster = lawPicture(8);
    await applyPlan(planOf(half), raster, {
      bandRows: 5,
      pause: () => {
        pauseCount += 1;
        return Promise.resolve();
      },
    });
    expect(pauseCount).toBe(Math.ceil(raster.height / 5));
  });

  it.each([
    ['width', { width: 26 }],
    ['bitDepth', { bitDepth: 16 }],
    ['encoding', { encoding: 'display-p3' }],
    ['alpha', { alpha: 'none' }],
  ] as const)('refuses an output of another %s before it writes', async (field, difference) => {
    const raster = lawPicture(8);
    const other = { ...raster, ...difference } as Raster;
    const out = createRasterLike(other, other.width);
    const error = await rejection(applyPlan(planOf(half), raster, { out }));
    expect(error).toBeInstanceOf(InvalidRasterError);
    expect(String(error)).toContain(`out.${field}`);
    expect(out.data.every((value) => value === 0)).toBe(true);
  });

  it('refuses data that is too short before it writes', async () => {
    const raster = lawPicture(8);
    expect(await rejection(applyPlan(planOf(half), { ...raster, data: raster.data.subarray(1) }))).toBeInstanceOf(InvalidRasterError);
    expect(await rejection(applyPlan(planOf(half), raster, { out: { ...raster, data: new Uint8Array(3) } }))).toBeInstanceOf(InvalidRasterError);
  });

  it('refuses a plan of another colour space', async () => {
    const error = await rejection(applyPlan(planOf(half), { ...lawPicture(8), encoding: 'display-p3' }));
    expect(error).toBeInstanceOf(UnsupportedEncodingError);
    expect(String(error)).toContain('plan.space: srgb (expected display-p3');
  });

  it('refuses a step whose mask is missing before it writes, whatever step it is', async () => {
    const raster = lawPicture(8);
    const original = raster.data.slice();
    const error = await rejection(applyPlan(planOf(half, { ...half, mask: { slot: 'sky' } }), raster, { out: raster }));
    expect(error).toBeInstanceOf(MaskError);
    expect(firstDifferentByte(raster.data, original)).toBe(-1);
  });

  it('leaves a step with an optional missing mask out', async () => {
    const raster = lawPicture(8);
    const out = await applyPlan(planOf({ ...half, mask: { slot: 'sky', optional: true } }), raster);
    expect(firstDifferentByte(out.data, raster.data)).toBe(-1);
  });

  it('works on encoded values of a linear-light raster', async () => {
    const encoded = lawPicture(32);
    const expected = convertEncoding(await applyPlan(planOf(half), encoded), 'linear-srgb');
    const actual = await applyPlan(planOf(half), convertEncoding(encoded, 'linear-srgb'));
    expect(actual.encoding).toBe('linear-srgb');
    expect(largestDifference(actual.data, expected.data)).toBeLessThan(TOLERANCES.spaces.roundTrip);
  });

  it('softens a mask by the feather of its step, as a fraction of the long side', async () => {
    const width = 200;
    const height = 3;
    const raster: Raster = { data: new Float32Array(width * height * 3).fill(1), width, height, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
    const edge = { data: Uint8Array.from({ length: width * height }, (_, index) => (index % width < 100 ? 255 : 0)), width, height };
    const black: PlanStep = { ...half, transforms: [diagonalTransform([0, 0, 0])], mask: { slot: 'edge', feather: 0.1 } };
    const { data } = await applyPlan(planOf(black), raster, { masks: { edge } });
    const values = Array.from({ length: width }, (_, x) => data[(width + x) * 3]);
    // Feather 0.1 of 200 is a radius of 20, two standard deviations: a cumulative normal, 2.3 % beyond it.
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(Math.abs((values[99] + values[100]) / 2 - 0.5)).toBeLessThan(TOLERANCES.laws.float);
    expect(Math.abs((values[79] + values[80]) / 2 - 0.0228)).toBeLessThan(TOLERANCES.raster.featherAgainstGaussian);
    expect(Math.abs((values[89] + values[90]) / 2 - 0.1587)).toBeLessThan(TOLERANCES.raster.featherAgainstGaussian);
    expect([values[0], values[199]]).toEqual([0, 1]);
  });

  it('inverts after it feathers, so that both sides add up to the whole', async () => {
    const raster = lawPicture(32, { channels: 3 });
    const { width, height } = raster;
    const mask = { data: Uint8Array.from({ length: width * height }, (_, index) => (index % width < 9 ? 255 : 0)), width, height };
    const masked = async (invert: boolean): Promise<Float32Array> =>
      (await applyPlan(planOf({ ...half, mask: { slot: 'm', feather: 0.1, invert } }), raster, { masks: { m: mask } })).data as Float32Array;
    const [plain, inverted] = [await masked(false), await masked(true)];
    const sums = plain.map((value, index) => value + inverted[index]);
    expect(largestDifference(sums, Float32Array.from(raster.data, (value) => 1.5 * value))).toBeLessThan(2 * TOLERANCES.laws.float);
  });

  it('gives 16-bit rasters more than 8-bit ones have', async () => {
    const raster = convertBitDepth(lawPicture(8), 16);
    const { data } = await applyPlan(planOf({ ...half, transforms: [diagonalTransform([0.999, 0.999, 0.999])] }), raster);
    expect((data as Uint16Array).some((value) => value % 257 !== 0)).toBe(true);
  });
});
