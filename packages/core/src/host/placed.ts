import type { Mask } from '../raster/mask.js';
import type { Raster } from '../raster/raster.js';

/** Whole document pixels, origin top left. `left` and `top` may be negative: layers may hang over the canvas. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A raster and where it lies.
 *
 * @remarks `bounds` has the raster's size, unless the read was scaled; then the raster covers all of `bounds`.
 */
export interface PlacedRaster {
  readonly raster: Raster;
  readonly bounds: Rectangle;
  /** The host's own profile, passed on as it came; the raster's `encoding` is what the numbers mean. */
  readonly iccProfile?: Uint8Array;
}

/** A mask and where it lies; `outsideCoverage` (0..1) holds everywhere beyond `bounds`. */
export interface PlacedMask {
  readonly mask: Mask;
  readonly bounds: Rectangle;
  readonly outsideCoverage: number;
}
