import { applyPlan } from '@openretouch/core';
import { describeKernelContract } from './contract.js';
import { planOf } from './expected.js';

describeKernelContract('the core', async (kernelCase, raster, out) => {
  const { plan, masks } = planOf(kernelCase, raster);
  return [{ loop: 'applyPlan', result: await applyPlan(plan, raster, { masks, out }) }];
});
