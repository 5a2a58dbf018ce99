import type { SavedFormat } from '../files/encode-photo.js';

/** A photo as the page lists it. */
export interface ListedPhoto {
  readonly id: string;
  readonly name: string;
  /** Shown in the strip; `undefined` until it is made. */
  readonly thumbnail: ImageBitmap | undefined;
  readonly isRetouched: boolean;
  /** The file could not be read as a photo after all. */
  readonly isBroken: boolean;
}

/** Something to tell until it is dismissed. */
export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'note';
  readonly title: string;
  readonly text: string;
}

/** Files being written. */
export interface Saving {
  readonly doneCount: number;
  readonly allCount: number;
  /** Of the present one, 0..1. */
  readonly fraction: number;
}

export type SaveScope = 'one' | 'selected' | 'all';

/** What the export dialog was left with; remembered. */
export interface SaveChoices {
  readonly format: SavedFormat;
  readonly maximumSide: number | undefined;
  readonly quality: number;
  readonly space: 'photo' | 'srgb';
  /** With `{name}` for the photo's own. */
  readonly nameTemplate: string;
  readonly keepsMetadata: boolean;
  readonly removesLocation: boolean;
  readonly storesRecipe: boolean;
}

export const SAVE_DEFAULTS: SaveChoices = {
  format: 'jpeg',
  maximumSide: undefined,
  quality: 92,
  space: 'photo',
  nameTemplate: '{name}-retouched',
  keepsMetadata: true,
  removesLocation: true,
  storesRecipe: true,
};

export type Theme = 'neutral-dark' | 'neutral-light';

export interface StudioState {
  readonly photos: readonly ListedPhoto[];
  readonly currentId: string | undefined;
  /** For exporting; the present photo is always among them. */
  readonly selectedIds: readonly string[];
  readonly notices: readonly Notice[];
  readonly isDraggedOver: boolean;
  readonly isExporting: boolean;
  readonly saving: Saving | undefined;
  readonly choices: SaveChoices;
  readonly theme: Theme;
}
