// npm run build:kernels: compiles the C sources and writes the module, and its embedded copy, beside them. Both are committed.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileKernels } from './compile.mjs';
import { embedModule } from './embed-module.mjs';

const LARGEST_BYTES = 64 * 1024;
const directory = fileURLToPath(new URL('../../packages/kernels/', import.meta.url));

const bytes = await compileKernels();
if (bytes.length >= LARGEST_BYTES) throw new Error(`kernels.wasm: ${bytes.length} bytes (expected fewer than ${LARGEST_BYTES})`);
await writeFile(`${directory}kernels.wasm`, bytes);
await writeFile(`${directory}src/module.generated.ts`, embedModule(bytes));
console.log(`wrote packages/kernels/kernels.wasm (${bytes.length} bytes) and src/module.generated.ts`);
