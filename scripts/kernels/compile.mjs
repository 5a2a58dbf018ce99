// Compiles packages/kernels/c to one WebAssembly module. The result depends on the sources and the compiler's version alone.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runClang } from '@yowasp/clang';

const source = fileURLToPath(new URL('../../packages/kernels/c/', import.meta.url));

const COMPILE = [
  '--target=wasm32',
  '-std=c17',
  '-O3',
  '-msimd128',
  '-mbulk-memory',
  '-mnontrapping-fptoint',
  '-msign-ext',
  '-ffreestanding',
  '-fno-builtin',
  '-ffp-contract=off',
  '-Wall',
  '-Wextra',
  '-Werror',
];

const LINK = ['-nostdlib', '-Wl,--no-entry', '-Wl,--strip-all', '-Wl,-z,stack-size=65536', '-Wl,--export=__heap_base', '-Wl,--initial-memory=131072'];

/** @returns the module's bytes. Throws with the compiler's messages when the sources do not compile. */
export async function compileKernels() {
  const names = (await readdir(source)).sort();
  const files = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(`${source}${name}`, 'utf8')])));
  const messages = [];
  const decoder = new TextDecoder();
  const collect = (bytes) => bytes !== null && messages.push(decoder.decode(bytes));
  const sources = names.filter((name) => name.endsWith('.c'));
  try {
    const built = await runClang(['clang', ...COMPILE, ...LINK, '-o', 'kernels.wasm', ...sources], files, { stdout: collect, stderr: collect });
    return built['kernels.wasm'];
  } catch (error) {
    throw new Error(`kernels do not compile:\n${messages.join('')}`, { cause: error });
  }
}
