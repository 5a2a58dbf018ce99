// Lists the exported names of the published packages. `npm run public-api` writes the list that tests/bundles compares
// with, so that a name appears or disappears only on purpose.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
export const PUBLIC_API_FILE = `${root}tests/bundles/public-api.json`;

const ENTRIES = {
  '@openretouch/core': { directory: 'packages/core', file: 'src/index.ts' },
  '@openretouch/core/inference': { directory: 'packages/core', file: 'src/inference/index.ts' },
  '@openretouch/core/photo-file': { directory: 'packages/core', file: 'src/photo-file/index.ts' },
  '@openretouch/core/worker': { directory: 'packages/core', file: 'src/worker/index.ts' },
  '@openretouch/core/engine-library': { directory: 'packages/core', file: 'src/worker/library/index.ts' },
  '@openretouch/core/host-conformance': { directory: 'packages/core', file: 'src/host/conformance/index.ts' },
  '@openretouch/kernels': { directory: 'packages/kernels', file: 'src/index.ts' },
  '@openretouch/kernels/node': { directory: 'packages/kernels', file: 'src/node.ts' },
  '@openretouch/kernels/web': { directory: 'packages/kernels', file: 'src/web.ts' },
  '@openretouch/models': { directory: 'models', file: 'src/index.ts' },
};

/** @returns for each package its exported values and types, sorted; read from the sources, so nothing needs to be built. */
export async function readPublicApi() {
  const api = {};
  for (const [name, { directory, file }] of Object.entries(ENTRIES)) {
    const values = await valueNames(`${root}${directory}/${file}`);
    api[name] = { values, types: typeNames(`${root}${directory}`, file).filter((type) => !values.includes(type)) };
  }
  return api;
}

/** Values are what a bundler finds: the compiler's own list also has those behind `export type *`, which are not there to call. */
async function valueNames(entry) {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    packages: 'external',
    format: 'esm',
    write: false,
    outfile: 'index.js',
    metafile: true,
    logLevel: 'silent',
  });
  return metafile.outputs['index.js'].exports.sort();
}

function typeNames(directory, file) {
  const { config } = ts.readConfigFile(`${directory}/tsconfig.json`, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, directory);
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(`${directory}/${file}`);
  const resolve = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(entry))
    .filter((symbol) => (resolve(symbol).flags & ts.SymbolFlags.Type) !== 0)
    .map(({ name }) => name)
    .sort();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(PUBLIC_API_FILE, `${JSON.stringify(await readPublicApi(), null, 2)}\n`);
  console.log(`wrote ${relative(root, PUBLIC_API_FILE)}`);
}
