// The WebAssembly kernels on two threads, to be compared by wall time: what CPU time they take more than one is what sharing costs.

/** Rows of one thread that two are compared with. */
const PLANS = ['LUT 33', 'LUT 33 through a mask', 'chain: exposure, contrast, gains, saturation, tone curve'];

/** @param context - from `makeContext`. */
export async function makeThreadTasks({ core, plans, applyAt: apply }) {
  const kernels = await core.createThreadedKernels(core.nodeThreads(2));
  await kernels.ready;
  if (kernels.failure !== undefined) throw kernels.failure;
  return plans.filter(({ name }) => PLANS.includes(name)).map(({ name, plan, options, bitDepth }) => apply(`wasm, 2 threads: ${name}`, plan, { ...options, kernels }, bitDepth));
}

export const THREAD_RATIOS = PLANS.map((name) => [`wasm, 2 threads: ${name}`, `wasm: ${name}`]);
