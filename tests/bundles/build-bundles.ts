import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup, type OutputOptions, type RollupOptions } from 'rollup';
import config from '../../rollup.config.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One JavaScript file as `npm run build` would write it. */
export interface BuiltFile {
  /** `packages/core/dist/index.js` */
  readonly path: string;
  readonly code: string;
}

/** @returns every bundle of the Rollup table, built in memory, so that a stale `dist` cannot pass a test. */
export async function buildBundles(): Promise<BuiltFile[]> {
  const files: BuiltFile[] = [];
  for (const options of config as (RollupOptions & { output: OutputOptions })[]) {
    const bundle = await rollup(options);
    const { output } = await bundle.generate(options.output);
    await bundle.close();
    const directory = relative(root, String(options.output.dir)).replaceAll('\\', '/');
    for (const file of output) if (file.type === 'chunk') files.push({ path: `${directory}/${file.fileName}`, code: file.code });
  }
  return files;
}
