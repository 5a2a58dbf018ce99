import type { Recipe } from '@openretouch/core';
import type { SavedPhoto, SaveOptions } from '../files/encode-photo.js';
import type { StudioPhoto } from '../files/decode-photo.js';

/** A photo that the page holds, as a file and not as pixels: it is decoded when somebody asks. */
export interface PhotoSource {
  /** The file's name. */
  readonly name: string;
  readonly decode: (signal?: AbortSignal) => Promise<StudioPhoto>;
}

/** What a retouched photo is to become. */
export interface OutputSettings extends Pick<SaveOptions, 'format' | 'quality' | 'space' | 'keepsMetadata' | 'removesLocation'> {
  /** Whether the file says what it was made with. Default true. */
  readonly storesRecipe?: boolean;
  /** Longer side in pixels of a smaller copy; by default the photo's own size. */
  readonly maximumSide?: number;
}

/** A result of the page host: a file in memory. */
export interface SavedResult {
  readonly id: string;
  /** The name of the photo it was made from. */
  readonly name: string;
  readonly format: SaveOptions['format'];
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly recipe: Recipe | undefined;
  /** What the user should know of reading and writing it, one sentence each. */
  readonly notes: readonly string[];
}

/** Writes a raster into a file's bytes; `encodePhoto` of this package, or another coder in its place. */
export type EncodeResult = (raster: StudioPhoto['raster'], metadata: StudioPhoto['metadata'], options: SaveOptions) => Promise<SavedPhoto>;
