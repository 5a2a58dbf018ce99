import type { BitDepth, EncodedSpace } from '../../raster/raster.js';
import { makeColourSet } from '../../transforms/colour-set.js';
import type { ErrorSpread } from '../../transforms/error-spread.js';
import type { Lut3dTransform, MatrixTransform } from '../../transforms/transform.js';
import type { KernelSet, KernelStage, LevelRamp } from '../kernels.js';
import { measureLevels } from '../precision/measure-levels.js';
import { tryBake } from '../precision/try-bake.js';
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
import { type Blend, isSeparable, type Stage, type StagedPlan, stagePlan, unmaskedStages } from './stage.js';
import { compileTwoMatrices } from './two-matrices.js';
import { watchKernels, type WatchedKernels } from './watch-kernels.js';
import { compileWideLut } from './wide-lut.js';

/**
 * `auto`: a long chain through a LUT where that pays and errs by no more than half an 8-bit level where it was tried. `exact`: never. `baked`: always,
 * with the LUT's error.
 */
export type ApplyPrecision = 'auto' | 'exact' | 'baked';

/** What a way to run a plan is chosen by, besides the plan. */
export interface RasterForm {
  readonly bitDepth: BitDepth;
  readonly space: EncodedSpace;
  readonly pixelCount: number;
  /** Colours of the raster itself, interleaved encoded RGB triples in 0..1, on which `auto` tries a LUT. */
  readonly colours?: () => Float32Array;
  /** Whether the error of a bake that was asked for is measured, some 10 ms. `auto` measures always. */
  readonly measuresBake?: boolean;
}

/** Tables of 16-bit pixels have this many entries: a smaller picture would wait longer for them than for its result. */
const FEWEST_16_BIT_PIXELS = 65536;
const BAKED_SIZE = 33;
const LARGE_BAKED_SIZE = 65;
const LARGE_PIXEL_COUNT = 12_000_000;

/**
 * Chooses how to run a plan by its form and the raster's, never by the clock, and builds the tables for it:
 *
 * 1. curves, gains, offsets only: `channel-tables`;
 * 2. 8 bit: [tables] -> matrix -> [monotone curves]: `matrix-curve`;
 * 3. 8 bit: [tables] -> matrix -> monotone curves -> matrix -> [monotone curves]: `two-matrices`;
 * 4. [tables] -> 3D LUT -> [matrix], strength folded in: `lut3d`;
 * 5. unmasked, where `precision` lets it: a LUT that stands for the whole plan: `lut3d`;
 * 6. every other plan without grids, all masks: `point-chain`.
 *
 * @param kernels - run the loops of 2 to 5 where they can, and in place of 6 everything else: `stages`, grids included.
 * @returns `undefined` where the reference is to be used: float rasters; without kernels also grids and small 16-bit rasters.
 */
export function compilePlan(
  steps: readonly ReadyStep[],
  planStrength: number,
  form: RasterForm,
  precision: ApplyPrecision = 'exact',
  kernels?: KernelSet,
): CompiledPlan | undefined {
  const watched = watchKernels(kernels);
  const way = chooseWay(steps, planStrength, form, precision, watched);
  return way === undefined ? undefined : { ...way, kernels: watched.nameOf(way.apply) };
}

/** A compiled plan before it is known whose loop it is. */
type Way = Omit<CompiledPlan, 'kernels'>;

