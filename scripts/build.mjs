// Builds every bundle of rollup.config.mjs and the declaration files beside them.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (script, ...args) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });

run('node_modules/rollup/dist/bin/rollup', '--config', 'rollup.config.mjs', '--silent');
run('node_modules/typescript/bin/tsc', '--build', 'packages/core', 'models', 'packages/cli');
