// The WebAssembly kernels, on the plans of core.mjs and on what only they do.

/** Nodes of a smooth grid that changes gains and offsets by a tenth. */
function makeGrid(depth) {
  const [width, height] = [64, 48];
  const data = new Float32Array(width * height * depth * 6);
  for (let i = 0; i < data.length; i += 1) {
    const node = Math.floor(i / 6);
    const wave = Math.sin((node % width) / 9) * Math.cos(Math.floor(node / width) / 7);
    data[i] = i % 6 < 3 ? 1 + 0.1 * wave : 0.03 * wave;
  }
  return { kind: 'grid', form: 'affine', shared: false, width, height, depth, data };
}

/** A network of plausible size; what it shows does not matter here. */
function makeNetwork() {
  let state = 1;
  const weights = (count, scale) =>
    Float32Array.from({ length: count }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state / 2 ** 31 - 1) * scale;
    });
  return { hidden1: weights(192, 1), bias1: weights(64, 0.3), hidden2: weights(4096, 0.25), bias2: weights(64, 0.1), output: weights(192, 0.25), bias3: weights(3, 0.5) };
}

/** @param context - from `makeContext`. */
export async function makeKernelTasks({ core, plans, applyAt: apply, planOf, picture }) {
  const kernels = await core.createWasmKernels();
  const network = makeNetwork();
  const networkLut = (size) => kernels.bakeNetwork(network, size);
  const pixels = picture.width * picture.height;
  const out = { ...picture, data: new Uint8Array(picture.data.length) };
  const exact = kernels.network(network, 8);
  const flat = planOf([makeGrid(1)]);
  const edgeAware = planOf([makeGrid(8)]);
  return [
    ...plans.map(({ name, plan, options, bitDepth }) => apply(`wasm: ${name}`, plan, { ...options, kernels }, bitDepth)),
    apply('wasm: grid 64 x 48', flat, { kernels }),
    apply('wasm: grid 64 x 48 x 8', edgeAware, { kernels }),
    { ...apply('grid 64 x 48 x 8', edgeAware), maximumMegapixels: 1 },
    { name: 'wasm: count levels', role: 'task', run: () => kernels.countLevels(picture) },
    { name: 'wasm: analyse', role: 'task', run: () => core.analyse(picture, { kernels }) },
    { name: 'wasm: bake network 33', role: 'task', run: () => networkLut(33) },
    { name: 'wasm: bake network 65', role: 'task', run: () => networkLut(65) },
    { name: 'wasm: network on every pixel', role: 'task', maximumMegapixels: 1, run: () => exact(picture, 0, pixels, out) },
  ];
}

export const KERNEL_RATIOS = [
  ['wasm: analyse', 'analyse'],
  ['wasm: LUT 33', 'memcpy'],
  ['wasm: LUT 33', 'LUT 33'],
  ['wasm: LUT 33', 'trilinear LUT 33, plain JavaScript'],
  ['wasm: LUT 65', 'wasm: LUT 33'],
  ['wasm: LUT 33, 16 bit', 'LUT 33, 16 bit'],
  ['wasm: LUT 33 through a mask', 'LUT 33 through a mask'],
  ['wasm: chain: exposure, contrast, gains, saturation, tone curve', 'memcpy'],
  ['wasm: chain: exposure, contrast, gains, saturation, tone curve', 'chain: exposure, contrast, gains, saturation, tone curve'],
  ['wasm: chain: temperature, levels, contrast, saturation', 'chain: temperature, levels, contrast, saturation'],
  ['wasm: chain through a mask', 'chain through a mask'],
  ['wasm: Oklab saturation, exact', 'Oklab saturation, exact'],
  ['wasm: Oklab saturation, auto', 'wasm: Oklab saturation, exact'],
  ['wasm: look monochrome, auto', 'wasm: look monochrome, exact'],
  ['wasm: grid 64 x 48 x 8', 'grid 64 x 48 x 8'],
  ['wasm: grid 64 x 48', 'memcpy'],
  ['wasm: grid 64 x 48 x 8', 'memcpy'],
  ['wasm: count levels', 'memcpy'],
];
