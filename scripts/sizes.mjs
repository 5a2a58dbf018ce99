// `npm run sizes`: sizes of the scripts that pages load, after `npm run build`; fails where one passes its limit.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `limitKb`: gzip, in units of 1000 bytes. The panel has to fit beside the engine, whose script is loaded before anything is shown. */
const SCRIPTS = [
  { file: 'packages/engine/dist/classic/engine.js', limitKb: 150 },
  { file: 'packages/engine/dist/classic/onnxruntime.js' },
  { file: 'packages/engine/dist/classic/engine-learned.js' },
];

const missing = SCRIPTS.filter(({ file }) => !existsSync(root + file));
if (missing.length > 0) {
  console.error(`${missing[0].file}: missing (expected "npm run build" before)`);
  process.exit(1);
}
for (const { file, limitKb } of SCRIPTS) {
  const bytes = readFileSync(root + file);
  const kb = gzipSync(bytes, { level: 9 }).length / 1000;
  const isTooLarge = limitKb !== undefined && kb > limitKb;
  const limit = limitKb === undefined ? '' : `, at most ${limitKb}`;
  console.log(`${isTooLarge ? 'FAIL' : 'OK'}  ${file}: ${(bytes.length / 1000).toFixed(1)} kB, gzip ${kb.toFixed(1)} kB${limit}`);
  if (isTooLarge) process.exitCode = 1;
}
