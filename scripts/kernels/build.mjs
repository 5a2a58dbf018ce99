// npm run build:kernels: compiles the C sources and writes the module, and its embedded copy, beside them; bundles the program of workers. All are committed.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorker } from './bundle-worker.mjs';
import { compileKernels } from './compile.mjs';
import { embedModule } from './embed-module.mjs';

const LARGEST_BYTES = 64 * 1024;
const directory = fileURLToPath(new URL('../../packages/kernels/', import.meta.url));

const bytes = await compileKernels();
if (bytes.length >= LARGEST_BYTES) throw new Error(`kernels.wasm: ${bytes.length} bytes (expected fewer than ${LARGEST_BYTES})`);
await writeFile(`${directory}kernels.wasm`, bytes);
await writeFile(`${directory}src/module.generated.ts`, embedModule(bytes));
await writeFile(`${directory}src/threads/worker-source.generated.ts`, await bundleWorker());
console.log(`wrote packages/kernels/kernels.wasm (${bytes.length} bytes) src/module.generated.ts and src/threads/worker-source.generated.ts`);
