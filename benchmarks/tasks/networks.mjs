// Learned retouching in this process and in a new one, and onnxruntime-web on every pixel, where that is installed: in a process of its
// own, for its peak memory.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canMeasureChildren, measureChild } from '../peers/child.mjs';
import { findOnnxRuntime } from '../peers/onnx-runtime.mjs';
import { pictureFiles } from './peer-files.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
/** Random weights of the published layout, as PyTorch wrote them. */
const CHECKPOINT = at('../../tests/models/import/csrnet.pth');
const [WIDTH_4K, HEIGHT_4K] = [3840, 2160];
const PUBLISHED = 'onnxruntime-web, CSRNet as published on the picture';
const COLOUR_MAP = 'onnxruntime-web, colour map on every pixel';

async function sampleChild(argv) {
  const { output, peakBytes } = await measureChild([process.execPath, ...argv]);
  return { ...JSON.parse(output), peakBytes };
}

export async function makeNetworkTasks(context) {
  const found = findOnnxRuntime();
  if (found === undefined) return [];
  const learned = await makeLearnedTasks(context, found);
  if (!canMeasureChildren) return learned;
  const { raw, width, height } = await pictureFiles(context);
  const picture = [raw, String(width), String(height)];
  const peer = { role: 'peer', version: found.version, maximumMegapixels: 1, maximumRounds: 3 };
  return [
    ...learned,
    ...['csrnet', 'cudi'].map((op) => ({ name: `learned: ${op} decides, new process`, role: 'task', maximumMegapixels: 1, maximumRounds: 7, sample: () => sampleChild([at('../peers/decide-cold.mjs'), ...picture, op]) })),
    // Feature maps of 64 planes at full size: 12 MP do not fit the address space.
    { ...peer, name: COLOUR_MAP, command: 'node benchmarks/peers/onnx-peer.mjs', sample: () => sampleChild([at('../peers/onnx-peer.mjs'), ...picture]) },
    { ...peer, name: PUBLISHED, command: 'node benchmarks/peers/published-peer.mjs', sample: () => sampleChild([at('../peers/published-peer.mjs'), ...picture, ...publishedGraphs(context)]) },
  ];
}

/** Decisions alone, and copy, decision, baking and applying together. */
async function makeLearnedTasks({ core, picture }, found) {
  const kernels = await core.createWasmKernels();
  const models = at('../../models/');
  const { decide } = core.createDecider({
    manifest: core.manifest,
    fetchBytes: async (file) => new Uint8Array(readFileSync(models + file)),
    runtime: core.createOrtRuntime(await found.load()),
    bakeNetwork: kernels.bakeNetwork,
  });
  const recipeOf = (operation) => ({ schema: 'openretouch/recipe@1', name: 'Benchmark', operations: [operation] });
  const [csrnet, cudi] = [recipeOf({ op: 'csrnet' }), recipeOf({ op: 'cudi' })];
  const analysis = core.analyse(picture);
  const out = { ...picture, data: new Uint8Array(picture.data.length) };
  const decideOn = (name, recipe) => ({ name, role: 'task', maximumMegapixels: 1, run: () => core.planPhoto(recipe, analysis, { decide }) });
  // As hosts and the command line do it: what no operation asks for is not measured.
  const retouch = (name, recipe, source, out) => ({
    name,
    role: 'task',
    run: async () => core.applyPlan(await core.planPhoto(recipe, core.postponeAnalysis(source, { kernels }), { decide }), source, { kernels, out }),
  });
  const large = enlarge(picture);
  return [
    decideOn('learned: csrnet decides', csrnet),
    decideOn('learned: cudi decides', cudi),
    retouch('learned: csrnet, end to end', csrnet, picture, out),
    retouch('learned: cudi, end to end', cudi, picture, out),
    { ...retouch(`learned: cudi, ${WIDTH_4K} x ${HEIGHT_4K}`, cudi, large, { ...large, data: new Uint8Array(large.data.length) }), maximumMegapixels: 1 },
  ];
}

/** The picture beside and below itself, cut to 3840 x 2160. */
function enlarge({ data, width, height, ...rest }) {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const larger = Uint32Array.from({ length: WIDTH_4K * HEIGHT_4K }, (_, i) => pixels[(Math.floor(i / WIDTH_4K) % height) * width + ((i % WIDTH_4K) % width)]);
  return { ...rest, data: new Uint8Array(larger.buffer), width: WIDTH_4K, height: HEIGHT_4K };
}

/** @returns paths of the graphs that the importer makes. */
function publishedGraphs({ core, folder }) {
  const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
  return core.importCsrnet(readFileSync(CHECKPOINT), { id: 'published', licence: 'none', hash }).map(({ entry, bytes }) => {
    const path = join(folder, entry.file);
    writeFileSync(path, bytes);
    return path;
  });
}

export const NETWORK_RATIOS = [
  [COLOUR_MAP, 'wasm: network on every pixel'],
  [PUBLISHED, 'learned: csrnet, end to end'],
];
