import type { Raster } from '../raster/raster.js';
import type { Container } from './container.js';
import { normalizeExif } from './exif.js';
import type { PhotoFormat, PhotoMetadata } from './photo-format.js';
import type { ColorDecision } from './resolve-color.js';
import { normalizeXmp } from './xmp.js';

/** A photo as its file had it, beside the pixels. */
export interface FilePhoto {
  readonly format: PhotoFormat;
  readonly bitDepth: 8 | 16;
  readonly isGreyscale: boolean;
  readonly container: Container;
  readonly color: ColorDecision;
}

/**
 * Collects what is to be embedded again, made true for upright pixels: orientation 1, their size and space, no thumbnail.
 *
 * @param raster - the decoded photo; its pixels are not looked at.
 */
export function describePhoto({ format, bitDepth, isGreyscale, container, color }: FilePhoto, raster: Pick<Raster, 'width' | 'height' | 'encoding'>): PhotoMetadata {
  const { exif, xmp, iptc, density } = container;
  return {
    format,
    bitDepth,
    isGreyscale,
    isTagged: color.isTagged,
    ...(color.icc && { icc: Uint8Array.from(color.icc) }),
    ...(exif && { exif: normalizeExif(exif, { width: raster.width, height: raster.height, isSrgb: raster.encoding === 'srgb' }) }),
    ...(xmp !== undefined && { xmp: normalizeXmp(xmp) }),
    ...(iptc && { iptc: Uint8Array.from(iptc) }),
    ...(density && { density }),
  };
}
