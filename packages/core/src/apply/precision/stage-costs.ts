import type { NamedCurve } from '../../transforms/transform.js';
import type { Stage } from '../compile/stage.js';

/*
 * Maintainer notes. The costs are constants and not taken by the clock while a plan runs: whether a plan is baked moves single 8-bit levels, and
 * equal photos must give equal bytes on every machine, in every shard and after every resumed run. `npm run bench:costs` measures the
 * table anew and prints it beside this one. Only ratios are used, and a choice needs a saving of a fifth, so a few
 * tenths of error do not matter; neither does the number of threads, which divides both ways by much the same.
 */

/** Nanoseconds a pixel. */
export interface StageCosts {
  /** Reading and writing the pixel. */
  readonly transport: number;
  readonly matrix: number;
  readonly table: number;
  readonly named: Readonly<Record<NamedCurve['name'], number>>;
  readonly lut3d: number;
  /** Besides the stages within. */
  readonly blend: number;
}

/** Chains of stages on pixels of 8 bits: by the WebAssembly kernels and by the core's own loop. */
export const CHAIN_COSTS: Readonly<Record<'wasm' | 'typescript', StageCosts>> = {
  wasm: { transport: 2.1, matrix: 0.9, table: 4.1, named: { 'srgb-to-linear': 3.2, 'linear-to-srgb': 3.3, cube: 0.3, 'cube-root': 3.3 }, lut3d: 4.7, blend: 0.8 },
  typescript: { transport: 12.7, matrix: 2.5, table: 15, named: { 'srgb-to-linear': 14.6, 'linear-to-srgb': 18, cube: 4.2, 'cube-root': 18.3 }, lut3d: 29, blend: 8 },
};

/** The definitions as written, in which nodes of a LUT are computed. */
export const DEFINITION_COSTS: StageCosts = {
  transport: 0.3,
  matrix: 3.9,
  table: 22,
  named: { 'srgb-to-linear': 40, 'linear-to-srgb': 39, cube: 5.2, 'cube-root': 40 },
  lut3d: 26,
  blend: 12,
};

/** One pass through one LUT, pixels of 8 bits. */
export const LUT_COSTS: Readonly<Record<'wasm' | 'typescript', number>> = { wasm: 3.2, typescript: 18.5 };

/** Nanoseconds for what a trial needs besides evaluations: making the colours, reading them from the LUT and sorting the differences, in code that runs for the first time. */
export const TRIAL_COST = 15e6;

/** @returns nanoseconds of one pixel through stages. */
export function stagesCost(stages: readonly Stage[], costs: StageCosts): number {
  return costs.transport + sumStages(stages, costs);
}

function sumStages(stages: readonly Stage[], costs: StageCosts): number {
  return stages.reduce((sum, stage) => sum + stageCost(stage, costs), 0);
}

function stageCost(stage: Stage, costs: StageCosts): number {
  switch (stage.kind) {
    case 'matrix':
      return costs.matrix;
    case 'lut3d':
      return costs.lut3d;
    case 'curve':
      return stage.curves.reduce((sum, curve) => sum + (curve.kind === 'table' ? costs.table : costs.named[curve.name]), 0) / stage.curves.length;
    case 'blend':
      return costs.blend + sumStages(stage.stages, costs);
  }
}
