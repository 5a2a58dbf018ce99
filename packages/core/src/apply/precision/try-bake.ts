import type { EncodedSpace } from '../../raster/raster.js';
import { makeColourSet } from '../../transforms/colour-set.js';
import type { ErrorSpread } from '../../transforms/error-spread.js';
import type { Lut3dTransform } from '../../transforms/transform.js';
import { bakeStages } from '../compile/lut-nodes.js';
import type { Stage } from '../compile/stage.js';
import { measureChords, measureLevels } from './measure-levels.js';
import { CHAIN_COSTS, DEFINITION_COSTS, LUT_COSTS, stagesCost, TRIAL_COST } from './stage-costs.js';

/**
 * Largest error in 8-bit levels, before rounding, on every colour that is tried. Half of the level that is promised: the other half is for colours
 * between those, and for the 16 bits of the kernels' nodes.
 */
export const MAXIMUM_ERROR_LEVELS = 0.5;
/** A bake must save at least a fifth: less is not worth an approximation, and the costs are not known better. */
const LARGEST_COST_FRACTION = 0.8;
/** Nodes an edge. 65 cost eight times the nodes, and no built-in look that 33 nodes fail passes with them. */
const SIZE = 33;
/** Colours of each kind whose edges are looked at before anything is baked. */
const CHORD_COLOURS = 1024;
/** Nodes, three points an edge, the colour set and 4,096 colours of the picture. */
const EVALUATIONS = SIZE ** 3 + 3 * 2 * CHORD_COLOURS + 20_256 + 4_096;

/** What `auto` found out about baking. */
export interface BakeTrial {
  /** Present when the LUT is to be used. */
  readonly lut?: Lut3dTransform;
  readonly error?: ErrorSpread;
  readonly reason: string;
}

export interface BakeTrialOptions {
  readonly space: EncodedSpace;
  readonly pixelCount: number;
  /** Whose loop runs the stages one by one otherwise. */
  readonly kernels: 'typescript' | 'wasm' | 'webgpu';
  /** Colours of the picture itself, interleaved RGB triples in 0..1. */
  readonly colours: () => Float32Array;
}

/**
 * Decides whether unmasked stages on 8-bit pixels go through a LUT: where that is estimated to be cheaper by a fifth, and errs by no more than half
 * an 8-bit level on the 20,256 colours of the colour set and on the picture's own.
 *
 * @remarks A function of its arguments alone: no clock, no machine. Looks at 2,048 edges first, so that a chain too bent for a LUT costs a few milliseconds.
 */
export function tryBake(stages: readonly Stage[], { space, pixelCount, kernels, colours }: BakeTrialOptions): BakeTrial {
  if (kernels === 'webgpu') return { reason: 'on a GPU the arithmetic costs less than a LUT would save' };
  const fraction = costFraction(stages, pixelCount, kernels);
  if (fraction > LARGEST_COST_FRACTION) return { reason: `a LUT of ${SIZE} nodes would take ${fraction.toFixed(2)} of the time (at most ${LARGEST_COST_FRACTION} pays)` };

  const colourSet = makeColourSet();
  const own = colours();
  const chords = measureChords(stages, SIZE, concatenate(colourSet.subarray(0, CHORD_COLOURS * 3), pick(own, CHORD_COLOURS)));
  if (chords.maximum > MAXIMUM_ERROR_LEVELS) return refuse(chords);
  const lut = bakeStages(stages, SIZE, space);
  const error = measureLevels(stages, lut, concatenate(colourSet, own));
  if (!(error.maximum <= MAXIMUM_ERROR_LEVELS)) return refuse(error);
  return { lut, error, reason: `a LUT of ${SIZE} nodes takes ${fraction.toFixed(2)} of the time and errs by ${error.maximum.toFixed(2)} 8-bit levels at most (${MAXIMUM_ERROR_LEVELS} accepted)` };
}

function refuse(error: ErrorSpread): BakeTrial {
  return { error, reason: `a LUT of ${SIZE} nodes errs by ${error.maximum.toFixed(2)} 8-bit levels (at most ${MAXIMUM_ERROR_LEVELS} accepted)` };
}

/** @returns the time through a LUT, its making and trial included, over the time of the stages themselves. */
function costFraction(stages: readonly Stage[], pixelCount: number, kernels: 'typescript' | 'wasm'): number {
  const baked = TRIAL_COST + EVALUATIONS * stagesCost(stages, DEFINITION_COSTS) + pixelCount * LUT_COSTS[kernels];
  return baked / (pixelCount * stagesCost(stages, CHAIN_COSTS[kernels]));
}

/** @returns about `count` colours of the list, evenly spread over it. */
function pick(colours: Float32Array, count: number): Float32Array {
  const step = Math.max(1, Math.floor(colours.length / 3 / count));
  return colours.filter((_, i) => Math.floor(i / 3) % step === 0);
}

function concatenate(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
