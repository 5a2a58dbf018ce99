import type { BitDepth, EncodedSpace } from '../../raster/raster.js';
import type { Lut3dTransform, MatrixTransform } from '../../transforms/transform.js';
import type { KernelSet, KernelStage, LevelRamp } from '../kernels.js';
import type { ReadyStep } from '../ready-steps.js';
import { compileChannelTables, evaluateRamp } from './channel-tables.js';
import type { ApplyPixels, CompiledPlan } from './compiled.js';
import { copyPixels } from './copy-pixels.js';
import { compileIntegerLut } from './integer-lut.js';
import { bakeStages, blendNodesWithInput, foldMatrixIntoNodes } from './lut-nodes.js';
import { kernelStages, stagedKernelStages } from './kernel-stages.js';
import { compileMatrixCurve } from './matrix-curve.js';
import { IS_LITTLE_ENDIAN } from './pixel-words.js';
import { compilePointChain } from './point-chain.js';
import { type Blend, isSeparable, type Stage, type StagedPlan, stagePlan } from './stage.js';
import { compileTwoMatrices } from './two-matrices.js';
import { compileWideLut } from './wide-lut.js';

/** `exact`: within one 8-bit level of the reference. `baked`: long chains through a LUT, with the LUT's error. */
export type ApplyPrecision = 'exact' | 'baked';

/** What a way to run a plan is chosen by, besides the plan. */
export interface RasterForm {
  readonly bitDepth: BitDepth;
  readonly space: EncodedSpace;
  readonly pixelCount: number;
}

/** Tables of 16-bit pixels have this many entries: a smaller picture would wait longer for them than for its result. */
const FEWEST_16_BIT_PIXELS = 65536;
const BAKED_SIZE = 33;
const LARGE_BAKED_SIZE = 65;
const LARGE_PIXEL_COUNT = 12_000_000;

/**
 * Chooses how to run a plan by its form and the raster's, never by trial, and builds the tables for it:
 *
 * 1. curves, gains, offsets only: `channel-tables`;
 * 2. 8 bit: [tables] -> matrix -> [monotone curves]: `matrix-curve`;
 * 3. 8 bit: [tables] -> matrix -> monotone curves -> matrix -> [monotone curves]: `two-matrices`;
 * 4. [tables] -> 3D LUT -> [matrix], strength folded in: `lut3d`;
 * 5. every other plan without grids, all masks: `point-chain`.
 *
 * @param kernels - run the loops of 2 to 4 where they can, and in place of 5 everything else: `stages`, grids included.
 * @returns `undefined` where the reference is to be used: float rasters; without kernels also grids and small 16-bit rasters.
 */
export function compilePlan(
  steps: readonly ReadyStep[],
  planStrength: number,
  form: RasterForm,
  precision: ApplyPrecision = 'exact',
  kernels?: KernelSet,
): CompiledPlan | undefined {
  const { bitDepth } = form;
  if (bitDepth === 32 || !IS_LITTLE_ENDIAN) return undefined;
  const staged = stagePlan(steps, planStrength);
  if (staged === undefined || (bitDepth === 16 && form.pixelCount < FEWEST_16_BIT_PIXELS)) {
    return compileStages(kernels, kernelStages(steps, planStrength), bitDepth);
  }
  if (staged.stages.length === 0) return { kind: 'copy', apply: copyPixels };

  const { leading, rest } = splitLeading(staged.stages);
  const ramp = evaluateRamp(leading, bitDepth);
  const onePass = compileOnePass(ramp, leading, rest, staged.finalBlend, kernels);
  if (onePass !== undefined) return onePass;
  if (precision === 'baked' && !hasMask(staged)) {
    const isLarge = bitDepth === 16 || form.pixelCount >= LARGE_PIXEL_COUNT;
    const baked = bakeStages(staged.stages, isLarge ? LARGE_BAKED_SIZE : BAKED_SIZE, form.space);
    const apply = compileLut(evaluateRamp([], bitDepth), withStrength(baked, staged.finalBlend), kernels);
    if (apply !== undefined) return { kind: 'lut3d', apply };
  }
  return compileStages(kernels, stagedKernelStages(staged), bitDepth) ?? { kind: 'point-chain', apply: compilePointChain(ramp, { ...staged, stages: rest }) };
}

