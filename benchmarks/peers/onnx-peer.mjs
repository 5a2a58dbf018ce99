// The per-pixel colour map of models/ in onnxruntime-web, one thread: node onnx-peer.mjs <picture.rgba> <width> <height>
// Prints milliseconds of one run, after one that is not counted, as JSON; the way from bytes to floats and back is left out.
import { readFileSync } from 'node:fs';
import { findOnnxRuntime } from './onnx-runtime.mjs';

const [path, width, height] = process.argv.slice(2);
const ort = await findOnnxRuntime().load();
ort.env.wasm.numThreads = 1;
const open = (name) => ort.InferenceSession.create(readFileSync(new URL(`../../models/weights/${name}.onnx`, import.meta.url)), { executionProviders: ['wasm'] });
const [decide, map] = [await open('csrnet-neutral'), await open('csrnet-map')];
// What the decision is does not matter here: halves for whatever the graph asks.
const feeds = Object.fromEntries(decide.inputMetadata.map(({ name, shape }) => [name, new ort.Tensor('float32', new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5), shape)]));
const { modulation } = await decide.run(feeds);
const bytes = readFileSync(path);
const pixelCount = Number(width) * Number(height);
const planes = new Float32Array(pixelCount * 3);
for (let i = 0; i < pixelCount; i += 1) for (let c = 0; c < 3; c += 1) planes[c * pixelCount + i] = bytes[i * 4 + c] / 255;
const pixels = new ort.Tensor('float32', planes, [1, 3, Number(height), Number(width)]);
const run = () => map.run({ pixels, modulation });
await run();
const [cpu, wall] = [process.cpuUsage(), performance.now()];
await run();
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ cpuMilliseconds: (user + system) / 1000, wallMilliseconds: performance.now() - wall }));
