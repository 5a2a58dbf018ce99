// Bundles the core's sources as they are published (ES2022, one file) and imports the bundle: what is measured is what users run,
// without a test runner's transforms in between.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Names beyond the public surface that the tasks need, and the kernels. */
const ENTRY = `
export * from './packages/core/src/index.ts';
export { compilePlan } from './packages/core/src/apply/compile/compile-plan.ts';
export { readySteps } from './packages/core/src/apply/ready-steps.ts';
export { evaluatePointTransforms } from './packages/core/src/transforms/evaluate.ts';
export { sampleLut3d } from './packages/core/src/transforms/lut3d.ts';
export { createThreadedKernels, createWasmKernels } from './packages/kernels/src/index.ts';
export { nodeThreads } from './packages/kernels/src/node.ts';
export { createDecider, createOrtRuntime } from './packages/core/src/inference/index.ts';
export { importCsrnet, manifest } from './models/src/index.ts';
`;

/** @param more - further lines of exports. */
export async function loadCore(more = '') {
  const { outputFiles } = await build({
    stdin: { contents: `${ENTRY}${more}`, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    external: ['node:*'],
    mainFields: ['module', 'main'],
    target: 'es2022',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
