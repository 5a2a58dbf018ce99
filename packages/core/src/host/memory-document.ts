import type { Raster } from '../raster/raster.js';
import type { PlacedMask, Rectangle } from './placed.js';
import type { CurvesStep, LutStep, RenderedRasterStep } from './write-plan.js';

/** A picture as the user placed it. */
export interface MemoryPicture {
  readonly name: string;
  readonly raster: Raster;
  /** Default 0; may be negative. */
  readonly left?: number;
  readonly top?: number;
  readonly layerMask?: PlacedMask;
  /** Further masks by name. */
  readonly channels?: ReadonlyMap<string, PlacedMask>;
}

/** A picture layer of a document. */
export interface PictureLayer {
  readonly kind: 'picture';
  readonly id: string;
  readonly name: string;
  readonly raster: Raster;
  readonly bounds: Rectangle;
  readonly layerMask: PlacedMask | undefined;
  readonly channels: ReadonlyMap<string, PlacedMask>;
}

/** A layer of a result, clipped to the picture it belongs to. */
export interface ResultLayer {
  readonly kind: 'result';
  readonly id: string;
  readonly resultId: string;
  readonly pictureId: string;
  readonly content: CurvesStep<PlacedMask | undefined> | LutStep<PlacedMask | undefined> | RenderedRasterStep;
}

export type MemoryLayer = PictureLayer | ResultLayer;

/** A document at one moment. Never changed in place: undo is the list of earlier ones. */
export interface DocumentState {
  readonly name: string;
  /** From the bottom up. */
  readonly layers: readonly MemoryLayer[];
  readonly selection: PlacedMask | null;
  readonly selectedIds: readonly string[];
  /** Text kept with results: by result id, then key. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Counts what users do to pictures, masks and the selection; results leave it alone. */
  readonly revision: number;
}

export function findPicture(state: DocumentState, id: string): PictureLayer | undefined {
  return state.layers.find((layer): layer is PictureLayer => layer.kind === 'picture' && layer.id === id);
}

/** @returns the layers of a picture's result, from the bottom up. */
export function findResultLayers(state: DocumentState, pictureId: string): ResultLayer[] {
  return state.layers.filter((layer): layer is ResultLayer => layer.kind === 'result' && layer.pictureId === pictureId);
}
