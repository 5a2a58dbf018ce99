import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitViewport, keepInside, MAXIMUM_SCALE, panBy, type Point, type Viewport, zoomAt } from '../../../packages/studio/src/viewport/viewport.js';

const sizes = fc.record({ width: fc.integer({ min: 1, max: 9000 }), height: fc.integer({ min: 1, max: 9000 }) });
const areas = fc.record({ width: fc.integer({ min: 200, max: 3000 }), height: fc.integer({ min: 200, max: 2000 }) });
const INSETS = { top: 20, right: 20, bottom: 72, left: 20 };

/** @returns the photo's pixel at a place of the area. */
const photoAt = ({ scale, x, y }: Viewport, at: Point): Point => ({ x: (at.x - x) / scale, y: (at.y - y) / scale });

describe('the viewport', () => {
  it('fits a photo into the free room, centred, and never enlarges it', () => {
    fc.assert(
      fc.property(sizes, areas, (photo, area) => {
        const { scale, x, y } = fitViewport(photo, area, INSETS);
        expect(scale).toBeLessThanOrEqual(1);
        expect(x).toBeGreaterThanOrEqual(INSETS.left - 1e-6);
        expect(y).toBeGreaterThanOrEqual(INSETS.top - 1e-6);
        expect(x + photo.width * scale).toBeLessThanOrEqual(area.width - INSETS.right + 1e-6);
        expect(y + photo.height * scale).toBeLessThanOrEqual(area.height - INSETS.bottom + 1e-6);
        const isTight = scale === 1 || Math.abs(photo.width * scale - (area.width - 40)) < 1e-6 || Math.abs(photo.height * scale - (area.height - 92)) < 1e-6;
        expect(isTight).toBe(true);
      }),
      { seed: 3 },
    );
  });

  it('keeps the pixel under the pointer where it is while zooming', () => {
    const photo = { width: 6000, height: 4000 };
    const area = { width: 900, height: 600 };
    const fitted = fitViewport(photo, area, INSETS);
    const at = { x: 430, y: 260 };
    let viewport = fitted;
    const before = photoAt(viewport, at);
    for (const factor of [1.3, 2, 1.7, 0.8]) {
      viewport = zoomAt(viewport, factor, at, fitted, photo, area);
      expect(photoAt(viewport, at).x).toBeCloseTo(before.x, 6);
      expect(photoAt(viewport, at).y).toBeCloseTo(before.y, 6);
    }
  });

  it('ends at the fitted photo and at eight times its pixels', () => {
    const photo = { width: 3000, height: 2000 };
    const area = { width: 900, height: 600 };
    const fitted = fitViewport(photo, area, INSETS);
    const at = { x: 100, y: 100 };
    expect(zoomAt(zoomAt(fitted, 5, at, fitted, photo, area), 0.001, at, fitted, photo, area)).toEqual(fitted);
    expect(zoomAt(fitted, 1e6, at, fitted, photo, area).scale).toBe(MAXIMUM_SCALE);
  });

  it('never loses the photo, however far it is dragged', () => {
    fc.assert(
      fc.property(sizes, areas, fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.double({ min: 1, max: 40, noNaN: true }), (photo, area, dx, dy, factor) => {
        const fitted = fitViewport(photo, area, INSETS);
        const moved = panBy(zoomAt(fitted, factor, { x: 50, y: 50 }, fitted, photo, area), { x: dx, y: dy }, photo, area);
        const { scale, x, y } = moved;
        expect(x).toBeLessThanOrEqual(Math.max(area.width / 2, area.width - photo.width * scale) + 1e-6);
        expect(x + photo.width * scale).toBeGreaterThanOrEqual(Math.min(area.width / 2, photo.width * scale) - 1e-6);
        expect(y + photo.height * scale).toBeGreaterThanOrEqual(Math.min(area.height / 2, photo.height * scale) - 1e-6);
        expect(keepInside(moved, photo, area)).toEqual(moved);
      }),
      { seed: 4 },
    );
  });
});
