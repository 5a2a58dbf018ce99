import { describe, expect, it } from 'vitest';
import { Stroke } from '../../../../packages/panel/src/session/brush/stroke.js';
import { tipCoverage } from '../../../../packages/panel/src/session/brush/tip.js';
import { TOLERANCES } from '../../../tolerances.js';

const SIZE = { width: 64, height: 48 };
const TIP = { diameter: 17, hardness: 0.4, flow: 0.3 };
const at = (x: number, y: number, pressure = 1): { x: number; y: number; pressure: number } => ({ x, y, pressure });

function drawn(points: readonly { x: number; y: number; pressure: number }[], tip = TIP): Float32Array {
  const stroke = new Stroke(SIZE, tip);
  for (const point of points) stroke.moveTo(point);
  return stroke.coverage;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

describe('a tip', () => {
  it('covers its hard middle whole, nothing beyond the radius, and falls all the way between', () => {
    expect(tipCoverage(0, 20, 0)).toBe(1);
    expect(tipCoverage(9.9, 20, 0.5)).toBe(1);
    expect(tipCoverage(20, 20, 0.5)).toBe(0);
    const fall = Array.from({ length: 101 }, (_, i) => tipCoverage(10 + i / 10, 20, 0.5));
    for (let i = 1; i < fall.length; i += 1) expect(fall[i]).toBeLessThanOrEqual(fall[i - 1]);
    expect(fall[50]).toBeCloseTo(0.5, 6);
  });

  it('has no steps at its edge even when it is hard', () => {
    expect(tipCoverage(19.5, 20, 1)).toBeCloseTo(0.5, 6);
  });
});

describe('a stroke', () => {
  it('leaves a touch that is the same from all four sides', () => {
    const coverage = drawn([at(32, 24)]);
    for (let y = 0; y < SIZE.height; y += 1) {
      for (let x = 0; x < SIZE.width; x += 1) {
        const value = coverage[y * SIZE.width + x];
        expect(value).toBe(coverage[y * SIZE.width + SIZE.width - 1 - x]);
        expect(value).toBe(coverage[(SIZE.height - 1 - y) * SIZE.width + x]);
      }
    }
    const upright = (dx: number, dy: number): number => coverage[(24 + dy) * SIZE.width + 32 + dx];
    expect(upright(5, 0)).toBe(upright(0, 5));
  });

  it('does not depend on how often the pointer is asked', () => {
    const rarely = drawn([at(8, 10), at(50, 38)]);
    const often = drawn(Array.from({ length: 64 }, (_, i) => at(8 + (42 * i) / 63, 10 + (28 * i) / 63)));
    expect(largestDifference(rarely, often)).toBeLessThan(TOLERANCES.brush.stroke);
  });

  it('does not depend on how often the pointer is asked round a corner, with pressure', () => {
    const corners = [at(8, 10, 0.2), at(50, 12, 1), at(30, 40, 0.5)];
    const between = (a: typeof corners[0], b: typeof corners[0], count: number): typeof corners => Array.from({ length: count }, (_, i) => at(a.x + ((b.x - a.x) * (i + 1)) / count, a.y + ((b.y - a.y) * (i + 1)) / count, a.pressure + ((b.pressure - a.pressure) * (i + 1)) / count));
    const often = [corners[0], ...between(corners[0], corners[1], 37), ...between(corners[1], corners[2], 23)];
    expect(largestDifference(drawn(corners), drawn(often))).toBeLessThan(TOLERANCES.brush.stroke);
  });

  it('grows towards whole coverage and never falls while it stays', () => {
    const stroke = new Stroke(SIZE, TIP);
    let before = stroke.coverage.slice();
    for (let turn = 0; turn < 60; turn += 1) {
      stroke.moveTo(at(turn % 2 === 0 ? 30 : 34, 24));
      expect(stroke.coverage.every((value, i) => value >= before[i])).toBe(true);
      before = stroke.coverage.slice();
    }
    expect(Math.max(...before)).toBeLessThanOrEqual(1);
    expect(before[24 * SIZE.width + 32]).toBeGreaterThan(0.999);
  });

  it('leaves its flow at once where a hard tip touches, and all of it at full flow', () => {
    expect(drawn([at(32.5, 24.5)], { ...TIP, hardness: 1 })[24 * SIZE.width + 32]).toBeCloseTo(0.3, 6);
    expect(drawn([at(32.5, 24.5)], { ...TIP, hardness: 1, flow: 1 })[24 * SIZE.width + 32]).toBe(1);
  });

  it('presses no harder than the pen', () => {
    expect(drawn([at(32.5, 24.5, 0.5)], { ...TIP, hardness: 1 })[24 * SIZE.width + 32]).toBeCloseTo(0.15, 6);
    expect(drawn([at(32, 24, 0)]).every((value) => value === 0)).toBe(true);
  });

  it('has a straight edge: a hard line covers each of its columns alike', () => {
    const coverage = drawn([at(-20, 24), at(84, 24)], { diameter: 20, hardness: 1, flow: 1 });
    const covered = Array.from({ length: SIZE.width }, (_, x) => Array.from({ length: SIZE.height }, (_, y) => coverage[y * SIZE.width + x]).reduce((sum, value) => sum + value, 0));
    expect(Math.max(...covered) - Math.min(...covered)).toBeLessThan(TOLERANCES.brush.strokeEdge);
  });

  it('goes on beyond the photo and comes back', () => {
    expect(drawn([at(-100, 24), at(-90, 24)]).every((value) => value === 0)).toBe(true);
    expect(drawn([at(-100, 24), at(200, 24)])[24 * SIZE.width + 40]).toBeGreaterThan(0.8);
  });

  it('tells what changed, and nothing else changes', () => {
    const stroke = new Stroke(SIZE, TIP);
    stroke.moveTo(at(12, 12));
    const before = stroke.coverage.slice();
    const area = stroke.moveTo(at(40, 20));
    expect(area).toBeDefined();
    stroke.coverage.forEach((value, i) => {
      const [x, y] = [i % SIZE.width, Math.floor(i / SIZE.width)];
      const isInside = area !== undefined && x >= area.left && x < area.right && y >= area.top && y < area.bottom;
      if (!isInside) expect(value).toBe(before[i]);
    });
  });
});
