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
  '@openretouch/core': 'packages/core',
  '@openretouch/models': 'models',
};

/** @returns for each package its exported values and types, sorted; read from the sources, so nothing needs to be built. */
export async function readPublicApi() {
  const api = {};
  for (const [name, directory] of Object.entries(ENTRIES)) {
    const values = await valueNames(`${root}${directory}`);
    api[name] = { values, types: typeNames(`${root}${directory}`).filter((type) => !values.includes(type)) };
  }
  return api;
}

/** Values are what a bundler finds: the compiler's own list also has those behind `export type *`, which are not there to call. */
async function valueNames(directory) {
  const { metafile } = await build({
    entryPoints: [`${directory}/src/index.ts`],
    bundle: true,
    packages: 'external',
    format: 'esm',
    write: false,
    outfile: 'index.js',
    metafile: true,
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs)[0].exports.sort();
}

function typeNames(directory) {
  const { config } = ts.readConfigFile(`${directory}/tsconfig.json`, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, directory);
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(`${directory}/src/index.ts`);
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
