// The first decision of a new process, by the built packages: node decide-cold.mjs <picture.rgba> <width> <height> [csrnet | cudi]
// Prints milliseconds from before models and runtime are loaded until the plan is there, as JSON; reading and analysing the picture are left out.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { analyse, planPhoto } from '@openretouch/core';
import { createDecider, createOrtRuntime } from '@openretouch/core/inference';
import { createWasmKernels } from '@openretouch/kernels';
import { manifest } from '@openretouch/models';
import { findOnnxRuntime } from './onnx-runtime.mjs';

const [path, width, height, op = 'csrnet'] = process.argv.slice(2);
const models = fileURLToPath(new URL('../../models/', import.meta.url));
const photo = { data: new Uint8Array(await readFile(path)), width: Number(width), height: Number(height), channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
const analysis = analyse(photo);
const { bakeNetwork } = await createWasmKernels();
const [cpu, wall] = [process.cpuUsage(), performance.now()];
const decider = createDecider({ manifest, fetchBytes: async (file) => new Uint8Array(await readFile(models + file)), runtime: createOrtRuntime(() => findOnnxRuntime().load()), bakeNetwork });
await planPhoto({ schema: 'openretouch/recipe@1', name: 'Benchmark', operations: [{ op }] }, analysis, { decide: decider.decide });
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ cpuMilliseconds: (user + system) / 1000, wallMilliseconds: performance.now() - wall }));
