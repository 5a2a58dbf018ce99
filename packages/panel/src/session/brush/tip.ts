/** How a brush touches the mask. */
export interface Tip {
  /** Of the mask, in its pixels. */
  readonly diameter: number;
  /** 0..1: the share of the radius that is covered whole. */
  readonly hardness: number;
  /** 0..1: what one touch leaves. */
  readonly flow: number;
}

/** Even the hardest edge takes this many pixels, or it would have steps. */
const EDGE_PX = 1;

/**
 * Tells how much of a touch reaches a place: all of it in the hard middle, nothing beyond the radius, a smooth fall between.
 *
 * @param distance - from the middle, in the unit of `radius`.
 * @returns 0..1.
 */
export function tipCoverage(distance: number, radius: number, hardness: number): number {
  const inner = Math.max(0, Math.min(hardness * radius, radius - EDGE_PX));
  if (distance <= inner) return 1;
  if (distance >= radius) return 0;
  const fall = (distance - inner) / (radius - inner);
  return 1 - fall * fall * (3 - 2 * fall);
}
