import type { Look, WrittenLook } from '../looks/look.js';
import type { DrawnLut } from '../looks/lut-picture.js';
import type { StyleVector } from '../operations/style-vector.js';
import type { MatchOptions } from '../preference/match-reference.js';
import type { StyleOptions } from '../preference/create-style.js';
import type { Readiness } from '../preference/readiness.js';
import type { Raster } from '../raster/raster.js';
import type { Recipe } from '../recipe/recipe.js';
import type { SeriesLock } from '../series/lock-series.js';
import type { SeriesPhoto } from '../series/series-photo.js';
import type { FittedSliders } from '../sliders/fit-sliders.js';
import type { EngineControl, PhotoHandle } from './request.js';

/*
 * What panels ask of an engine now and then: look files, styles, series, fitted sliders. Its code is loaded on first use where the host can load
 * something, so that the engine itself stays small.
 */

export interface ImportLookRequest {
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** Names the look where the file does not, and decides the format where the content says nothing. */
  readonly fileName: string;
  /**
   * The pixels of a file that is a picture, with the numbers as they stand in it: no profile applied. Needed for Hald and tile pictures alone; without
   * it these are refused with the code `pixels-wanted`.
   */
  readonly picture?: Raster;
}

/** A look as a file gave it. */
export interface ImportedLookFile extends Look {
  /** Name of the format: `preset`, `cube`, `3dl`, `acv`, `xmp`, `lrtemplate`, `card`, `lut-picture`. */
  readonly format: string;
}

/** Formats looks are written to. */
export const LOOK_FILE_FORMATS = ['preset', 'cube', 'hald', 'tiles', 'acv', 'sliders', 'xmp', 'card'] as const;
export type LookFileFormat = (typeof LOOK_FILE_FORMATS)[number];

export interface WriteLookRequest {
  readonly recipe: Recipe;
  readonly format: LookFileFormat;
  /** The photo the look is decided for; without one it has to be the same for every photo. */
  readonly photo?: PhotoHandle;
  /** Nodes an edge, of `cube`, `hald` and `tiles`; by default what suits the look and the format. */
  readonly size?: number;
  /** Bits a channel, of `hald` and `tiles`. */
  readonly bitDepth?: 8 | 16;
  /** For `card`: the PNG that shows the look. */
  readonly picture?: Uint8Array;
}

/** A look in the bytes of a file, or as a picture that is still to be encoded as PNG with its texts. */
export type WrittenLookFile = (WrittenLook | DrawnLut) & {
  /** To end the file's name with, without its first dot. */
  readonly extension: string;
};

export interface EmbedPhotoRequest {
  /** A finished photo; it moves, and is kept no longer than this takes. */
  readonly raster: Raster;
}

/** A photo as styles are learned from it: plain JSON, in which the photo cannot be seen. */
export interface EmbeddedPhoto {
  readonly embedding: StyleVector;
  /** To find photos that are there twice: means of 16 x 16 cells. */
  readonly thumbnail: readonly number[];
}

export interface LearnStyleRequest {
  readonly name: string;
  /** 5 to 200. */
  readonly liked: readonly EmbeddedPhoto[];
  /** At most 200; default none. */
  readonly disliked?: readonly EmbeddedPhoto[];
  readonly about?: StyleOptions['about'];
}

export interface ReadinessRequest {
  /** 5 to 200. */
  readonly liked: readonly EmbeddedPhoto[];
}

/** A photo that shows what an earlier one shows, and was left out. */
export interface RepeatedPhoto {
  readonly kind: 'liked' | 'disliked';
  /** Places in the list. */
  readonly place: number;
  readonly original: number;
}

export interface LearnedStyle {
  /** A style to use and to share. */
  readonly recipe: Recipe;
  readonly readiness: Readiness;
  readonly repeated: readonly RepeatedPhoto[];
}

export interface MatchStyleRequest extends MatchOptions {
  readonly reference: EmbeddedPhoto;
}

/** A style that comes with the models, for a list. */
export interface StyleInfo {
  /** As recipes name it. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export interface SeriesPhotoRequest {
  readonly photo: PhotoHandle;
  /** The recipe that the series has in common. */
  readonly recipe: Recipe;
  /** As the photo is to be named in words. */
  readonly name: string;
}

export interface LockSeriesRequest {
  /** At most 10,000, made with the recipe. */
  readonly photos: readonly SeriesPhoto[];
  readonly recipe: Recipe;
  /** 0 (each on its own) .. 1 (all alike); default 0.5. */
  readonly share?: number;
}

export interface LockedSeries {
  /** Scenes, and what was done to each photo: those left out are named with the reason. */
  readonly lock: SeriesLock;
  /** One for each photo, in their order. */
  readonly recipes: readonly Recipe[];
}

export interface FitSlidersRequest {
  readonly recipe: Recipe;
  /** The photo the recipe is decided for, and to whose colours sliders are fitted. */
  readonly photo?: PhotoHandle;
}

/** The requests that looks, styles and series make, as part of an engine's. */
export interface EngineLibraryRequests {
  /** Reads a look file of any format. */
  importLook(request: ImportLookRequest, control?: EngineControl): Promise<ImportedLookFile>;
  /** Writes a look in a format, and measures what the format loses. */
  writeLook(request: WriteLookRequest, control?: EngineControl): Promise<WrittenLookFile>;
  /** Sees the style of a photo, one after the other, for the three below. */
  embedPhoto(request: EmbedPhotoRequest, control?: EngineControl): Promise<EmbeddedPhoto>;
  /** How far a style could be relied on that is learned from these. */
  measureReadiness(request: ReadinessRequest, control?: EngineControl): Promise<Readiness>;
  learnStyle(request: LearnStyleRequest, control?: EngineControl): Promise<LearnedStyle>;
  matchStyle(request: MatchStyleRequest, control?: EngineControl): Promise<Recipe>;
  /** Remembers of an open photo what a series needs; the photo may be closed then. */
  describeForSeries(request: SeriesPhotoRequest, control?: EngineControl): Promise<SeriesPhoto>;
  lockSeries(request: LockSeriesRequest, control?: EngineControl): Promise<LockedSeries>;
  /** The sliders that come nearest to a recipe. */
  fitSliders(request: FitSlidersRequest, control?: EngineControl): Promise<FittedSliders>;
}
export const LIBRARY_METHODS = ['importLook', 'writeLook', 'embedPhoto', 'measureReadiness', 'learnStyle', 'matchStyle', 'describeForSeries', 'lockSeries', 'fitSliders'] as const satisfies readonly (keyof EngineLibraryRequests)[];
