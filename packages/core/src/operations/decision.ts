import type { SmallCopy } from '../analyse/analysis.js';
import type { CancelSignal } from '../cancel.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { PhotoTiles, TileRequest } from '../raster/read-tiles.js';
import type { GridTransform, Lut3dTransform } from '../transforms/transform.js';
import type { StyleSource } from './style-choice.js';
import type { StyleVector } from './style-vector.js';

/** What a model looks at: encoded sRGB clamped to 0..1, whatever the photo's space is, as the steps before left it. */
export interface DecisionPhoto {
  /** The area-averaged small copy. */
  readonly copy: SmallCopy;
  /** One unaveraged pixel of the photo out of each cell of the copy. */
  readonly sample: SmallCopy;
  /** Reads parts of the photo at its own pixels, which few models ask for; absent where planning was not given the photo. */
  readonly readTiles?: (request: TileRequest) => PhotoTiles;
}

/** What a decision is wanted for. */
export interface DecisionParameters {
  /** Whose encoded values the result is to map. */
  readonly space: EncodedSpace;
  /** Nodes an edge, where the result is a LUT. */
  readonly lutSize: number;
  /** What is wanted, where the model is asked for an exposure: a word, or the mean of encoded R, G and B, 0.2..0.8. */
  readonly exposure?: number | ExposureKeyword;
  /** Towards which style, where the model is asked for a personal one: a built-in style, or a taste of somebody's own. */
  readonly style?: { readonly style: string } | StyleVector;
  /** How much of the decided change each pixel of the copy will get, (H, W), 0..1; absent means all of it everywhere. */
  readonly coverage?: Float32Array;
  readonly signal?: CancelSignal;
}

/** What the photo asks for itself, or the mean that what is covered has already. */
export type ExposureKeyword = 'auto' | 'even';

/** What an operation wants to have decided. */
export interface ModelQuestion {
  /** A model reference. */
  readonly model: string;
  readonly exposure?: number | ExposureKeyword;
  readonly style?: StyleSource;
}

/** Which weights decided. */
export interface ModelIdentity {
  readonly id: string;
  /** Of the file, 64 lowercase hex digits. */
  readonly sha256: string;
}

/** How far transforms are from pixels that a model painted, on its small copy. */
export interface PaintedFit {
  readonly meanCiede2000: number;
  /** Of the pixel that 95 % are below. */
  readonly highCiede2000: number;
}

/** What a model decided for one photo, between encoded values of the space asked for. */
export interface Decision {
  readonly transform: Lut3dTransform | GridTransform;
  /** What it does beside that by place, after it. */
  readonly local?: GridTransform;
  /** Of transforms that were fitted to pixels. */
  readonly fit?: PaintedFit;
  readonly model: ModelIdentity;
}

/**
 * Runs a model on a photo; injected into planning, because the core itself knows no runtime.
 *
 * @remarks *Convention:* the same arguments give the same decision. Nothing is kept of the photo.
 */
export type Decide = (modelId: string, photo: DecisionPhoto, parameters: DecisionParameters) => Promise<Decision>;
