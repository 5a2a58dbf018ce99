import { type EncodedSpace, HostError, type PlacedMask, type PlacedRaster } from '@openretouch/core';
import { getLayerImageData, getLayerMaskImageData, getLayerRealMaskImageData, initializeCanvas, type Layer, type PixelData } from 'ag-psd';
import { maskOf } from './layer-mask.js';
import { boundsOf, requireRetouchable } from './psd-layer.js';
import { findLayer, type PsdSnapshot } from './psd-snapshot.js';

const MAXIMUM_DEFAULT = 255;

/**
 * Unpacks the pixels of a layer.
 *
 * @param encoding - what the document's numbers mean, by its profile.
 * @returns straight alpha, the document's depth, the whole layer also where it hangs over the canvas.
 * @throws HostError as `requireRetouchable`; `stale-target` when there is no such layer; `read-failed` for damaged pixels.
 */
export function readLayerPixels(snapshot: PsdSnapshot, layerId: string, encoding: EncodedSpace = 'srgb'): PlacedRaster {
  const { layer, packed } = findLayer(snapshot, layerId);
  requireRetouchable(layer);
  const pixels = unpack(packed, layerId, 'pixels', getLayerImageData);
  const { width, height, data } = pixels ?? missing(layerId, 'pixels');
  const raster = { data, width, height, channels: 4, bitDepth: snapshot.bitDepth, encoding, alpha: 'straight' } as const;
  return { raster, bounds: layer.bounds, ...(snapshot.iccProfile === undefined ? {} : { iccProfile: snapshot.iccProfile }) };
}

/**
 * Unpacks the mask a user painted on a layer, its density included.
 *
 * @returns at its own size and place, which need not be the layer's; `null` where there is none or it is switched off.
 * @throws HostError `unsupported` with `fields.feature` `mask-feather` for a mask that the editor still blurs;
 * `stale-target` and `read-failed` as for pixels.
 */
export function readLayerMask(snapshot: PsdSnapshot, layerId: string): PlacedMask | null {
  const { layer, packed } = findLayer(snapshot, layerId);
  const found = maskOf(packed);
  if (found === undefined) return null;
  const { mask, isReal } = found;
  const { userMaskDensity = 1, userMaskFeather = 0 } = packed.mask ?? {};
  if (userMaskFeather > 0) {
    throw new HostError('unsupported', `layer ${JSON.stringify(layer.name.slice(0, 60))}: its mask has a feather of ${userMaskFeather} pixels (expected 0; blur the mask itself instead)`, { fields: { feature: 'mask-feather', layerId } });
  }
  const cover = (coverage: number): number => 1 - userMaskDensity * (1 - coverage);
  const own = boundsOf(mask);
  const isRelative = mask.positionRelativeToLayer === true;
  const bounds = { ...own, left: own.left + (isRelative ? layer.bounds.left : 0), top: own.top + (isRelative ? layer.bounds.top : 0) };
  const outsideCoverage = cover((mask.defaultColor ?? 0) / MAXIMUM_DEFAULT);
  // A mask of one grey has no pixels of its own.
  if (bounds.width === 0 || bounds.height === 0) return { mask: { data: Uint8Array.of(Math.round(outsideCoverage * MAXIMUM_DEFAULT)), width: 1, height: 1 }, bounds: { left: 0, top: 0, width: 1, height: 1 }, outsideCoverage };
  const pixels = unpack(packed, layerId, 'mask', isReal ? getLayerRealMaskImageData : getLayerMaskImageData) ?? missing(layerId, 'mask');
  return { mask: { data: firstChannel(pixels, cover), width: pixels.width, height: pixels.height }, bounds, outsideCoverage };
}

function unpack(packed: Layer, layerId: string, what: string, read: (layer: Layer) => PixelData | undefined): PixelData | undefined {
  // The library asks for a page's canvas even where it only wants room for pixels.
  initializeCanvas(refuseCanvas, makePixels);
  try {
    return read(packed);
  } catch (cause) {
    throw new HostError('read-failed', `layer ${layerId}: damaged ${what} (expected a layer as an editor saves it)`, { cause, fields: { layerId } });
  }
}

function makePixels(width: number, height: number): ImageData {
  return { width, height, data: new Uint8ClampedArray(width * height * 4), colorSpace: 'srgb' };
}

function refuseCanvas(): never {
  throw new TypeError('canvas: not used here (expected pixels as they are)');
}

function missing(layerId: string, what: string): never {
  throw new HostError('read-failed', `layer ${layerId}: no ${what} in the file (expected them for its bounds)`, { fields: { layerId } });
}

function firstChannel({ data, width, height }: PixelData, cover: (coverage: number) => number): Uint8Array | Uint16Array {
  const channel = data instanceof Uint16Array ? new Uint16Array(width * height) : new Uint8Array(width * height);
  const top = data instanceof Uint16Array ? 65535 : 255;
  for (let i = 0; i < channel.length; i += 1) channel[i] = Math.round(cover(data[i * 4] / top) * top);
  return channel;
}
