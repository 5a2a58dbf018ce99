import { clampChroma, converter, inGamut } from 'culori';
import { describe, expect, it } from 'vitest';
import { vibrance } from '../../../packages/core/src/operations/vibrance.js';
import { evaluatePointTransforms } from '../../../packages/core/src/transforms/evaluate.js';
import type { PointTransform } from '../../../packages/core/src/transforms/transform.js';
import { TOLERANCES } from '../../tolerances.js';

const toOklch = converter('oklch');
const toRgb = converter('rgb');
const isInGamut = inGamut('rgb');

interface Lch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

function vibrant(amount: number, colours: readonly Lch[]): Lch[] {
  const { transforms } = vibrance.resolve({ amount }, { space: 'srgb' } as never);
  const rgb = Float32Array.from(colours.flatMap((colour) => { const { r, g, b } = toRgb({ mode: 'oklch', ...colour }); return [r, g, b]; }));
  evaluatePointTransforms(transforms as readonly PointTransform[], rgb, colours.length);
  return colours.map((_, index) => {
    const { l, c, h } = toOklch({ mode: 'rgb', r: rgb[index * 3], g: rgb[index * 3 + 1], b: rgb[index * 3 + 2] });
    return { l, c, h: h ?? 0 };
  });
}

const hues = Array.from({ length: 36 }, (_, index) => index * 10);

describe('vibrance', () => {
  it('counts chroma from the largest that sRGB has', () => {
    const surface = hues.flatMap((_, i) => hues.flatMap((__, j) => [[0, i, j], [35, i, j], [i, 0, j], [i, 35, j], [i, j, 0], [i, j, 35]]));
    const largest = Math.max(...surface.map(([r, g, b]) => toOklch({ mode: 'rgb', r: r / 35, g: g / 35, b: b / 35 }).c));
    expect(toOklch({ mode: 'rgb', r: 1, g: 0, b: 1 }).c).toBe(largest);
    expect(vibrance.definition).toContain(largest.toFixed(5));
  });

  it('leaves the most vivid colour as it is and gives the muted one most', () => {
    const chromas = [0.02, 0.06, 0.1, 0.15, 0.2];
    const gains = vibrant(1, chromas.map((c) => ({ l: 0.6, c, h: 328 }))).map(({ c }, index) => c / chromas[index]);
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
    expect(gains[0]).toBeGreaterThan(1.8);
    const magenta = toOklch({ mode: 'rgb', r: 1, g: 0, b: 1 });
    expect(vibrant(1, [{ ...magenta, h: magenta.h ?? 0 }])[0].c).toBeCloseTo(magenta.c, 4);
  });

  it('never turns a hue, not even where it takes all colour it may', () => {
    for (const amount of [-1, -0.5, 0.5, 1]) {
      vibrant(amount, hues.map((h) => ({ l: 0.6, c: 0.08, h }))).forEach(({ h, l }, index) => {
        const turn = Math.abs(((h - hues[index] + 540) % 360) - 180);
        expect(turn).toBeLessThan(TOLERANCES.vibrance.hueDegrees);
        expect(Math.abs(l - 0.6)).toBeLessThan(TOLERANCES.vibrance.lightness);
      });
    }
  });

  it('keeps the order of chroma in every hue', () => {
    for (const amount of [-1, 1]) {
      for (const h of hues) {
        const chromas = vibrant(amount, Array.from({ length: 16 }, (_, index) => ({ l: 0.6, c: index * 0.006, h }))).map(({ c }) => c);
        const rises = chromas.slice(1).map((c, index) => c - chromas[index]);
        expect(Math.min(...rises)).toBeGreaterThan(-TOLERANCES.vibrance.chroma);
      }
    }
  });

  it('at -1 leaves hardly any colour in what was nearly grey, and most of it in what was vivid', () => {
    const [nearGrey, vivid] = vibrant(-1, [{ l: 0.6, c: 0.015, h: 255 }, { l: 0.6, c: 0.2, h: 328 }]);
    expect(nearGrey.c).toBeLessThan(0.002);
    expect(vivid.c).toBeGreaterThan(0.16);
  });

  it('changes skin by half of what it changes another hue with as much room, without a jump between them', () => {
    const gain = (h: number): number => vibrant(1, [{ l: 0.65, c: 0.07, h }])[0].c / 0.07 - 1;
    const room = (h: number): number => {
      let c = 0;
      while (isInGamut({ mode: 'oklch', l: 0.65, c: c + 0.001, h })) c += 0.001;
      return c;
    };
    const others = Array.from({ length: 260 }, (_, index) => 90 + index).map((h) => ({ h, room: room(h) }));
    for (const h of [28, 40, 55, 67]) {
      const wanted = room(h);
      const [other] = [...others].sort((a, b) => Math.abs(a.room - wanted) - Math.abs(b.room - wanted));
      expect(gain(h) / gain(other.h)).toBeCloseTo(0.5, 1);
    }
    const ramp = Array.from({ length: 101 }, (_, index) => gain(index));
    expect(Math.max(...ramp.slice(1).map((value, index) => Math.abs(value - ramp[index])))).toBeLessThan(0.1 * Math.max(...ramp));
  });

  it('never takes a colour out of the gamut', () => {
    for (const amount of [0.5, 1]) {
      const vivid = hues.flatMap((h) => [0.3, 0.5, 0.7, 0.9].map((l) => clampChroma({ mode: 'oklch', l, c: 0.4, h }, 'oklch')));
      const { transforms } = vibrance.resolve({ amount }, { space: 'srgb' } as never);
      const rgb = Float32Array.from(vivid.flatMap((colour) => { const { r, g, b } = toRgb(colour); return [r, g, b]; }));
      evaluatePointTransforms(transforms as readonly PointTransform[], rgb, vivid.length);
      expect(Math.min(...rgb)).toBeGreaterThan(-TOLERANCES.vibrance.gamut);
      expect(Math.max(...rgb)).toBeLessThan(1 + TOLERANCES.vibrance.gamut);
    }
  });
});
