/** A size in CSS pixels or, for photos, in their own. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a photo lies in an area: `scale` CSS pixels a photo pixel, and where its top left corner is. */
export interface Viewport extends Point {
  readonly scale: number;
}

/** Free room about a fitted photo, so that the tools never cover it. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** CSS pixels a photo pixel at most: single pixels are seen well. */
export const MAXIMUM_SCALE = 8;

/** @returns the photo as large as the area lets it be, never larger than its own pixels. */
export function fitViewport(photo: Size, area: Size, insets: Insets): Viewport {
  const room = { width: Math.max(1, area.width - insets.left - insets.right), height: Math.max(1, area.height - insets.top - insets.bottom) };
  const scale = Math.min(1, room.width / photo.width, room.height / photo.height);
  return { scale, x: insets.left + (room.width - photo.width * scale) / 2, y: insets.top + (room.height - photo.height * scale) / 2 };
}

/** @returns the viewport scaled by a factor about a place of the area that stays where it is; not below the fitted one. */
export function zoomAt(viewport: Viewport, factor: number, at: Point, fitted: Viewport, photo: Size, area: Size): Viewport {
  const smallest = Math.min(fitted.scale, 1);
  const scale = Math.min(MAXIMUM_SCALE, Math.max(smallest, viewport.scale * factor));
  if (scale <= smallest) return fitted;
  const ratio = scale / viewport.scale;
  return keepInside({ scale, x: at.x - (at.x - viewport.x) * ratio, y: at.y - (at.y - viewport.y) * ratio }, photo, area);
}

/** @returns the viewport moved, as far as some of the photo stays in the middle of the area. */
export function panBy(viewport: Viewport, by: Point, photo: Size, area: Size): Viewport {
  return keepInside({ ...viewport, x: viewport.x + by.x, y: viewport.y + by.y }, photo, area);
}

/** A photo larger than the area covers its middle; a smaller one stays inside whole. */
export function keepInside(viewport: Viewport, photo: Size, area: Size): Viewport {
  const { scale } = viewport;
  return { scale, x: keepAlong(viewport.x, photo.width * scale, area.width), y: keepAlong(viewport.y, photo.height * scale, area.height) };
}

function keepAlong(start: number, length: number, room: number): number {
  if (length <= room) return Math.min(room - length, Math.max(0, start));
  return Math.min(room / 2, Math.max(room / 2 - length, start));
}
