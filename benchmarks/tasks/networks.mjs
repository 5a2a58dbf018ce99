// The published per-pixel colour map in onnxruntime-web, where that is installed: in a process of its own, for its peak memory.
import { fileURLToPath } from 'node:url';
import { canMeasureChildren, measureChild } from '../peers/child.mjs';
import { findOnnxRuntime } from '../peers/onnx-runtime.mjs';
import { pictureFiles } from './peer-files.mjs';

const SCRIPT = fileURLToPath(new URL('../peers/onnx-peer.mjs', import.meta.url));

export async function makeNetworkTasks(context) {
  const found = findOnnxRuntime();
  if (found === undefined || !canMeasureChildren) return [];
  const { raw, width, height } = await pictureFiles(context);
  return [
    {
      name: 'onnxruntime-web, colour map on every pixel',
      role: 'peer',
      version: found.version,
      command: 'node benchmarks/peers/onnx-peer.mjs',
      // Feature maps of 64 planes at full size: 12 MP do not fit the address space.
      maximumMegapixels: 1,
      maximumRounds: 3,
      sample: async () => {
        const { output, peakBytes } = await measureChild([process.execPath, SCRIPT, raw, String(width), String(height)]);
        return { ...JSON.parse(output), peakBytes };
      },
    },
  ];
}

export const NETWORK_RATIOS = [['onnxruntime-web, colour map on every pixel', 'wasm: network on every pixel']];