function chooseWay(steps: readonly ReadyStep[], planStrength: number, form: RasterForm, precision: ApplyPrecision, watched: WatchedKernels): Way | undefined {
  const { bitDepth } = form;
  const { kernels } = watched;
  if (bitDepth === 32 || !IS_LITTLE_ENDIAN) return undefined;
  const staged = stagePlan(steps, planStrength);
  if (staged === undefined) return compileStages(kernels, kernelStages(steps, planStrength), bitDepth, 'a grid depends on the place, which a LUT cannot hold');
  if (bitDepth === 16 && form.pixelCount < FEWEST_16_BIT_PIXELS) return compileStages(kernels, kernelStages(steps, planStrength), bitDepth, 'fewer pixels than tables of 16 bits have entries');
  if (staged.stages.length === 0) return { kind: 'copy', precision: 'exact', reason: 'the plan changes nothing', apply: copyPixels };

  const { leading, rest } = splitLeading(staged.stages);
  const ramp = evaluateRamp(leading, bitDepth);
  const onePass = compileOnePass(ramp, leading, rest, staged.finalBlend, kernels);
  if (onePass !== undefined) return { ...onePass, precision: 'exact', reason: 'one pass does the whole plan as it is' };
  const chain = compileStages(kernels, stagedKernelStages(staged), bitDepth, 'asked for') ?? { kind: 'point-chain', precision: 'exact', reason: 'asked for', apply: compilePointChain(ramp, { ...staged, stages: rest }) };
  if (precision === 'exact') return chain;
  if (hasMask(staged)) return { ...chain, reason: 'a mask depends on the place, which a LUT cannot hold' };
  return precision === 'baked' ? compileBaked(chain, staged, form, bitDepth, kernels) : decideBetween(chain, staged, form, bitDepth, watched);
}

function compileBaked(chain: Way, staged: StagedPlan, { space, pixelCount, measuresBake }: RasterForm, bitDepth: 8 | 16, kernels: KernelSet | undefined): Way {
  const isLarge = bitDepth === 16 || pixelCount >= LARGE_PIXEL_COUNT;
  const stages = unmaskedStages(staged);
  const lut = bakeStages(stages, isLarge ? LARGE_BAKED_SIZE : BAKED_SIZE, space);
  const error = measuresBake === true ? measureLevels(stages, lut, makeColourSet()) : undefined;
  return throughLut(chain, lut, bitDepth, kernels, error, `asked for, a LUT of ${lut.size} nodes${error === undefined ? '' : ` that errs by up to ${error.maximum.toFixed(2)} 8-bit levels`}`);
}

function decideBetween(chain: Way, staged: StagedPlan, { space, pixelCount, colours = () => new Float32Array(0) }: RasterForm, bitDepth: 8 | 16, { kernels, nameOf }: WatchedKernels): Way {
  if (bitDepth === 16) return { ...chain, reason: 'half an 8-bit level, which a LUT may err by, is 128 levels of 16 bits' };
  const { lut, error, reason } = tryBake(unmaskedStages(staged), { space, pixelCount, kernels: nameOf(chain.apply), colours });
  if (error === undefined) return { ...chain, reason };
  return lut === undefined ? { ...chain, bakeError: error, reason } : throughLut(chain, lut, bitDepth, kernels, error, reason);
}

function throughLut(chain: Way, lut: Lut3dTransform, bitDepth: 8 | 16, kernels: KernelSet | undefined, error: ErrorSpread | undefined, reason: string): Way {
  const bakeError = error === undefined ? {} : { bakeError: error };
  const apply = compileLut(evaluateRamp([], bitDepth), lut, kernels);
  return apply === undefined ? { ...chain, ...bakeError, reason: 'nodes of the LUT leave the range of its tables' } : { kind: 'lut3d', precision: 'baked', ...bakeError, reason, apply };
}

function compileStages(kernels: KernelSet | undefined, stages: readonly KernelStage[], bitDepth: 8 | 16, reason: string): Way | undefined {
  const apply = kernels?.stages(stages, bitDepth);
  return apply === undefined ? undefined : { kind: 'stages', precision: 'exact', reason, apply };
}

/** A loop and its name. */
type LoopForm = Pick<CompiledPlan, 'kind' | 'apply'>;

/** The forms that read, compute and write every pixel in one loop. */
function compileOnePass(
  ramp: LevelRamp,
  leading: readonly Stage[],
  rest: readonly Stage[],
  finalBlend: Blend | undefined,
  kernels: KernelSet | undefined,
): LoopForm | undefined {
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

function compileMatrices(ramp: LevelRamp, first: MatrixTransform, others: readonly Stage[], kernels: KernelSet | undefined): LoopForm | undefined {
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
