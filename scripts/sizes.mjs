// `npm run sizes`: sizes of the scripts that pages load, after `npm run build`; fails where one passes its limit.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rollup } from 'rollup';
import { forClassicScripts } from '../rollup.config.mjs';

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

/** What a page loads before anything is shown: panel and engine, without onnxruntime and without the engine's parts that come on first use. */
async function bundlePanelWithEngine() {
  const contents = "export * from '@openretouch/panel';\nexport * from '@openretouch/engine';\nexport { createRestartingEngine } from '@openretouch/core/worker';";
  const entry = { name: 'entry', resolveId: (id) => (id === 'page' ? `${root}page.js` : null), load: (id) => (id === `${root}page.js` ? contents : null) };
  const bundle = await rollup({ input: 'page', external: [/^onnxruntime-web/], plugins: [entry, ...forClassicScripts()], onwarn: () => undefined });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const waitedFor = new Set([output.find(({ isEntry }) => isEntry).fileName]);
  for (const name of waitedFor) for (const imported of chunks.get(name).imports) if (chunks.has(imported)) waitedFor.add(imported);
  return Buffer.from([...waitedFor].map((name) => chunks.get(name).code).join('\n'));
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
