// Builds the Studio into plain files: packages/studio/dist/site, which any static server can hand out.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const studio = join(root, 'packages/studio');
export const SITE = join(studio, 'dist/site');

const COMMON = { bundle: true, format: 'esm', target: 'es2022', platform: 'browser', minify: true, jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error', legalComments: 'none' };

/** Files that the page asks for only when a model is used; the service worker keeps them then, not at the first load. */
const isLater = (path) => path.startsWith('models/');

export async function buildStudio() {
  rmSync(SITE, { recursive: true, force: true });
  mkdirSync(SITE, { recursive: true });
  cpSync(join(studio, 'site'), SITE, { recursive: true });
  await build({ ...COMMON, entryPoints: { studio: join(studio, 'src/page/main.tsx') }, outdir: SITE, splitting: true, chunkNames: 'part-[hash]' });
  await build({ ...COMMON, entryPoints: { 'engine-worker': join(root, 'packages/engine/src/worker.ts') }, outdir: SITE, splitting: true, chunkNames: 'engine-[hash]' });
  await build({ entryPoints: [join(studio, 'src/styles/studio.css')], bundle: true, minify: true, outfile: join(SITE, 'studio.css'), logLevel: 'error' });
  cpSync(join(root, 'packages/panel/locales'), join(SITE, 'locales'), { recursive: true });
  cpSync(join(studio, 'locales'), join(SITE, 'studio-locales'), { recursive: true });
  copyModels();
  writeServiceWorker();
}

function copyModels() {
  const { models } = JSON.parse(readFileSync(join(root, 'models/manifest.json'), 'utf8'));
  for (const { file } of models) {
    mkdirSync(dirname(join(SITE, 'models', file)), { recursive: true });
    cpSync(join(root, 'models', file), join(SITE, 'models', file));
  }
  const runtime = 'ort-wasm-simd-threaded.wasm';
  cpSync(createRequire(import.meta.url).resolve(`onnxruntime-web/${runtime}`), join(SITE, 'models', runtime));
}

/** The list of files, and a digest of all of them: a new build is a new cache. */
function writeServiceWorker() {
  const files = listFiles(SITE);
  const digest = createHash('sha256');
  for (const file of files) digest.update(file).update(readFileSync(join(SITE, file)));
  const settings = { name: `openretouch-${digest.digest('hex').slice(0, 16)}`, first: files.filter((file) => !isLater(file)), later: files.filter(isLater) };
  const program = readFileSync(join(root, 'scripts/studio/service-worker.js'), 'utf8');
  writeFileSync(join(SITE, 'service-worker.js'), `const SETTINGS = ${JSON.stringify(settings)};\n${program}`);
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(SITE, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildStudio();
