// npm run bench:costs
// Measures anew the table by which applyPlan decides whether to bake (packages/core/src/apply/precision/stage-costs.ts), and prints it beside that one.
// Processor time, one thread; only ratios matter. A stage's cost is a chain with it less a chain without.
import { loadCore } from './load-core.mjs';
import { quantile } from './measure.mjs';
import { makePicture } from './picture.mjs';

const ROUNDS = 9;
const core = await loadCore(`
export { CHAIN_COSTS, DEFINITION_COSTS, LUT_COSTS, TRIAL_COST } from './packages/core/src/apply/precision/stage-costs.ts';
export { compilePointChain } from './packages/core/src/apply/compile/point-chain.ts';
export { evaluateRamp } from './packages/core/src/apply/compile/channel-tables.ts';
export { evaluateStages } from './packages/core/src/apply/compile/evaluate-stages.ts';
export { bakeStages } from './packages/core/src/apply/compile/lut-nodes.ts';
export { measureLevels } from './packages/core/src/apply/precision/measure-levels.ts';
export { makeColourSet } from './packages/core/src/transforms/colour-set.ts';
export { compileIntegerLut } from './packages/core/src/apply/compile/integer-lut.ts';
`);
const kernels = await core.createWasmKernels();
const picture = await makePicture(1);
const out = { ...picture, data: new Uint8Array(picture.data.length) };
const pixelCount = picture.width * picture.height;
const ramp = core.evaluateRamp([], 8);
const nodes = core.makeColourSet();
const scratch = nodes.slice();

const matrix = { kind: 'matrix', matrix: [0.9, 0.05, 0.05, 0, 0.1, 0.8, 0.1, 0, 0.02, 0.03, 0.95, 0] };
const curve = (one) => ({ kind: 'curve', curves: [one, one, one] });
const table = curve({ kind: 'table', domain: [0, 1], values: Float32Array.from({ length: 4096 }, (_, i) => (i / 4095) ** 1.2), outside: 'clamp' });
const lut = core.sampleLut3d(33, 'srgb', (rgb) => rgb.forEach((value, i) => (rgb[i] = value ** 1.1)));
const blend = { kind: 'blend', stages: [matrix], strength: 0.5, mask: undefined, isInverted: false };
const names = ['srgb-to-linear', 'linear-to-srgb', 'cube', 'cube-root'];
/** By the table's own keys: the stages, what is in the chain besides, and where the table has it. */
const STAGES = {
  transport: [[], undefined, (costs) => costs.transport],
  matrix: [[matrix], [], (costs) => costs.matrix],
  table: [[table], [], (costs) => costs.table],
  ...Object.fromEntries(names.map((name) => [name, [[curve({ kind: 'named', name })], [], (costs) => costs.named[name]]])),
  lut3d: [[lut], [], (costs) => costs.lut3d],
  blend: [[blend], [matrix], (costs) => costs.blend],
};
const WAYS = {
  wasm: { costs: core.CHAIN_COSTS.wasm, count: pixelCount, make: (stages) => { const kernel = kernels.stages(stages, 8); return () => kernel(picture, 0, pixelCount, out); } },
  typescript: { costs: core.CHAIN_COSTS.typescript, count: pixelCount, make: (stages) => { const chain = core.compilePointChain(ramp, { stages, finalBlend: undefined }); return () => chain(picture, 0, pixelCount, out); } },
  definitions: { costs: core.DEFINITION_COSTS, count: nodes.length / 3, make: (stages) => () => { scratch.set(nodes); core.evaluateStages(stages, scratch); } },
};

function nanoseconds(run, count) {
  const samples = [];
  for (let round = -2; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) samples.push(((user + system) * 1000) / count);
  }
  return quantile(samples, 0.5);
}

const print = (name, measured, inTable) => console.log(`  ${name.padEnd(16)} ${measured.toFixed(1).padStart(8)} ${String(inTable).padStart(8)}`);
console.log('nanoseconds a pixel: measured now, in the table');
for (const [name, { costs, count, make }] of Object.entries(WAYS)) {
  console.log(name);
  for (const [stage, [stages, besides, read]] of Object.entries(STAGES)) {
    const base = besides === undefined ? 0 : nanoseconds(make(besides), count);
    print(stage, nanoseconds(make(stages), count) - base, read(costs));
  }
}
console.log('one LUT');
const [fast, own] = [kernels.lut3d(ramp, lut), core.compileIntegerLut(ramp, lut)];
print('wasm', nanoseconds(() => fast(picture, 0, pixelCount, out), pixelCount), core.LUT_COSTS.wasm);
print('typescript', nanoseconds(() => own(picture, 0, pixelCount, out), pixelCount), core.LUT_COSTS.typescript);
const baked = core.bakeStages([matrix], 33, 'srgb');
const trial = nanoseconds(() => core.measureLevels([matrix], baked, core.makeColourSet()), 1);
console.log(`trial, milliseconds\n  ${(trial / 1e6).toFixed(1)} (warm) ${core.TRIAL_COST / 1e6}`);
