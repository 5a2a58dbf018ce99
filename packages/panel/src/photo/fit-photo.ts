/** Within this of the area's own shape the photo fills it, and loses a little at two sides. */
const NEARLY_SAME_SHAPE = 0.1;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** @returns the photo's size in an area, in the area's pixels: fitted, or filling it where the shapes are nearly the same. */
export function fitPhoto(photo: Size, area: Size): Size {
  const shape = photo.width / photo.height;
  const isNear = Math.abs(area.width / area.height / shape - 1) < NEARLY_SAME_SHAPE;
  const scales = [area.width / photo.width, area.height / photo.height];
  const scale = isNear ? Math.max(...scales) : Math.min(...scales);
  return { width: Math.round(photo.width * scale), height: Math.round(photo.height * scale) };
}
