import { converter } from 'culori';
import { describeEffect, type EffectStep, planWithoutPhoto, type Recipe, type Transform } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { evaluateTransforms } from '../../../packages/core/src/transforms/evaluate.js';
import { seededRandom } from '../../helpers/seeded-random.js';
import { TOLERANCES } from '../../tolerances.js';

const toLinear = converter('lrgb');
const toLab = converter('lab65');
const toOklch = converter('oklch');

async function stepsOf(operations: readonly object[], space: 'srgb' | 'display-p3' = 'srgb'): Promise<readonly EffectStep[]> {
  const plan = await planWithoutPhoto({ schema: 'openretouch/recipe@1', name: 'Test', operations } as Recipe, space);
  return plan.steps;
}

const sentenceOf = async (...operations: object[]): Promise<string> => describeEffect(await stepsOf(operations), 'srgb').sentence;

/** One colour through the steps, as culori's object. */
function show(steps: readonly EffectStep[], [r, g, b]: readonly number[]): { readonly mode: 'rgb'; r: number; g: number; b: number } {
  const rgb = Float32Array.of(r, g, b);
  for (const { transforms } of steps) evaluateTransforms(transforms, rgb, { width: 1, height: 1, firstRow: 0, rowCount: 1 });
  const [red, green, blue] = Array.from(rgb, (value) => Math.min(1, Math.max(0, value)));
  return { mode: 'rgb', r: red, g: green, b: blue };
}

