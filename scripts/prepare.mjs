// npm's `prepare` hook: leaves core, models and the command line built after `npm ci`.
// Without devDependencies (npm ci --omit=dev) there is nothing to build with, which is not an error.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tools = ['rollup', 'typescript', 'esbuild', 'rollup-plugin-esbuild', '@rollup/plugin-node-resolve'];
const missing = tools.filter((name) => !existsSync(`${root}node_modules/${name}`));

if (missing.length > 0) {
  console.log(`openretouch: not built, devDependencies are absent (${missing.join(', ')}). Run "npm ci && npm run build" to build.`);
} else {
  await import('./build.mjs');
}
