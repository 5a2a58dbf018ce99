// One table of bundles, one function. Every published or hosted JavaScript file of the project is a row here.
import { builtinModules } from 'node:module';
import { readFileSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';

/** `external: 'dependencies'` leaves a package's own dependencies as imports; everything else is bundled. */
const BUNDLES = [
  { name: 'core', directory: 'packages/core', entries: { index: 'src/index.ts', 'host-conformance': 'src/host/conformance/index.ts' } },
  { name: 'models', directory: 'models', entries: { index: 'src/index.ts' } },
  { name: 'cli', directory: 'packages/cli', entries: { main: 'src/main.ts' } },
];

function bundle({ directory, entries }) {
  const manifest = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'));
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const isExternal = (id) =>
    builtinModules.includes(id.replace(/^node:/, '')) ||
    dependencies.some((name) => id === name || id.startsWith(`${name}/`));
  return {
    input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `${directory}/${file}`])),
    external: isExternal,
    plugins: [nodeResolve({ extensions: ['.ts', '.js'] }), esbuild({ target: 'es2022', tsconfig: false })],
    output: {
      dir: `${directory}/dist`,
      format: 'es',
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: 'shared-[hash].js',
    },
  };
}

export default BUNDLES.map(bundle);
