import type { Raster, Recipe } from '@openretouch/core';
import type { PhotoMetadata } from '@openretouch/core/photo-file';

export { displayPath, PHOTO_FORMATS, type PhotoFormat, type PhotoMetadata } from '@openretouch/core/photo-file';

/** A photo in memory: upright pixels, what to embed again, and what the user should know. */
export interface DecodedPhoto {
  readonly raster: Raster;
  readonly metadata: PhotoMetadata;
  /** What the file says it was made with, where that can be read. */
  readonly recipe?: Recipe;
  /** One sentence each, without the file's name; empty when nothing was changed or left out. */
  readonly notes: readonly string[];
}

/** A file in memory and what the user should know about how it was written. */
export interface EncodedPhoto {
  readonly bytes: Uint8Array;
  /** Why the recipe that was to be stored is not in the bytes; one of the notes. */
  readonly recipeFault?: string;
  /** One sentence each; empty when nothing was changed or left out. */
  readonly notes: readonly string[];
}
