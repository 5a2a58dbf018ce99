import type { KernelSet, PixelKernel, Raster } from '@openretouch/core';
import type { KernelCase } from './cases.js';
import { stagesOf } from './expected.js';
import { lutFormOf, matrixTablesOf, rampOf, twoMatrixTablesOf } from './tables.js';

/** @returns every kernel of a set that does the case, by name. */
export function kernelsFor(kernels: KernelSet, kernelCase: KernelCase, raster: Raster): [string, PixelKernel][] {
  const bitDepth = raster.bitDepth as 8 | 16;
  const found: [string, PixelKernel | undefined][] = [['stages', kernels.stages(stagesOf(kernelCase, raster), bitDepth)]];
  const [step, ...others] = kernelCase.steps;
  const isPlain = others.length === 0 && step.mask === undefined && (step.strength ?? 1) === 1 && kernelCase.strength === undefined;
  const lut = isPlain ? lutFormOf(step.transforms) : undefined;
  if (lut !== undefined) found.push(['lut3d', kernels.lut3d(rampOf(lut.curves, bitDepth), lut.lut)]);
  if (isPlain && bitDepth === 8) {
    const matrix = matrixTablesOf(step.transforms);
    if (matrix !== undefined) found.push(['matrixTables', kernels.matrixTables(matrix)]);
    const twoMatrices = twoMatrixTablesOf(step.transforms);
    if (twoMatrices !== undefined) found.push(['twoMatrixTables', kernels.twoMatrixTables(twoMatrices)]);
  }
  return found.flatMap(([name, kernel]) => (kernel === undefined ? [] : [[name, kernel] as [string, PixelKernel]]));
}

/** Runs every kernel that does the case over a copy of the picture, in bands that end in the middle of rows, as any caller may ask for. */
export async function runKernels(kernels: KernelSet, kernelCase: KernelCase, raster: Raster, isInPlace: boolean): Promise<{ readonly loop: string; readonly result: Raster }[]> {
  const results: { loop: string; result: Raster }[] = [];
  const copy = (): Raster => ({ ...raster, data: raster.data.slice() });
  for (const [loop, kernel] of kernelsFor(kernels, kernelCase, raster)) {
    const source = copy();
    const target = isInPlace ? source : { ...raster, data: new (raster.data.constructor as Uint8ArrayConstructor)(raster.data.length) };
    const total = raster.width * raster.height;
    const split = Math.floor(total / 3);
    await kernel(source, 0, split, target);
    await kernel(source, split, total - split, target);
    results.push({ loop, result: target });
  }
  return results;
}
