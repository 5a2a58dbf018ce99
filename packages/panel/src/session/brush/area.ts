/** A part of a mask, in whole pixels; `right` and `bottom` are the first beyond it. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** @returns the smallest area that holds both. */
export function joinAreas(a: Area | undefined, b: Area | undefined): Area | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) };
}

/** @returns the area with a margin, cut to the mask. */
export function widenArea({ left, top, right, bottom }: Area, margin: number, { width, height }: Size): Area {
  return { left: Math.max(0, left - margin), top: Math.max(0, top - margin), right: Math.min(width, right + margin), bottom: Math.min(height, bottom + margin) };
}
