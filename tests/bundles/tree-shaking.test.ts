import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundles, type BuiltFile } from './build-bundles.js';

const CORE = 'packages/core/dist/';
const root = fileURLToPath(new URL('../..', import.meta.url));
const { sideEffects } = JSON.parse(readFileSync(`${root}packages/core/package.json`, 'utf8')) as { sideEffects?: boolean };
/** Decided as a budget: the colour function needs a few hundred bytes, a derived matrix or two would still fit. */
const ONE_FUNCTION_BYTES = 5000;

/** @returns the minified size of a script that uses the built core, as a bundler ships it to a browser. */
async function bundledBytes(files: readonly BuiltFile[], script: string): Promise<number> {
  const built = new Map(files.map(({ path, code }) => [path, code]));
  const { outputFiles } = await build({
    stdin: { contents: script, loader: 'js', resolveDir: root },
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    plugins: [
      {
        name: 'core built in memory',
        setup({ onResolve, onLoad }) {
          // A bundler reads the field from the package; these files lie in none.
          const inMemory = (path: string): { path: string; namespace: string; sideEffects: boolean } => ({ path, namespace: 'built', sideEffects: sideEffects !== false });
          onResolve({ filter: /^@openretouch\/core$/ }, () => inMemory(`${CORE}index.js`));
          onResolve({ filter: /^\./, namespace: 'built' }, ({ path, importer }) => inMemory(new URL(path, `file:///${importer}`).pathname.slice(1)));
          onLoad({ filter: /.*/, namespace: 'built' }, ({ path }) => ({ contents: built.get(path) ?? '', loader: 'js', resolveDir: root }));
        },
      },
    ],
  });
  return outputFiles[0]?.contents.length ?? Number.NaN;
}

describe('tree shaking', () => {
  let files: BuiltFile[] = [];
  beforeAll(async () => {
    files = await buildBundles();
  });

  it('bundles one colour function without the rest of the core', async () => {
    const bytes = await bundledBytes(files, "import { srgbToLinear } from '@openretouch/core'; globalThis.light = srgbToLinear(0.5);");
    expect(bytes).toBeLessThan(ONE_FUNCTION_BYTES);
  });

  it('would notice the rest of the core', async () => {
    const bytes = await bundledBytes(files, "import { retouch } from '@openretouch/core'; globalThis.retouch = retouch;");
    expect(bytes).toBeGreaterThan(ONE_FUNCTION_BYTES);
  });
});
