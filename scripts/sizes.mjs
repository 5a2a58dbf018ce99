// `npm run sizes`: sizes of the scripts that pages load, after `npm run build`; fails where one passes its limit.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `limitKb`: gzip, in units of 1000 bytes. The panel has to fit beside the engine within 150, whose script is loaded before anything is shown; its other parts come on first use. */
const SCRIPTS = [
  { file: 'packages/engine/dist/classic/engine.js', limitKb: 122 },
  { file: 'packages/engine/dist/classic/engine-models.js' },
  { file: 'packages/engine/dist/classic/engine-library.js' },
  { file: 'packages/engine/dist/classic/onnxruntime.js' },
  { file: 'packages/engine/dist/classic/engine-learned.js' },
];

const missing = SCRIPTS.filter(({ file }) => !existsSync(root + file));
if (missing.length > 0) {
  console.error(`${missing[0].file}: missing (expected "npm run build" before)`);
  process.exit(1);
}

/** What a page loads before anything is shown: panel and engine, without onnxruntime and without the parts that come on first use. */
async function bundlePanelWithEngine() {
  const contents = "export * from '@openretouch/panel';\nexport * from '@openretouch/engine';\nexport { createRestartingEngine } from '@openretouch/core/worker';";
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root },
    outdir: 'page',
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    external: ['onnxruntime-web*'],
    write: false,
    logLevel: 'error',
  });
  const { outputs } = metafile;
  const first = Object.keys(outputs).find((name) => outputs[name].entryPoint === '<stdin>');
  const loaded = new Set([first]);
  for (const name of loaded) for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement' && Object.hasOwn(outputs, path)) loaded.add(path);
  return Buffer.concat(outputFiles.filter(({ path }) => [...loaded].some((name) => path.endsWith(name))).map(({ contents: bytes }) => bytes));
}

const measured = [
  ...SCRIPTS.map(({ file, limitKb }) => ({ file, limitKb, bytes: readFileSync(root + file) })),
  { file: 'panel with engine', limitKb: 150, bytes: await bundlePanelWithEngine() },
  { file: 'packages/panel/dist/panel.css', bytes: readFileSync(`${root}packages/panel/dist/panel.css`) },
];
for (const { file, limitKb, bytes } of measured) {
  const kb = gzipSync(bytes, { level: 9 }).length / 1000;
  const isTooLarge = limitKb !== undefined && kb > limitKb;
  const limit = limitKb === undefined ? '' : `, at most ${limitKb}`;
  console.log(`${isTooLarge ? 'FAIL' : 'OK'}  ${file}: ${(bytes.length / 1000).toFixed(1)} kB, gzip ${kb.toFixed(1)} kB${limit}`);
  if (isTooLarge) process.exitCode = 1;
}