function compileStages(kernels: KernelSet | undefined, stages: readonly KernelStage[], bitDepth: 8 | 16): CompiledPlan | undefined {
  const apply = kernels?.stages(stages, bitDepth);
  return apply === undefined ? undefined : { kind: 'stages', apply };
}

/** The forms that read, compute and write every pixel in one loop. */
function compileOnePass(
  ramp: LevelRamp,
  leading: readonly Stage[],
  rest: readonly Stage[],
  finalBlend: Blend | undefined,
  kernels: KernelSet | undefined,
): CompiledPlan | undefined {
  const [stage, ...trailing] = rest;
  if (stage === undefined) return finalBlend === undefined ? { kind: 'channel-tables', apply: compileChannelTables(ramp) } : undefined;
  if (stage.kind === 'lut3d') {
    const lut = lutWithMatrices(stage, trailing);
    // The blend is with the picture before the tables, so only a LUT without tables can take it in.
    const canFoldBlend = finalBlend === undefined || (finalBlend.mask === undefined && leading.length === 0);
    const apply = lut === undefined || !canFoldBlend ? undefined : compileLut(ramp, withStrength(lut, finalBlend), kernels);
    return apply === undefined ? undefined : { kind: 'lut3d', apply };
  }
  return stage.kind === 'matrix' && ramp.bitDepth === 8 && finalBlend === undefined ? compileMatrices(ramp, stage, trailing, kernels) : undefined;
}

function compileMatrices(ramp: LevelRamp, first: MatrixTransform, others: readonly Stage[], kernels: KernelSet | undefined): CompiledPlan | undefined {
  const stages = others.filter((stage) => stage.kind === 'curve' || stage.kind === 'matrix');
  if (stages.length !== others.length) return undefined;
  const mixing = stages.findIndex((stage) => !isSeparable(stage));
  const second = stages[mixing];
  if (second === undefined) {
    const apply = compileMatrixCurve(ramp, first, stages, kernels);
    return apply === undefined ? undefined : { kind: 'matrix-curve', apply };
  }
  const trailing = stages.slice(mixing + 1);
  if (second.kind !== 'matrix' || !trailing.every(isSeparable)) return undefined;
  const apply = compileTwoMatrices(ramp, first, stages.slice(0, mixing), second, trailing, kernels);
  return apply === undefined ? undefined : { kind: 'two-matrices', apply };
}

function splitLeading(stages: readonly Stage[]): { leading: readonly Stage[]; rest: readonly Stage[] } {
  const firstOther = stages.findIndex((stage) => !isSeparable(stage));
  const count = firstOther === -1 ? stages.length : firstOther;
  return { leading: stages.slice(0, count), rest: stages.slice(count) };
}

function compileLut(ramp: LevelRamp, lut: Lut3dTransform, kernels: KernelSet | undefined): ApplyPixels | undefined {
  const kernel = kernels?.lut3d(ramp, lut);
  if (kernel !== undefined) return kernel;
  return ramp.bitDepth === 8 ? compileIntegerLut(ramp, lut) : compileWideLut(ramp, lut);
}

function lutWithMatrices(lut: Lut3dTransform, trailing: readonly Stage[]): Lut3dTransform | undefined {
  let folded = lut;
  for (const stage of trailing) {
    if (stage.kind !== 'matrix') return undefined;
    folded = foldMatrixIntoNodes(folded, stage);
  }
  return folded;
}

function withStrength(lut: Lut3dTransform, blend: Blend | undefined): Lut3dTransform {
  return blend === undefined ? lut : blendNodesWithInput(lut, blend.strength);
}

function hasMask({ stages, finalBlend }: StagedPlan): boolean {
  const isMasked = (stage: Stage): boolean => stage.kind === 'blend' && (stage.mask !== undefined || stage.stages.some(isMasked));
  return finalBlend?.mask !== undefined || stages.some(isMasked);
}
