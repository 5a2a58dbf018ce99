import type { AcvCurves, AcvPoint } from '../formats/acv.js';
import { acvCurveFunction } from '../formats/convert-acv.js';
import { fitAcv } from '../formats/fit-acv.js';
import type { PlanStep } from '../plan/plan.js';
import type { BitDepth } from '../raster/raster.js';
import { curveFunction } from '../transforms/curve.js';
import { isDiagonalMatrix } from '../transforms/matrix.js';
import type { Transform } from '../transforms/transform.js';
import type { NativeCurves } from './host-adapter.js';
import type { WriteError } from './write-plan.js';

type ChannelFunction = (value: number) => number;
type ChannelFunctions = readonly [ChannelFunction, ChannelFunction, ChannelFunction];

/** A run of steps as a host's curves adjustment, and how far it is from the run. */
export interface FittedCurves {
  readonly tables: readonly [Float32Array, Float32Array, Float32Array];
  readonly error: WriteError;
  /** Control points, where the host keeps these. */
  readonly points?: AcvCurves;
}

/** Inputs measured between two neighbouring 8-bit levels in documents deeper than 8 bit. */
const SAMPLES_PER_LEVEL = 16;

/**
 * Samples a run of steps into the tables a host's curves adjustment takes.
 *
 * @param steps - masks are left aside; strengths are part of the curves.
 * @param strength - of the whole run against its input.
 * @param bitDepth - the document's: at 8 bit only the 256 levels are measured.
 * @returns `undefined` when a step is more than one curve a channel.
 */
export function fitNativeCurves(steps: readonly PlanStep[], strength: number, host: NativeCurves, bitDepth: BitDepth): FittedCurves | undefined {
  const channels = channelFunctions(steps, strength);
  if (channels === undefined) return undefined;
  const topNode = host.nodeCount - 1;
  const topValue = 2 ** host.outputBits - 1;
  const points = host.points === true ? fitAcv([sampleLevels(channels[0]), sampleLevels(channels[1]), sampleLevels(channels[2])]).curves : undefined;
  const kept = points === undefined ? channels : splineFunctions(points);
  const tables = kept.map((channel) =>
    Float32Array.from({ length: host.nodeCount }, (_, node) => {
      const value = clampUnit(channel(node / topNode));
      return host.outputBits === 32 ? value : Math.round(value * topValue) / topValue;
    }),
  ) as [Float32Array, Float32Array, Float32Array];

  const last = bitDepth === 8 ? 255 : 255 * SAMPLES_PER_LEVEL;
  let sum = 0;
  let maximum = 0;
  for (const [c, channel] of channels.entries()) {
    for (let i = 0; i <= last; i += 1) {
      const wanted = channel(i / last);
      const levels = Math.abs(readTable(tables[c], i / last) - clampUnit(wanted)) * 255;
      sum += levels;
      if (!(levels <= maximum)) maximum = levels;
    }
  }
  return { tables, ...(points === undefined ? {} : { points }), error: { meanLevels: sum / (3 * (last + 1)), maximumLevels: maximum } };
}

function sampleLevels(channel: ChannelFunction): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => channel(level / 255));
}

/** What Photoshop's control points give: each channel's own curve, then the composite. */
function splineFunctions({ composite, red, green, blue }: AcvCurves): ChannelFunctions {
  const spline = (points: readonly AcvPoint[] | undefined): ChannelFunction => (points === undefined ? (value) => value : acvCurveFunction(points));
  const channel = (points: readonly AcvPoint[] | undefined): ChannelFunction => composeFunctions([spline(points), spline(composite)]);
  return [channel(red), channel(green), channel(blue)];
}

/** @returns whether each output channel depends on its own input channel alone. */
export function isCurveStep(step: PlanStep): boolean {
  return step.transforms.every((transform) => transform.kind === 'curve' || (transform.kind === 'matrix' && isDiagonalMatrix(transform)));
}

function channelFunctions(steps: readonly PlanStep[], strength: number): ChannelFunctions | undefined {
  if (!steps.every(isCurveStep)) return undefined;
  const channel = (c: number): ChannelFunction => {
    const stages = steps.map((step) => blendFunction(composeFunctions(step.transforms.map((transform) => channelFunction(transform, c))), step.strength));
    return blendFunction(composeFunctions(stages), strength);
  };
  return [channel(0), channel(1), channel(2)];
}

function channelFunction(transform: Transform, channel: number): ChannelFunction {
  if (transform.kind === 'curve') return curveFunction(transform.curves[channel]);
  const matrix = transform.kind === 'matrix' ? transform.matrix : [];
  const gain = matrix[channel * 5];
  const offset = matrix[channel * 4 + 3];
  return (value) => gain * value + offset;
}

function composeFunctions(functions: readonly ChannelFunction[]): ChannelFunction {
  return (value) => functions.reduce((result, f) => f(result), value);
}

function blendFunction(f: ChannelFunction, strength: number): ChannelFunction {
  return strength === 1 ? f : (value) => value + strength * (f(value) - value);
}

function readTable(table: Float32Array, value: number): number {
  const position = value * (table.length - 1);
  const node = Math.min(Math.floor(position), table.length - 2);
  return table[node] + (position - node) * (table[node + 1] - table[node]);
}

function clampUnit(value: number): number {
  return value > 0 ? (value < 1 ? value : 1) : 0;
}
