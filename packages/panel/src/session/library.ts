import type { FieldReport, MatchOptions, Raster, Readiness, Recipe, StyleVector } from '@openretouch/core';
import type { Engine, EngineControl } from '@openretouch/core/worker';
import type { Session } from './session.js';

/** A look as a file gave it. */
export interface ImportedLookFile {
  readonly recipe: Recipe;
  readonly notes: readonly string[];
  readonly report?: readonly FieldReport[];
  readonly format: string;
}

/** A photo as styles are learned from it. */
export interface EmbeddedPhoto {
  readonly embedding: StyleVector;
  readonly thumbnail: readonly number[];
}

export interface LearnedStyle {
  readonly recipe: Recipe;
  readonly readiness: Readiness;
  readonly repeated: readonly { readonly kind: 'liked' | 'disliked'; readonly place: number; readonly original: number }[];
}

export interface StyleInfo {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** The requests that looks and styles make. */
export interface Library {
  importLook(request: { readonly bytes: Uint8Array; readonly fileName: string; readonly picture?: Raster }, control?: EngineControl): Promise<ImportedLookFile>;
  embedPhoto(request: { readonly raster: Raster }, control?: EngineControl): Promise<EmbeddedPhoto>;
  measureReadiness(request: { readonly liked: readonly EmbeddedPhoto[] }, control?: EngineControl): Promise<Readiness>;
  learnStyle(request: { readonly name: string; readonly liked: readonly EmbeddedPhoto[]; readonly disliked?: readonly EmbeddedPhoto[] }, control?: EngineControl): Promise<LearnedStyle>;
  matchStyle(request: { readonly reference: EmbeddedPhoto } & MatchOptions, control?: EngineControl): Promise<Recipe>;
  styles(): Promise<readonly StyleInfo[]>;
}

export function libraryOf({ engine }: Session): Library {
  return engine as Engine & Library;
}
