import type { EncodedSpace } from '../raster/raster.js';
import type { MaskReference } from '../recipe/recipe.js';
import type { Transform } from '../transforms/transform.js';

/** One operation resolved for one photo, or a run of them fused: v' = v + strength * coverage * (T(v) - v). */
export interface PlanStep {
  /** Applied in order; the blend is of the last output with the first input. */
  readonly transforms: readonly Transform[];
  readonly strength: number;
  readonly mask?: MaskReference;
  /** Which operations of the recipe it stands for, by index. */
  readonly operations: readonly number[];
}

/** Something the caller should know, that is not an error. */
export interface PlanNote {
  readonly operation: number;
  /**
   * `decided`: parameters were chosen from the photo; `unchanged`: they were asked for, and the photo needs no change.
   * `other-model`: the recipe was made with other weights than those that decided. `fitted`: transforms were fitted to pixels that a model
   * painted.
   */
  readonly code: 'decided' | 'unchanged' | 'skipped-mask' | 'converted-space' | 'other-model' | 'fitted';
  readonly message: string;
  /** Parameters decided from the photo, for `decided`. */
  readonly decided?: Readonly<Record<string, unknown>>;
  /** What a model's decision does to colours, in words: its numbers say nothing to people. */
  readonly effect?: string;
}

/**
 * A recipe resolved for one photo: numbers, curves, tables, grids. Plain transferable data.
 *
 * @remarks Belongs to encoded values of `space`. v' = v + strength (steps(v) - v) at the end.
 */
export interface Plan {
  readonly space: EncodedSpace;
  readonly steps: readonly PlanStep[];
  readonly strength: number;
  readonly notes: readonly PlanNote[];
}
