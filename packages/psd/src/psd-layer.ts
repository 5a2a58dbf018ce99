import { HostError, type Rectangle } from '@openretouch/core';
import type { Layer } from 'ag-psd';

/** `fill`: a colour, gradient or pattern without pixels. `vector`: a shape. `other`: video and artboards. */
export type PsdLayerKind = 'pixels' | 'text' | 'smart-object' | 'adjustment' | 'fill' | 'vector' | 'group' | 'other';

/** A layer of a document, without its pixels. */
export interface PsdLayer {
  /** The document's own number where it has one, else the place in the stack. */
  readonly id: string;
  readonly parentId: string | undefined;
  /** From the document; not to be trusted as anything but text. */
  readonly name: string;
  readonly kind: PsdLayerKind;
  /** In document pixels; may hang over the canvas, and is empty where the layer is. */
  readonly bounds: Rectangle;
  /** Itself, or a group it is in. */
  readonly isHidden: boolean;
  /** Itself, or a group it is in. */
  readonly locks: { readonly transparency: boolean; readonly pixels: boolean; readonly position: boolean };
  /** 0..1 */
  readonly opacity: number;
  /** Photoshop's names, in English: `normal`, `soft light`. */
  readonly blendMode: string;
  /** Clipped to the layer below. */
  readonly isClipped: boolean;
  /** Has a layer mask of its own that is not switched off. */
  readonly hasMask: boolean;
}

/** How each kind that cannot be retouched is called, and what to do. */
const REFUSED_KINDS: Readonly<Record<Exclude<PsdLayerKind, 'pixels'>, string>> = {
  text: 'a text layer (expected pixels; rasterise it first)',
  'smart-object': 'a smart object (expected pixels; open it and retouch its contents, or rasterise it first)',
  adjustment: 'an adjustment layer (expected pixels; choose the photo below)',
  fill: 'a fill layer (expected pixels)',
  vector: 'a shape (expected pixels; rasterise it first)',
  group: 'a group (expected pixels; choose a layer in it)',
  other: 'neither pixels nor a kind that is known (expected pixels)',
};

/**
 * Refuses a layer that cannot be retouched as it is.
 *
 * @throws HostError `unsupported` with `fields.feature` `layer-kind`, `hidden-layer` or `locked-layer`; `nothing-selected` for a
 * layer without a pixel.
 */
export function requireRetouchable(layer: PsdLayer): void {
  if (layer.kind !== 'pixels') throw refuse(layer, 'layer-kind', REFUSED_KINDS[layer.kind]);
  if (layer.isHidden) throw refuse(layer, 'hidden-layer', 'hidden (expected visible: nothing of a retouch would show)');
  if (layer.locks.pixels) throw refuse(layer, 'locked-layer', 'locked against changes of its pixels (expected unlocked)');
  if (layer.bounds.width === 0 || layer.bounds.height === 0) {
    throw new HostError('nothing-selected', `${titleOf(layer)}: empty (expected pixels)`, { fields: { layerId: layer.id } });
  }
}

function refuse(layer: PsdLayer, feature: string, what: string): HostError {
  return new HostError('unsupported', `${titleOf(layer)}: ${what}`, { fields: { feature, layerId: layer.id, kind: layer.kind } });
}

function titleOf({ name }: PsdLayer): string {
  return `layer ${JSON.stringify(name.slice(0, 60))}`;
}

export function kindOf(layer: Layer): PsdLayerKind {
  if (layer.artboard !== undefined || layer.pixelSource !== undefined) return 'other';
  if (layer.children !== undefined) return 'group';
  if (layer.text !== undefined) return 'text';
  if (layer.placedLayer !== undefined) return 'smart-object';
  if (layer.adjustment !== undefined) return 'adjustment';
  if (layer.vectorFill !== undefined) return layer.vectorMask === undefined ? 'fill' : 'vector';
  return 'pixels';
}

export function boundsOf({ left = 0, top = 0, right = 0, bottom = 0 }: Pick<Layer, 'left' | 'top' | 'right' | 'bottom'>): Rectangle {
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
