import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearSrgbToOklab, oklabToOklch } from '../../../packages/core/src/color/oklab.js';
import { luma } from '../../../packages/core/src/color/luma.js';
import { srgbToLinear } from '../../../packages/core/src/color/transfer-functions.js';
import { tone } from '../../../packages/core/src/operations/tone.js';
import { evaluatePointTransforms } from '../../../packages/core/src/transforms/evaluate.js';
import type { PointTransform } from '../../../packages/core/src/transforms/transform.js';
import { LAW_SEED } from '../../helpers/laws/law.js';
import { TOLERANCES } from '../../tolerances.js';

type Settings = Partial<Record<'highlights' | 'shadows' | 'whites' | 'blacks', number>>;

const ENDS_AND_ZERO = [-1, 0, 1];
const corners = ENDS_AND_ZERO.flatMap((highlights) =>
  ENDS_AND_ZERO.flatMap((shadows) => ENDS_AND_ZERO.flatMap((whites) => ENDS_AND_ZERO.map((blacks): Settings => ({ highlights, shadows, whites, blacks })))),
).filter((settings) => Object.values(settings).some((value) => value !== 0));

function toned(settings: Settings, colours: readonly (readonly number[])[]): number[][] {
  const { transforms } = tone.resolve({ highlights: 0, shadows: 0, whites: 0, blacks: 0, ...settings }, { space: 'srgb' } as never);
  const rgb = Float32Array.from(colours.flat());
  evaluatePointTransforms(transforms as readonly PointTransform[], rgb, colours.length);
  return colours.map((_, index) => Array.from(rgb.subarray(index * 3, index * 3 + 3)));
}

const grey = (value: number): number[] => [value, value, value];
const tonedGrey = (settings: Settings, value: number): number => toned(settings, [grey(value)])[0][0];
const clip = (value: number): number => Math.min(Math.max(value, 0), 1);

function hueDegrees(rgb: readonly number[]): number {
  return oklabToOklch(linearSrgbToOklab([srgbToLinear(rgb[0]), srgbToLinear(rgb[1]), srgbToLinear(rgb[2])]))[2];
}

