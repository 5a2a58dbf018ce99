import type { Mask, Recipe, StyleAsset } from '@openretouch/core';

/** Who proposes the starting point: statistics of the photo, a trained model, or a model led by a person's taste. */
export type AutoMode = 'classic' | 'learned' | 'style';

/** A learned taste in use: a built-in one by its id, or one with its numbers. */
export type StyleInUse = { readonly name: string; readonly id: string } | { readonly name: string; readonly asset: StyleAsset };

export interface AutoEdit {
  readonly mode: AutoMode;
  /** 0..1.5; 1 is what was proposed. */
  readonly strength: number;
  /** For mode `style`. */
  readonly style?: StyleInUse;
}

export interface LookEdit {
  readonly recipe: Recipe;
  /** 0..1. */
  readonly strength: number;
}

export type BrushTarget = 'lighten' | 'even' | 'darken';
/** Where the mask comes from: painted in the panel, or the layer's own. */
export type BrushSource = 'panel' | 'host';

export interface BrushEdit {
  readonly target: BrushTarget;
  /** 0..2, a distance in either direction; of `even` how far towards the same brightness. */
  readonly amountEv: number;
  readonly source: BrushSource;
  /** What was painted, of the preview's size or any other with the photo's proportions. Replaced by every stroke and never changed. */
  readonly mask?: Mask;
}

/** Parameters of one operation, as a recipe has them; those at their default stay away. */
export type AdjustmentValues = Readonly<Record<string, unknown>>;

/** `auto`, `look`, `brush`, or the name of an operation. */
export type StepId = string;

export interface StepSettings {
  readonly isOff?: boolean;
  /** 0..1 of an operation. Auto and the look have their own. */
  readonly strength?: number;
}

/** Everything a person did to one photo. Plain data, never changed in place. */
export interface Edit {
  readonly auto?: AutoEdit;
  /** By operation, only those that are not at their defaults. */
  readonly adjustments: Readonly<Record<string, AdjustmentValues>>;
  readonly look?: LookEdit;
  readonly brush?: BrushEdit;
  readonly steps: Readonly<Record<StepId, StepSettings>>;
  /** Steps in another order than the canonical one; steps that are not named follow it. */
  readonly order?: readonly StepId[];
}

export const EMPTY_EDIT: Edit = { adjustments: {}, steps: {} };

/** @returns whether the edit leaves the photo as it is because nothing was done, switched-off steps included. */
export function isUntouched(edit: Edit): boolean {
  return edit.auto === undefined && edit.look === undefined && edit.brush === undefined && Object.keys(edit.adjustments).length === 0;
}
