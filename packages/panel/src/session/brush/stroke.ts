import { type Area, joinAreas, type Size } from './area.js';
import { type Guide, likenessTo } from './likeness.js';
import { type Tip, tipCoverage } from './tip.js';

/** Distance between touches as a share of the diameter: near enough that a hard tip leaves a straight edge. */
const SPACING = 0.12;
const LEAST_SPACING_PX = 0.5;

/** A place that the pointer was at. */
export interface Touch {
  /** In the mask's pixels; may lie outside. */
  readonly x: number;
  readonly y: number;
  /** 0..1 of the flow. */
  readonly pressure: number;
}

/**
 * What one stroke covers. Touches follow the path at even distances, however often the pointer is asked where it is; each adds its flow
 * to what is not covered yet, so that coverage grows towards 1 and never falls.
 */
export class Stroke {
  /** (H, W), 0..1. */
  readonly coverage: Float32Array;
  /** The same without a look at the picture. */
  readonly plain: Float32Array;
  readonly #size: Size;
  readonly #tip: Tip;
  readonly #guide: Guide | undefined;
  readonly #spacing: number;
  #last: Touch | undefined;
  /** Way since the last touch. */
  #walked = 0;

  /** @param guide - of the mask's size: touches then cover what looks like their middle. */
  constructor(size: Size, tip: Tip, guide?: Guide) {
    this.#size = size;
    this.#tip = tip;
    this.#guide = guide;
    this.#spacing = Math.max(tip.diameter * SPACING, LEAST_SPACING_PX);
    this.coverage = new Float32Array(size.width * size.height);
    this.plain = guide === undefined ? this.coverage : new Float32Array(size.width * size.height);
  }

  /** Goes on in a straight line; the first place is touched at once. @returns what changed. */
  moveTo(touch: Touch): Area | undefined {
    const from = this.#last;
    this.#last = touch;
    if (from === undefined) return this.#touch(touch);
    const length = Math.hypot(touch.x - from.x, touch.y - from.y);
    let changed: Area | undefined;
    let way = this.#spacing - this.#walked;
    for (; way <= length; way += this.#spacing) {
      const share = way / length;
      const between = (a: number, b: number): number => a + share * (b - a);
      changed = joinAreas(changed, this.#touch({ x: between(from.x, touch.x), y: between(from.y, touch.y), pressure: between(from.pressure, touch.pressure) }));
    }
    this.#walked = length - (way - this.#spacing);
    return changed;
  }

  #touch({ x, y, pressure }: Touch): Area | undefined {
    const { width, height } = this.#size;
    const { diameter, hardness, flow } = this.#tip;
    const radius = diameter / 2;
    const left = Math.max(0, Math.floor(x - radius));
    const top = Math.max(0, Math.floor(y - radius));
    const right = Math.min(width, Math.ceil(x + radius) + 1);
    const bottom = Math.min(height, Math.ceil(y + radius) + 1);
    if (left >= right || top >= bottom) return undefined;
    const likeness = this.#guide && likenessTo(this.#guide, x, y);
    for (let row = top; row < bottom; row += 1) {
      for (let column = left; column < right; column += 1) {
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        if (distance >= radius) continue;
        const pixel = row * width + column;
        const covered = tipCoverage(distance, radius, hardness) * flow * pressure;
        this.plain[pixel] += (1 - this.plain[pixel]) * covered;
        if (likeness !== undefined) this.coverage[pixel] += (1 - this.coverage[pixel]) * covered * likeness(pixel);
      }
    }
    return { left, top, right, bottom };
  }
}