const luminanceOf = (color: ReturnType<typeof show>): number => {
  const { r, g, b } = toLinear(color);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const curve = (f: (value: number) => number): EffectStep => {
  const table = { kind: 'table', domain: [0, 1], values: Float32Array.from({ length: 257 }, (_, i) => f(i / 256)), outside: 'clamp' } as const;
  return { transforms: [{ kind: 'curve', curves: [table, table, table] }], strength: 1 };
};

const matrix = (rows: readonly number[]): Transform => ({ kind: 'matrix', matrix: rows });

describe('the words for a change', () => {
  it.each([
    [[{ op: 'exposure', ev: 0.4 }], 'brighter by 0.4 EV'],
    [[{ op: 'exposure', ev: 1 }], 'brighter by 1 EV'],
    [[{ op: 'exposure', ev: -1 }], 'darker by 1 EV'],
    [[{ op: 'whiteBalance', temperature: 7100 }], 'warmer by 600 K'],
    [[{ op: 'whiteBalance', temperature: 5000, tint: 12 }], 'cooler by 1500 K, tinted magenta by 12'],
    [[{ op: 'whiteBalance', tint: -20 }], 'tinted green by 20'],
    [[{ op: 'saturation', gain: 1.2, axis: 'oklab' }], '20 % more saturation'],
    [[{ op: 'saturation', gain: 0 }], 'black and white'],
    [[{ op: 'hsl', green: { chroma: -0.4 } }], 'greens less saturated'],
    [[{ op: 'hsl', blue: { hue: -15 } }], 'blues towards aqua'],
    [[{ op: 'colorGrade', shadows: { hue: 250, amount: 0.3 } }], 'shadows towards blue'],
    [[{ op: 'exposure', ev: 0.4 }, { op: 'whiteBalance', temperature: 7100 }, { op: 'hsl', green: { chroma: -0.4 } }], 'brighter by 0.4 EV, warmer by 600 K, greens less saturated'],
  ])('of %j are "%s"', async (operations, sentence) => {
    expect(await sentenceOf(...operations)).toBe(sentence);
  });

  it('name blacks that are lifted and whites that are dimmed, where the middle stays', async () => {
    const points = [[0, 0.1], [0.2, 0.22], [0.5, 0.5], [0.8, 0.78], [1, 0.9]];
    const sentence = await sentenceOf({ op: 'toneCurve', points });
    expect(sentence).toContain('blacks lifted');
    expect(sentence).toContain('whites dimmed');
  });

  it.each([
    ['nothing', []],
    ['a thirtieth of a stop', [{ op: 'exposure', ev: 0.03 }]],
    ['a twentieth less saturation', [{ op: 'saturation', gain: 0.95 }]],
    ['fifty kelvin', [{ op: 'whiteBalance', temperature: 6550 }]],
  ])('of %s are that the photo is left as it is', async (_, operations) => {
    expect(await sentenceOf(...operations)).toBe('leaves the photo as it is');
  });

  it('are the same for a photo in Display P3', async () => {
    const operations = [{ op: 'exposure', ev: -0.6 }, { op: 'whiteBalance', temperature: 8000, tint: -8 }];
    const [srgb, p3] = [describeEffect(await stepsOf(operations), 'srgb'), describeEffect(await stepsOf(operations, 'display-p3'), 'display-p3')];
    expect(p3.sentence).toBe(srgb.sentence);
  });

  it('heed the strength of a step and of the whole', async () => {
    const steps = await stepsOf([{ op: 'saturation', gain: 1.6, axis: 'average', strength: 0.5 }]);
    const [whole] = describeEffect(await stepsOf([{ op: 'saturation', gain: 1.3 }]), 'srgb').phrases;
    expect(describeEffect(steps, 'srgb').phrases).toEqual([whole]);
    expect(describeEffect(steps, 'srgb', 0).phrases).toEqual([]);
  });
});

describe('measured with culori', () => {
  const random = seededRandom(21);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const recipes = Array.from({ length: 40 }, () => [
    { op: 'whiteBalance', temperature: Math.round(between(4500, 10_000)), tint: Math.round(between(-20, 20)) },
    { op: 'exposure', ev: between(-1.5, 1) },
    { op: 'saturation', gain: between(0.3, 1.8) },
  ]);

  it('a photo is brighter by as many stops as the middle grey', async () => {
    for (const operations of recipes) {
      const steps = await stepsOf(operations);
      const { effect, phrases } = describeEffect(steps, 'srgb');
      const stops = Math.log2(luminanceOf(show(steps, [0.5, 0.5, 0.5])) / luminanceOf({ mode: 'rgb', r: 0.5, g: 0.5, b: 0.5 }));
      expect(Math.abs(effect.exposureEv - stops)).toBeLessThan(TOLERANCES.describe.exposureEv);
      if (stops > 0.1) expect(phrases[0]).toMatch(/^brighter/);
      if (stops < -0.1) expect(phrases[0]).toMatch(/^darker/);
    }
  });

  it('a photo is warmer where the middle grey turns yellow, cooler where blue', async () => {
    for (const operations of recipes) {
      const steps = await stepsOf(operations);
      const { b } = toLab(show(steps, [0.5, 0.5, 0.5]));
      const { sentence } = describeEffect(steps, 'srgb');
      if (b > 3) expect(sentence).toContain('warmer');
      if (b < -3) expect(sentence).toContain('cooler');
    }
  });

  it('a photo is more saturated where colours of all hues are, for their lightness', async () => {
    for (const gain of [0.4, 0.7, 1.3, 1.7]) {
      const steps = await stepsOf([{ op: 'saturation', gain }]);
      const { effect } = describeEffect(steps, 'srgb');
      const shares = Array.from({ length: 36 }, (_, i) => {
        const before = converter('rgb')({ mode: 'oklch', l: 0.6, c: 0.06, h: i * 10 });
        const [from, to] = [toOklch(before), toOklch(show(steps, [before.r, before.g, before.b]))];
        return to.c / to.l / (from.c / from.l);
      }).sort((a, b) => a - b);
      expect(Math.abs(effect.saturation - shares[18])).toBeLessThan(TOLERANCES.describe.saturation);
    }
  });
});

describe('laws of the words', () => {
  const random = seededRandom(4);
  /** Rises everywhere, by steps of random height, and never below the straight line. */
  const brighten = (): ((value: number) => number) => {
    const [power, share, lift] = [0.4 + 0.6 * random(), random(), 0.2 * random()];
    return (value) => lift + (1 - lift) * (share * value ** power + (1 - share) * value);
  };

  it('a change that darkens no value never says darker', () => {
    for (let i = 0; i < 200; i += 1) expect(describeEffect([curve(brighten())], 'srgb').sentence).not.toMatch(/darker|deeper|dimmed/);
  });

  it('a change that brightens no value never says brighter', () => {
    for (let i = 0; i < 200; i += 1) {
      const f = brighten();
      expect(describeEffect([curve((value) => 1 - f(1 - value))], 'srgb').sentence).not.toMatch(/brighter|lifted|lighter/);
    }
  });

  it('a change and its opposite are told in opposite words', async () => {
    const [warm, cool] = [await sentenceOf({ op: 'whiteBalance', temperature: 7500 }), await sentenceOf({ op: 'whiteBalance', temperature: 5700 })];
    expect([warm.split(' ')[0], cool.split(' ')[0]]).toEqual(['warmer', 'cooler']);
  });

  it.each([
    ['black', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['white', [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]],
    ['pure blue', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['pure red', [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['the negative', [-1, 0, 0, 1, 0, -1, 0, 1, 0, 0, -1, 1]],
    ['values far out of range', [1e6, 0, 0, -1e6, 0, 1e6, 0, 1e6, 0, 0, 1e6, 0]],
  ])('a change into %s is told with finite numbers', (_, rows) => {
    const { effect, sentence } = describeEffect([{ transforms: [matrix(rows)], strength: 1 }], 'srgb');
    expect(sentence).not.toMatch(/NaN|Infinity|undefined/);
    const numbers = JSON.stringify(effect).match(/null/g) ?? [];
    expect(numbers).toEqual([]);
  });
});

describe('a change that differs by place', () => {
  const grid = (slopes: readonly number[]): EffectStep => ({
    transforms: [{ kind: 'grid', form: 'affine', shared: true, width: 2, height: 1, depth: 1, data: Float32Array.from(slopes.flatMap((slope) => [slope, 0])) }],
    strength: 1,
  });

  it('is told with the range of its brightness', () => {
    const { effect, phrases } = describeEffect([grid([0.7, 1.4])], 'srgb');
    expect(phrases[0]).toMatch(/^(brighter|brightness).*\(-\d(\.\d)? to \+\d(\.\d)? EV over the picture\)$/);
    expect(effect.exposureRangeEv?.[0]).toBeLessThan(-0.8);
    expect(effect.exposureRangeEv?.[1]).toBeGreaterThan(0.8);
  });

  it('is told like any other where it is the same everywhere', () => {
    expect(describeEffect([grid([1.15, 1.15])], 'srgb').phrases[0]).toBe(describeEffect([{ transforms: [matrix([1.15, 0, 0, 0, 0, 1.15, 0, 0, 0, 0, 1.15, 0])], strength: 1 }], 'srgb').phrases[0]);
  });
});
