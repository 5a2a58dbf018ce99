import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rollup, type OutputOptions, type RollupOptions } from 'rollup';
import config from '../../rollup.config.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CORE = 'packages/core/dist/';
const { sideEffects } = JSON.parse(readFileSync(`${root}packages/core/package.json`, 'utf8')) as { sideEffects?: boolean };

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
    const directory = relative(root, options.output.dir ?? dirname(String(options.output.file))).replaceAll('\\', '/');
    for (const file of output) if (file.type === 'chunk') files.push({ path: `${directory}/${file.fileName}`, code: file.code });
  }
  return files;
}

/** @returns the minified code of a script that uses the built core, its libraries included, as a bundler ships it to a browser. */
export async function bundleScript(files: readonly BuiltFile[], script: string): Promise<string> {
  return (await bundleParts(files, script)).code;
}

/** As {@link bundleScript}. @returns also the files of which something is in it, `packages/core/dist/...`. */
export async function bundleParts(files: readonly BuiltFile[], script: string): Promise<{ readonly code: string; readonly parts: readonly string[] }> {
  const built = new Map(files.map(({ path, code }) => [path, code]));
  const { outputFiles, metafile } = await build({
    stdin: { contents: script, loader: 'js', resolveDir: root },
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    plugins: [
      {
        name: 'core built in memory',
        setup({ onResolve, onLoad }) {
          // A bundler reads the field from the package; these files lie in none.
          const inMemory = (path: string): { path: string; namespace: string; sideEffects: boolean } => ({ path, namespace: 'built', sideEffects: sideEffects !== false });
          onResolve({ filter: /^@openretouch\/core$/ }, () => inMemory(`${CORE}index.js`));
          onResolve({ filter: /^@openretouch\/core\/worker$/ }, () => inMemory(`${CORE}worker/index.js`));
          onResolve({ filter: /^\./, namespace: 'built' }, ({ path, importer }) => inMemory(new URL(path, `file:///${importer}`).pathname.slice(1)));
          onLoad({ filter: /.*/, namespace: 'built' }, ({ path }) => ({ contents: built.get(path) ?? '', loader: 'js', resolveDir: root }));
        },
      },
    ],
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const parts = Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path.replace(/^built:/, '')] : []));
  return { code: outputFiles[0].text, parts };
}
