import type { KernelStage, PixelKernel } from '@openretouch/core';
import { compileBlend } from './blend-stage.js';
import { compileCurves } from './curve-stage.js';
import { compileGrid } from './grid-stage.js';
import type { Address } from './kernel-exports.js';
import type { KernelMemory } from './kernel-memory.js';
import { floatNodes, LARGEST_FLOAT_LUT_SIZE } from './lut-nodes.js';
import { matrixColumns } from './matrix-kernels.js';
import { bringIn, carryOut, chunkBytes, forEachChunk } from './pixel-transport.js';
import { RUN_BYTES, RUN_PIXELS, type RunStage, type StageCompiler } from './run.js';

/**
 * Any stages in order on float32 runs: read, every stage over the run while it is in cache, write.
 *
 * @returns `undefined` when a stage is of a form no kernel has.
 */
export function compileStages(memory: KernelMemory, stages: readonly KernelStage[], bitDepth: 8 | 16): PixelKernel | undefined {
  const layout = memory.createLayout();
  const forgetters: (() => void)[] = [];
  const compiler = { memory, layout, onEntered: (forget: () => void) => forgetters.push(forget) };
  const compiled = compileEach(compiler, stages);
  if (compiled === undefined) return undefined;
  return runThrough(compiler, forgetters, compiled, bitDepth, hasGrid(stages));
}

/**
 * Reads pixels, does `stages` to each run of them, writes.
 *
 * @param keepsRows - whether runs end where rows end.
 * @param readThrough - reads pixels another way, through tables.
 */
export function runThrough(
  { memory, layout }: StageCompiler,
  forgetters: readonly (() => void)[],
  stages: readonly RunStage[],
  bitDepth: 8 | 16,
  keepsRows: boolean,
  readThrough?: (source: Address, run: Address, count: number) => void,
): PixelKernel {
  const { exports } = memory;
  const pixelBytes = bitDepth / 2;
  const pixels = layout.addBuffer(chunkBytes(bitDepth));
  // Writing goes up to three pixels too far, so it must not go over pixels that are still to be read.
  const results = layout.addBuffer(chunkBytes(bitDepth));
  const address = layout.addBuffer(RUN_BYTES);
  const read = readThrough ?? (bitDepth === 8 ? exports.read_8 : exports.read_16);
  const write = bitDepth === 8 ? exports.write_8 : exports.write_16;
  return (picture, first, count, out) => {
    if (memory.enter(layout)) for (const forget of forgetters) forget();
    forEachChunk(first, count, (chunkStart, chunkLength) => {
      bringIn(memory, picture, chunkStart, chunkLength, pixels);
      for (let done = 0; done < chunkLength; ) {
        const start = chunkStart + done;
        const untilRowEnd = keepsRows ? picture.width - (start % picture.width) : Infinity;
        const length = Math.min(RUN_PIXELS, chunkLength - done, untilRowEnd);
        const source = pixels + done * pixelBytes;
        read(source, address, length);
        const run = { address, count: length, first: start, picture };
        for (const stage of stages) stage(run);
        write(address, source, results + done * pixelBytes, length);
        done += length;
      }
      carryOut(memory, results, chunkStart, chunkLength, out);
    });
  };
}

function compileEach(compiler: StageCompiler, stages: readonly KernelStage[]): RunStage[] | undefined {
  const compiled: RunStage[] = [];
  for (const stage of stages) {
    const run = compileStage(compiler, stage);
    if (run === undefined) return undefined;
    compiled.push(run);
  }
  return compiled;
}

function compileStage(compiler: StageCompiler, stage: KernelStage): RunStage | undefined {
  const { memory, layout } = compiler;
  switch (stage.kind) {
    case 'matrix': {
      const columns = layout.addTable(matrixColumns(stage.matrix));
      return ({ address, count }) => memory.exports.run_matrix(address, count, columns);
    }
    case 'curve':
      return compileCurves(compiler, stage);
    case 'lut3d': {
      if (stage.size > LARGEST_FLOAT_LUT_SIZE) return undefined;
      const nodes = layout.addTable(floatNodes(stage));
      return ({ address, count }) => memory.exports.run_lut(address, count, nodes, stage.size);
    }
    case 'grid':
      return compileGrid(compiler, stage);
    case 'blend': {
      const inner = compileEach(compiler, stage.stages);
      return inner === undefined ? undefined : compileBlend(compiler, stage, inner);
    }
  }
}

function hasGrid(stages: readonly KernelStage[]): boolean {
  return stages.some((stage) => stage.kind === 'grid' || (stage.kind === 'blend' && hasGrid(stage.stages)));
}
