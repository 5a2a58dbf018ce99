import { applyPlan, type Raster } from '@openretouch/core';
import { createWebGpuKernels, type AnyGpu } from '@openretouch/kernels';
import type { KernelCase } from '../kernels/cases.js';
import { planOf } from '../kernels/expected.js';
import { runKernels } from '../kernels/kernels-for.js';

const { gpu } = Reflect.get(globalThis, 'navigator') as { readonly gpu?: AnyGpu };
const cases = new Map<string, KernelCase>();

const kernels = createWebGpuKernels({ gpu });
/** A picture of 131 x 127 takes four of these, the second as large as the first and the last neither whole nor a multiple of four. */
const tiledKernels = createWebGpuKernels({ gpu, tilePixels: 5000 });

/** Makes a case known to {@link run}, so that its tables travel once. */
export function define(kernelCase: KernelCase): void {
  cases.set(kernelCase.name, kernelCase);
}

/** Does a case by every WebGPU kernel that can, in large tiles and in small ones, and by `applyPlan`. */
export async function run(name: string, raster: Raster, isInPlace: boolean): Promise<{ readonly loop: string; readonly data: Raster['data'] }[]> {
  const kernelCase = cases.get(name);
  if (kernelCase === undefined) throw new Error(`no case ${name}`);
  const results = await runKernels(await (raster.data.length > 40_000 ? tiledKernels : kernels), kernelCase, raster, isInPlace);
  const { plan, masks } = planOf(kernelCase, raster);
  const result = await applyPlan(plan, raster, { masks, kernels: await kernels, ...(isInPlace ? { out: raster } : {}) });
  return [...results, { loop: 'applyPlan', result }].map(({ loop, result: { data } }) => ({ loop, data }));
}
