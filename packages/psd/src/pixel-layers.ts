import type { PlacedMask, PlacedRaster } from '@openretouch/core';
import type { Layer } from 'ag-psd';

/**
 * The pixels and place of a layer.
 *
 * @param pixels - of 8 bits.
 * @param alpha - `own`: the raster's; `opaque`: none.
 */
export function pixelLayer({ raster, bounds }: PlacedRaster, alpha: 'own' | 'opaque'): Layer {
  const { width, height, channels, data } = raster;
  const keepsAlpha = alpha === 'own' && channels === 4 && raster.alpha === 'straight';
  const rgba = new Uint8Array(width * height * 4);
  for (let source = 0, target = 0; target < rgba.length; source += channels, target += 4) {
    rgba[target] = data[source];
    rgba[target + 1] = data[source + 1];
    rgba[target + 2] = data[source + 2];
    rgba[target + 3] = keepsAlpha ? data[source + 3] : 255;
  }
  return { left: bounds.left, top: bounds.top, right: bounds.left + width, bottom: bounds.top + height, imageData: { data: rgba, width, height } };
}

/** A layer mask of 8 bits; beyond its bounds black or white. */
export function maskLayerData({ mask, bounds, outsideCoverage }: PlacedMask): NonNullable<Layer['mask']> {
  const { data, width, height } = mask;
  const scale = data instanceof Uint16Array ? 255 / 65535 : data instanceof Float32Array ? 255 : 1;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < data.length; i += 1) {
    rgba.fill(data[i] * scale, i * 4, i * 4 + 3);
    rgba[i * 4 + 3] = 255;
  }
  return {
    left: bounds.left,
    top: bounds.top,
    right: bounds.left + width,
    bottom: bounds.top + height,
    defaultColor: Math.round(outsideCoverage * 255),
    imageData: { data: rgba, width, height },
  };
}
