import { applyPlan } from '@openretouch/core';
import { createWasmKernels } from '@openretouch/kernels';
import { describeKernelContract } from './contract.js';
import { planOf } from './expected.js';
import { runKernels } from './kernels-for.js';

const kernels = await createWasmKernels();

describeKernelContract('the core with WebAssembly', async (kernelCase, raster, out) => {
  const { plan, masks } = planOf(kernelCase, raster);
  return [{ loop: 'applyPlan', result: await applyPlan(plan, raster, { masks, out, kernels, bandRows: 10 }) }];
});

describeKernelContract('WebAssembly', (kernelCase, raster, out) => runKernels(kernels, kernelCase, raster, out === raster));
