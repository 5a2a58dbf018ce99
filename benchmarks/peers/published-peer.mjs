// CSRNet as published on the picture itself, condition and colour map, one thread: node published-peer.mjs <picture.rgba> <width> <height> <decide.onnx> <map.onnx>
// Prints milliseconds of one run, after one that is not counted, as JSON; the way from bytes to floats and back is left out.
import { readFileSync } from 'node:fs';
import { findOnnxRuntime } from './onnx-runtime.mjs';

const [path, width, height, ...graphs] = process.argv.slice(2);
const ort = await findOnnxRuntime().load();
ort.env.wasm.numThreads = 1;
const [decide, map] = await Promise.all(graphs.map((graph) => ort.InferenceSession.create(readFileSync(graph), { executionProviders: ['wasm'] })));
const bytes = readFileSync(path);
const pixelCount = Number(width) * Number(height);
const planes = new Float32Array(pixelCount * 3);
for (let i = 0; i < pixelCount; i += 1) for (let c = 0; c < 3; c += 1) planes[c * pixelCount + i] = bytes[i * 4 + c] / 255;
const run = async () => {
  const pixels = new ort.Tensor('float32', planes, [1, 3, Number(height), Number(width)]);
  const { modulation } = await decide.run({ copy: pixels });
  await map.run({ pixels, modulation });
};
await run();
const [cpu, wall] = [process.cpuUsage(), performance.now()];
await run();
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ cpuMilliseconds: (user + system) / 1000, wallMilliseconds: performance.now() - wall }));