describe('tone', () => {
  it('keeps the order and the distance of greys at every corner of its settings', () => {
    const ramp = Array.from({ length: 1025 }, (_, index) => grey(index / 1024));
    for (const settings of corners) {
      const out = toned(settings, ramp).map(([value]) => value);
      const slopes = out.slice(1).map((value, index) => (value - out[index]) * 1024);
      expect(Math.min(...slopes), JSON.stringify(settings)).toBeGreaterThan(TOLERANCES.tone.slopeMinimum);
    }
  });

  it('brightens with each of its settings, at every grey', () => {
    const setting = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.record({ highlights: setting, shadows: setting, whites: setting, blacks: setting }), setting, fc.constantFrom('highlights', 'shadows', 'whites', 'blacks'), (settings, other, name) => {
        const [low, high] = [settings[name], other].sort((a, b) => a - b);
        const ramp = Array.from({ length: 65 }, (_, index) => grey(index / 64));
        const [darker, brighter] = [low, high].map((value) => toned({ ...settings, [name]: value }, ramp));
        const falls = ramp.map((_, index) => darker[index][0] - brighter[index][0]);
        expect(Math.max(...falls)).toBeLessThanOrEqual(TOLERANCES.laws.monotone);
      }),
      { seed: LAW_SEED, numRuns: 20 },
    );
  });

  it('leaves black and white where they are with shadows and highlights', () => {
    for (const settings of [{ shadows: 1 }, { shadows: -1 }, { highlights: 1 }, { highlights: -1 }]) {
      expect(tonedGrey(settings, 0)).toBe(0);
      expect(tonedGrey(settings, 1)).toBe(1);
    }
  });

  it('moves one end with blacks and the other with whites', () => {
    expect(tonedGrey({ blacks: 1 }, 0)).toBeGreaterThan(0.05);
    expect(tonedGrey({ blacks: -1 }, 0.06)).toBeLessThan(0);
    expect(tonedGrey({ whites: 1 }, 0.93)).toBeGreaterThan(1);
    expect(tonedGrey({ whites: -1 }, 1)).toBeLessThan(0.95);
    expect(tonedGrey({ blacks: 1 }, 1)).toBe(1);
    expect(tonedGrey({ whites: -1 }, 0)).toBe(0);
  });

  it('moves its own zone ten times as far as the opposite one', () => {
    const moved = (settings: Settings, value: number): number => Math.abs(tonedGrey(settings, value) - value);
    for (const sign of [-1, 1]) {
      expect(moved({ shadows: sign }, 0.2)).toBeGreaterThan(10 * moved({ shadows: sign }, 0.75));
      expect(moved({ highlights: sign }, 0.8)).toBeGreaterThan(10 * moved({ highlights: sign }, 0.25));
    }
  });

  it('brings no channel beyond white unless whites does', () => {
    const edge = Array.from({ length: 12 }, (_, index) => index / 11);
    const cube = edge.flatMap((r) => edge.flatMap((g) => edge.map((b) => [r, g, b])));
    for (const settings of corners.filter(({ whites = 0, blacks = 0 }) => whites <= 0 && blacks <= 0)) {
      expect(Math.max(...toned(settings, cube).flat()), JSON.stringify(settings)).toBeLessThanOrEqual(1 + TOLERANCES.tone.white);
    }
  });

  it('keeps the hue of colours while it opens shadows', () => {
    const colours = [[0.25, 0.15, 0.1], [0.1, 0.2, 0.35], [0.3, 0.08, 0.08], [0.1, 0.3, 0.12], [0.3, 0.28, 0.1], [0.2, 0.1, 0.3], [0.85, 0.2, 0.15], [0.15, 0.3, 0.9]];
    toned({ shadows: 1 }, colours).forEach((out, index) => {
      expect(luma(out[0], out[1], out[2])).toBeGreaterThan(1.05 * luma(colours[index][0], colours[index][1], colours[index][2]));
      expect(Math.abs(hueDegrees(out) - hueDegrees(colours[index]))).toBeLessThan(TOLERANCES.tone.hueDegrees);
    });
  });

  it('shows a brighter version of a colour no darker', () => {
    const channel = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...corners), fc.tuple(channel, channel), fc.nat(2), (settings, others, main) => {
        const direction = [...others];
        direction.splice(main, 0, 1);
        const out = toned(settings, Array.from({ length: 129 }, (_, index) => direction.map((value) => (value * index) / 128)));
        let brightest = 0;
        let fall = 0;
        for (const [r, g, b] of out) {
          const y = luma(clip(r), clip(g), clip(b));
          fall = Math.max(fall, brightest - y);
          brightest = Math.max(brightest, y);
        }
        expect(fall * 255).toBeLessThan(TOLERANCES.tone.rayLevels);
      }),
      { seed: LAW_SEED, numRuns: 60, examples: corners.filter((_, index) => index % 4 === 0).flatMap((settings) => [0, 1, 2].map((main): [Settings, [number, number], number] => [settings, [0, 0], main])) },
    );
  });

  it('lifts black to a neutral grey, without making its noise gaudy', () => {
    const noise = [[0.004, 0, 0], [0, 0.004, 0], [0, 0, 0.004], [0.008, 0.004, 0], [0, 0.004, 0.012]];
    for (const settings of [{ blacks: 1 }, { shadows: 1 }, { shadows: 1, blacks: 1 }, { shadows: 1, blacks: -1 }]) {
      const [r, g, b] = toned(settings, [grey(0)])[0];
      expect([g, b]).toEqual([r, r]);
      toned(settings, noise).forEach((out, index) => {
        const spread = (rgb: readonly number[]): number => Math.max(...rgb) - Math.min(...rgb);
        expect(spread(out), JSON.stringify(settings)).toBeLessThan(TOLERANCES.tone.noiseGain * spread(noise[index]));
      });
    }
  });
});
