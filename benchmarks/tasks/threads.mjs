// The WebAssembly kernels on two threads, to be compared by wall time: what CPU time they take more than one is what sharing costs. Once on
// pictures in shared memory, where nothing is copied, and once on others, whose workers' part is copied there and back.

/** Rows of one thread that two are compared with. */
const PLANS = ['LUT 33', 'LUT 33 through a mask', 'chain: exposure, contrast, gains, saturation, tone curve'];

/** @param context - from `makeContext`. */
export async function makeThreadTasks({ core, picture, plans, applyAt: apply }) {
  const kernels = await core.createThreadedKernels(core.nodeThreads(2));
  await kernels.ready;
  if (kernels.failure !== undefined) throw kernels.failure;
  const source = { ...picture, data: inSharedMemory(picture.data) };
  const out = { ...picture, data: inSharedMemory(picture.data) };
  return plans
    .filter(({ name }) => PLANS.includes(name))
    .flatMap(({ name, plan, options, bitDepth }) => [
      apply(`wasm, 2 threads: ${name}`, plan, { ...options, kernels }, bitDepth),
      apply(`wasm, 2 threads, shared memory: ${name}`, plan, { ...options, kernels }, 8, { source, out }),
    ]);
}

function inSharedMemory(samples) {
  const shared = new Uint8Array(new SharedArrayBuffer(samples.length));
  shared.set(samples);
  return shared;
}

export const THREAD_RATIOS = PLANS.flatMap((name) => [`wasm, 2 threads: ${name}`, `wasm, 2 threads, shared memory: ${name}`].map((row) => [row, `wasm: ${name}`]));
