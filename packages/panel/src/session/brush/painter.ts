import { type Area, joinAreas, type Size, widenArea } from './area.js';
import { EDGE_RADIUS, followEdges } from './follow-edges.js';
import type { Guide } from './likeness.js';
import { blendStroke, type BrushMode, type PaintedMask } from './mask.js';
import { Stroke, type Touch } from './stroke.js';
import type { Tip } from './tip.js';

export interface PainterOptions {
  /** What the stroke begins on. */
  readonly mask: PaintedMask;
  readonly mode: BrushMode;
  readonly tip: Tip;
  /** Of the mask's size; without it the stroke does not look at the picture. */
  readonly guide?: Guide;
}

/** One stroke on a mask, seen while it is drawn. */
export class Painter {
  readonly #options: PainterOptions;
  readonly #stroke: Stroke;
  readonly #followed: Float32Array | undefined;
  #area: Area | undefined;
  #pending: Area | undefined;

  constructor(options: PainterOptions) {
    const { mask, tip, guide } = options;
    this.#options = options;
    this.#stroke = new Stroke(mask, tip, guide);
    this.#followed = guide && new Float32Array(this.#stroke.coverage.length);
  }

  moveTo(touch: Touch): void {
    this.#pending = joinAreas(this.#pending, this.#stroke.moveTo(touch));
  }

  /** @returns the mask with the stroke as far as it is drawn; the one it began on while nothing is covered. */
  mask(): PaintedMask {
    const { mask, mode } = this.#options;
    this.#follow(mask);
    return this.#area === undefined ? mask : blendStroke(mask, this.#followed ?? this.#stroke.coverage, this.#area, mode);
  }

  /** What changed since the last time is made to follow the edges again; a touch reaches no further than the filter. */
  #follow(size: Size): void {
    if (this.#pending === undefined) return;
    const area = widenArea(this.#pending, 2 * EDGE_RADIUS, size);
    this.#area = joinAreas(this.#area, area);
    this.#pending = undefined;
    const { guide } = this.#options;
    if (this.#followed === undefined || guide === undefined) return;
    // The filter's own reach around the area has to be in what it reads.
    const read = widenArea(area, 2 * EDGE_RADIUS, size);
    const followed = followEdges(this.#stroke.coverage, this.#stroke.plain, guide, read);
    const readWidth = read.right - read.left;
    for (let y = area.top; y < area.bottom; y += 1) {
      const from = (y - read.top) * readWidth + area.left - read.left;
      this.#followed.set(followed.subarray(from, from + area.right - area.left), y * size.width + area.left);
    }
  }
}
