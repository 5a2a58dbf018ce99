// One table of bundles, one function. Every published or hosted JavaScript file of the project is a row here.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build } from 'esbuild';
import esbuild from 'rollup-plugin-esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * A package's own dependencies stay imports; everything else is bundled.
 *
 * `modules: 'preserved'` keeps one file per source file. Matrices are derived when their module is loaded, which a bundler
 * cannot drop from a single file; from separate files, with `sideEffects: false`, it leaves out those nobody imports. Node, which opens every
 * file of a package on its own, gets the same joined: a quarter of a second less of 260 files. So it does dependencies that `includes` names, and the
 * CommonJS ones of `converts`, by name of what is used of them: to import saxes takes Node 45 ms of a processor, most of it to look for names of exports.
 */
const BUNDLES = [
  {
    name: 'core',
    directory: 'packages/core',
    entries: { index: 'src/index.ts', 'inference/index': 'src/inference/index.ts', 'worker/index': 'src/worker/index.ts', 'worker/library/index': 'src/worker/library/index.ts', 'photo-file/index': 'src/photo-file/index.ts', 'host/conformance/index': 'src/host/conformance/index.ts' },
    modules: 'preserved',
  },
  {
    name: 'core for Node',
    directory: 'packages/core',
    folder: 'dist/node',
    entries: { index: 'src/index.ts', inference: 'src/inference/index.ts', 'photo-file': 'src/photo-file/index.ts', 'host-conformance': 'src/host/conformance/index.ts' },
    modules: 'joined',
    includes: ['@noble/hashes', '@scure/base'],
    converts: { saxes: 'SaxesParser' },
  },
  { name: 'kernels', directory: 'packages/kernels', entries: { index: 'src/index.ts', node: 'src/node.ts', web: 'src/web.ts' }, modules: 'joined' },
  { name: 'models', directory: 'models', entries: { index: 'src/index.ts' }, modules: 'joined' },
  { name: 'engine', directory: 'packages/engine', entries: { index: 'src/index.ts', worker: 'src/worker.ts' }, modules: 'joined' },
  { name: 'panel', directory: 'packages/panel', entries: { index: 'src/index.ts', session: 'src/session/index.ts', strings: 'src/strings/index.ts' }, modules: 'joined' },
  { name: 'psd', directory: 'packages/psd', entries: { index: 'src/index.ts' }, modules: 'joined' },
  { name: 'cli', directory: 'packages/cli', entries: { index: 'src/index.ts', main: 'src/main.ts', worker: 'src/batch/worker.ts' }, modules: 'joined' },
];

/** @returns a comment that stays in bundles: whose work they include. */
function noticeOf(packageFolder) {
  const { name, version, license, author } = JSON.parse(readFileSync(`${root}${packageFolder}/package.json`, 'utf8'));
  return `/*! ${name} ${version}, ${license} licence, ${typeof author === 'string' ? author : author.name} */\n`;
}

/** Makes a module of a CommonJS package and the packages it requires. */
function convertCommonJs(converts, resolveDir) {
  const prefix = '\0converted:';
  return {
    name: 'convert-common-js',
    resolveId: (id) => (Object.hasOwn(converts, id) ? `${prefix}${id}` : undefined),
    async load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const name = id.slice(prefix.length);
      const { outputFiles, metafile } = await build({ stdin: { contents: `export { ${converts[name]} } from '${name}';`, resolveDir }, absWorkingDir: root, bundle: true, format: 'esm', platform: 'neutral', mainFields: ['main'], target: 'es2022', write: false, metafile: true });
      const packages = new Set(Object.keys(metafile.inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []));
      return [...packages].map(noticeOf).join('') + outputFiles[0].text;
    },
  };
}

function bundle({ directory, folder = 'dist', entries, modules, includes = [], converts = {} }) {
  const manifest = JSON.parse(readFileSync(`${root}${directory}/package.json`, 'utf8'));
  const isOwn = (name) => includes.includes(name) || Object.hasOwn(converts, name);
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter((name) => !isOwn(name));
  const isExternal = (id) =>
    builtinModules.includes(id.replace(/^node:/, '')) ||
    dependencies.some((name) => id === name || id.startsWith(`${name}/`));
  return {
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `${root}${directory}/${file}`])),
    external: isExternal,
    plugins: [
      convertCommonJs(converts, `${root}${directory}`),
      nodeResolve({ extensions: ['.ts', '.tsx', '.js'] }),
      esbuild({ target: 'es2022', tsconfig: false, loaders: { '.json': 'json' }, jsx: 'automatic', jsxImportSource: 'preact' }),
    ],
    output: {
      dir: `${root}${directory}/${folder}`,
      format: 'es',
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: 'shared-[hash].js',
      ...(includes.length > 0 ? { banner: includes.map((name) => noticeOf(`node_modules/${name}`)).join('') } : {}),
      ...(modules === 'preserved' ? { preserveModules: true, preserveModulesRoot: `${root}${directory}/src` } : {}),
    },
  };
}

