// Builds every bundle of rollup.config.mjs, the declaration files beside them, the panel's style, and the Studio's page, from nothing: a file left over from a
// renamed source would be packed and published.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PACKAGES = ['packages/core', 'packages/kernels', 'models', 'packages/engine', 'packages/panel', 'packages/psd', 'packages/cli'];

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (script, ...args) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });

for (const directory of PACKAGES) rmSync(`${root}${directory}/dist`, { recursive: true, force: true });
run('node_modules/rollup/dist/bin/rollup', '--config', 'rollup.config.mjs', '--silent');
run('node_modules/typescript/bin/tsc', '--build', ...PACKAGES);
await build({ entryPoints: [`${root}packages/panel/src/styles/panel.css`], bundle: true, outfile: `${root}packages/panel/dist/panel.css`, logLevel: 'error' });

const { buildStudio } = await import('./studio/build.mjs');
await buildStudio();
