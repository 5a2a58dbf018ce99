import { fullScale, type Raster } from '../../raster/raster.js';
import { evaluatePointTransforms } from '../../transforms/evaluate.js';
import { readCoverage } from '../coverage.js';
import { blendInto } from '../reference.js';
import type { LevelRamp } from '../kernels.js';
import { evaluateRamp } from './channel-tables.js';
import type { ApplyPixels } from './compiled.js';
import { copyPixels } from './copy-pixels.js';
import { type FloatRun, runCurves } from './run-curve.js';
import type { Blend, BlendStage, Stage, StagedPlan } from './stage.js';

/** Pixels a run: 12 kB of floats stay in the first-level cache while every stage passes over them. */
const RUN_PIXELS = 1024;

/**
 * [tables] -> any point stages -> [blend with the input], in float32 runs short enough to stay in cache. The same arithmetic as the
 * reference but for powers and roots, which are read from tables (see `powerTable`), and matrices multiplied beforehand: before
 * rounding it is within 0.01 of an 8-bit level where values stay within a few times white.
 *
 * @param ramp - what leading tables give for every level.
 */
export function compilePointChain(ramp: LevelRamp, { stages, finalBlend }: StagedPlan): ApplyPixels {
  const top = fullScale(ramp.bitDepth);
  const plain = evaluateRamp([], ramp.bitDepth);
  const run = createRun();
  const original = new Float32Array(run.rgb.length);
  const coverage = new Float32Array(RUN_PIXELS);
  const runners = stages.map(createRunner);
  return (source, first, count, out) => {
    for (let done = 0; done < count; done += RUN_PIXELS) {
      const start = first + done;
      const length = Math.min(RUN_PIXELS, count - done);
      if (finalBlend !== undefined) {
        if (finalBlend.mask !== undefined && !readBlendCoverage(finalBlend, start, length, coverage)) {
          copyPixels(source, start, length, out);
          continue;
        }
        readThroughTables(plain, source, start, length, original);
      }
      readThroughTables(ramp, source, start, length, run.rgb);
      for (const runStage of runners) runStage(run, start, length);
      if (finalBlend !== undefined) blendRun(original, run, length, finalBlend, coverage);
      writeRun(run.rgb, top, source, start, length, out);
    }
  };
}

/** Puts `count` pixels, the first of which is pixel `first` of the picture, through one stage, in place. */
type RunStage = (run: FloatRun, first: number, count: number) => void;

function createRunner(stage: Stage): RunStage {
  switch (stage.kind) {
    case 'curve':
      return (run, _first, count) => runCurves(stage, run, count);
    case 'matrix':
    case 'lut3d':
      return (run, _first, count) => evaluatePointTransforms([stage], run.rgb, count);
    case 'blend':
      return createBlendRunner(stage);
  }
}

function createBlendRunner(stage: BlendStage): RunStage {
  const runners = stage.stages.map(createRunner);
  const before = new Float32Array(RUN_PIXELS * 3);
  const coverage = new Float32Array(RUN_PIXELS);
  return (run, first, count) => {
    if (stage.mask !== undefined && !readBlendCoverage(stage, first, count, coverage)) return;
    before.set(run.rgb);
    for (const runStage of runners) runStage(run, first, count);
    blendRun(before, run, count, stage, coverage);
  };
}

/** @returns whether any of the pixels is covered at all. */
function readBlendCoverage({ mask, isInverted }: Blend, first: number, count: number, coverage: Float32Array): boolean {
  if (mask === undefined) return true;
  readCoverage(mask, isInverted, first, count, coverage);
  for (let i = 0; i < count; i += 1) if (coverage[i] !== 0) return true;
  return false;
}

function blendRun(before: Float32Array, run: FloatRun, count: number, { strength, mask }: Blend, coverage: Float32Array): void {
  blendInto(before, run.rgb.subarray(0, count * 3), strength, mask === undefined ? undefined : coverage);
}

function readThroughTables({ rgb: table }: LevelRamp, { data, channels }: Raster, first: number, count: number, rgb: Float32Array): void {
  for (let p = 0, q = first * channels; p < count * 3; p += 3, q += channels) {
    rgb[p] = table[data[q] * 3];
    rgb[p + 1] = table[data[q + 1] * 3 + 1];
    rgb[p + 2] = table[data[q + 2] * 3 + 2];
  }
}

/** Rounds as `writePixels` does. */
function writeRun(rgb: Float32Array, top: number, source: Raster, first: number, count: number, out: Raster): void {
  const { channels } = source;
  const { data } = out;
  for (let p = 0, q = first * channels; p < count * 3; p += 3, q += channels) {
    const r = rgb[p];
    const g = rgb[p + 1];
    const b = rgb[p + 2];
    data[q] = r > 0 ? (r < 1 ? (r * top + 0.5) | 0 : top) : 0;
    data[q + 1] = g > 0 ? (g < 1 ? (g * top + 0.5) | 0 : top) : 0;
    data[q + 2] = b > 0 ? (b < 1 ? (b * top + 0.5) | 0 : top) : 0;
    if (channels === 4) data[q + 3] = source.data[q + 3];
  }
}

function createRun(): FloatRun {
  const rgb = new Float32Array(RUN_PIXELS * 3);
  return { rgb, bits: new Int32Array(rgb.buffer) };
}
