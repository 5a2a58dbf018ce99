import { analyse } from '../analyse/analyse.js';
import type { Analysis, SmallCopy } from '../analyse/analysis.js';
import type { KernelSet } from '../apply/kernels.js';
import type { CancelSignal } from '../cancel.js';
import { InvalidRasterError } from '../errors.js';
import { type Mask, type MaskSet, validateMask } from '../raster/mask.js';
import type { Raster } from '../raster/raster.js';
import { resampleAreaToCopy, resampleMask } from '../raster/resample-area.js';

/** Reduced copies kept for each photo: the preview's and those of a gallery. */
const KEPT_SIZES = 3;

/** A photo reduced for previews, with what planning takes to be the photo there. */
export interface ReducedPhoto {
  /** 8 bit. */
  readonly raster: Raster;
  /** The photo's own, of which masks of the reduced size are accepted. */
  readonly analysis: Analysis;
}

/** An open photo: what was measured of it once, its masks, and its reduced copies. */
export class OpenPhoto {
  readonly raster: Raster;
  readonly analysis: Analysis;
  readonly #masks = new Map<string, Mask>();
  readonly #resampled = new Map<string, Mask>();
  readonly #reduced = new Map<number, ReducedPhoto>();

  constructor(raster: Raster, kernels: KernelSet | undefined, signal: CancelSignal) {
    this.raster = raster;
    this.analysis = analyse(raster, { signal, ...(kernels === undefined ? {} : { kernels }) });
  }

  /**
   * Sets a slot's mask, or takes it away.
   *
   * @throws {@link InvalidRasterError} for a mask that is not well formed, or of other proportions than the photo.
   */
  setMask(slot: string, mask: Mask | null): void {
    if (mask !== null) {
      validateMask(slot, mask, mask.width, mask.height);
      const { width, height } = this.raster;
      // As near as whole pixels allow.
      const isProportional = Math.abs(mask.width * height - mask.height * width) <= Math.max(width, height);
      if (!isProportional) throw new InvalidRasterError(`mask "${slot}": ${mask.width} x ${mask.height} (expected the proportions of ${width} x ${height}, the photo's)`, { slot, width: mask.width, height: mask.height, photoWidth: width, photoHeight: height });
    }
    for (const key of this.#resampled.keys()) if (key.endsWith(` ${slot}`)) this.#resampled.delete(key);
    if (mask === null) this.#masks.delete(slot);
    else this.#masks.set(slot, mask);
  }

  /** @returns all masks at a size. Those of previews are kept; one of the full photo is made for the occasion. */
  masksAt(width: number, height: number): MaskSet {
    const isFull = width === this.raster.width && height === this.raster.height;
    return Object.fromEntries(
      [...this.#masks].map(([slot, mask]) => {
        const key = `${width} ${height} ${slot}`;
        const resampled = this.#resampled.get(key) ?? resampleMask(mask, width, height);
        if (!isFull) this.#resampled.set(key, resampled);
        return [slot, resampled];
      }),
    );
  }

  /** @returns the photo with its longer side at most `maximumSide`; the copy is made once a size. */
  reducedTo(maximumSide: number, kernels: KernelSet | undefined, signal: CancelSignal): ReducedPhoto {
    const known = this.#reduced.get(maximumSide);
    if (known !== undefined) return known;
    const copy = resampleAreaToCopy(this.raster, maximumSide, { signal, ...(kernels === undefined ? {} : { kernels }) });
    const reduced = { raster: rasterOf(copy), analysis: { ...this.analysis, sourceWidth: copy.width, sourceHeight: copy.height } };
    this.#reduced.set(maximumSide, reduced);
    if (this.#reduced.size > KEPT_SIZES) this.#reduced.delete(this.#reduced.keys().next().value as number);
    return reduced;
  }
}

function rasterOf({ rgb, weights, width, height, space }: SmallCopy): Raster {
  const data = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) data[pixel * 4 + channel] = levelOf(rgb[pixel * 3 + channel]);
    data[pixel * 4 + 3] = weights === undefined ? 255 : levelOf(weights[pixel]);
  }
  return { data, width, height, channels: 4, bitDepth: 8, encoding: space, alpha: 'straight' };
}

function levelOf(value: number): number {
  return Math.round(Math.min(Math.max(value, 0), 1) * 255);
}