/** Hashing is small, and used by models and by the library: each of these scripts gets its own, or a third script would have to come before both. */
const hashesForModels = {
  name: 'hashes-for-models',
  async resolveId(source, importer, options) {
    const isForModels = importer?.endsWith('?models') === true || (source.startsWith('@noble/hashes/') && /[\\/]inference[\\/]/.test(importer ?? ''));
    if (!isForModels) return null;
    const resolved = await this.resolve(source, importer.replace('?models', ''), { ...options, skipSelf: true });
    return resolved && { ...resolved, id: `${resolved.id}?models` };
  },
  load: (id) => (id.endsWith('?models') ? readFileSync(id.replace('?models', ''), 'utf8') : null),
};

/** A classic script has no address of its own; onnxruntime then takes the glue it carries, given its binary. */
const withoutImportMeta = { name: 'without-import-meta', resolveImportMeta: () => 'undefined' };

/** saxes is the one library in the form of CommonJS, which Rollup does not read. For bundles that hold `@openretouch/core/engine-library` whole. */
export const saxesAsModule = {
  name: 'saxes-as-module',
  async load(id) {
    if (!/[\\/]node_modules[\\/]saxes[\\/]saxes\.js$/.test(id)) return null;
    const { outputFiles } = await build({ stdin: { contents: "export { SaxesParser } from 'saxes';", resolveDir: root }, bundle: true, format: 'esm', target: 'es2022', write: false });
    return outputFiles[0].text;
  },
};

export const forClassicScripts = () => [saxesAsModule, nodeResolve({ extensions: ['.ts', '.js'], browser: true }), esbuild({ target: 'es2022', tsconfig: false, loaders: { '.json': 'json' }, minify: true }), withoutImportMeta];

/**
 * Classic scripts for pages that can load nothing else: frames of opaque origin, the web views of editors, workers made of text. All they need
 * is in them.
 */
const WHOLE_SCRIPTS = [
  { file: 'onnxruntime', source: 'src/classic-runtime.ts', global: 'openretouchOnnxRuntime' },
  { file: 'engine-learned', source: 'src/classic-learned.ts', global: 'openretouchEngine' },
];

function wholeScript({ file, source, global }) {
  return {
    input: `${root}packages/engine/${source}`,
    plugins: forClassicScripts(),
    output: { file: `${root}packages/engine/dist/classic/${file}.js`, format: 'iife', name: global, inlineDynamicImports: true },
  };
}

/**
 * The engine as a classic script that is loaded first, and two more for what is asked on first use: `engine-models.js`, which runs models, and
 * `engine-library.js` for look files, styles and series. They share the modules of the first by the few lines of `scripts/classic-parts.js`.
 */
const PARTS = [
  { module: /packages[\\/]engine[\\/]src[\\/]open-decider\.ts$/, file: 'engine-models' },
  { module: /[\\/]worker[\\/]library[\\/]index\.js$/, file: 'engine-library' },
];
const partOf = ({ facadeModuleId }) => PARTS.find(({ module }) => module.test(facadeModuleId ?? ''))?.file ?? 'engine-shared';
const scriptsInParts = {
  input: { engine: `${root}packages/engine/src/classic.ts` },
  // Else the entry would be a script of a few lines before one with all that the parts share.
  preserveEntrySignatures: 'allow-extension',
  plugins: [hashesForModels, ...forClassicScripts()],
  output: {
    dir: `${root}packages/engine/dist/classic`,
    format: 'amd',
    amd: { autoId: true, define: 'openretouchDefine' },
    entryFileNames: '[name].js',
    chunkFileNames: (chunk) => `${partOf(chunk)}.js`,
    banner: ({ isEntry }) => (isEntry ? readFileSync(`${root}scripts/classic-parts.js`, 'utf8') : ''),
  },
};

export default [...BUNDLES.map(bundle), ...WHOLE_SCRIPTS.map(wholeScript), scriptsInParts];
