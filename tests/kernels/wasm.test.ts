import { applyPlan, type PixelKernel, type Raster } from '@openretouch/core';
import { createWasmKernels } from '@openretouch/kernels';
import type { KernelCase } from './cases.js';
import { describeKernelContract } from './contract.js';
import { planOf, stagesOf } from './expected.js';
import { lutFormOf, matrixTablesOf, rampOf, twoMatrixTablesOf } from './tables.js';

const kernels = await createWasmKernels();

/** Every kernel that does the case, by name. */
function kernelsFor(kernelCase: KernelCase, raster: Raster): [string, PixelKernel | undefined][] {
  const bitDepth = raster.bitDepth as 8 | 16;
  const found: [string, PixelKernel | undefined][] = [['stages', kernels.stages(stagesOf(kernelCase, raster), bitDepth)]];
  const [step, ...others] = kernelCase.steps;
  const isPlain = others.length === 0 && step.mask === undefined && (step.strength ?? 1) === 1 && kernelCase.strength === undefined;
  if (!isPlain) return found;
  const lut = lutFormOf(step.transforms);
  if (lut !== undefined) found.push(['lut3d', kernels.lut3d(rampOf(lut.curves, bitDepth), lut.lut)]);
  if (bitDepth === 16) return found;
  const matrix = matrixTablesOf(step.transforms);
  if (matrix !== undefined) found.push(['matrixTables', kernels.matrixTables(matrix)]);
  const twoMatrices = twoMatrixTablesOf(step.transforms);
  if (twoMatrices !== undefined) found.push(['twoMatrixTables', kernels.twoMatrixTables(twoMatrices)]);
  return found;
}

describeKernelContract('the core with WebAssembly', async (kernelCase, raster, out) => {
  const { plan, masks } = planOf(kernelCase, raster);
  return [{ loop: 'applyPlan', result: await applyPlan(plan, raster, { masks, out, kernels, bandRows: 10 }) }];
});

describeKernelContract('WebAssembly', async (kernelCase, raster, out) => {
  const results: { loop: string; result: Raster }[] = [];
  for (const [loop, kernel] of kernelsFor(kernelCase, raster)) {
    if (kernel === undefined) continue;
    const source = { ...raster, data: raster.data.slice() };
    const target = out === raster ? source : { ...out, data: out.data.slice() };
    // Bands that end in the middle of rows, as any caller may ask for.
    const total = raster.width * raster.height;
    const split = Math.floor(total / 3);
    await kernel(source, 0, split, target);
    await kernel(source, split, total - split, target);
    results.push({ loop, result: target });
  }
  return results;
});
