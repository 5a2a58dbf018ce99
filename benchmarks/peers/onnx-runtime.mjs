// onnxruntime-web is a dependency of the command line where that runs networks; here it is used where it is installed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @returns its version and a way to load it, or `undefined`. */
export function findOnnxRuntime() {
  try {
    const require = createRequire(new URL('../../packages/cli/package.json', import.meta.url));
    const entry = require.resolve('onnxruntime-web');
    const root = entry.slice(0, entry.lastIndexOf('onnxruntime-web') + 'onnxruntime-web'.length);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return { version, load: () => import(pathToFileURL(entry).href).then((module) => module.default ?? module), folder: dirname(entry) };
  } catch {
    return undefined;
  }
}
