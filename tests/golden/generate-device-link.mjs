// Writes device-link.json: what LittleCMS reads from small DeviceLinks of ours, and the hashes of these.
// Run: node tests/golden/generate-device-link.mjs   (needs python3 and LittleCMS 2; Debian: liblcms2-2)
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const contents = `
  export { lutOfMap, MAPS, testColours } from './device-link-maps.js';
  export { readWithLittleCms } from './littlecms.js';
  export { writeDeviceLink } from '../../packages/core/src/formats/device-link/write-device-link.js';
`;
const { outputFiles } = await build({
  stdin: { contents, resolveDir: here('../helpers'), loader: 'ts' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
  define: { 'import.meta.url': JSON.stringify(new URL('../helpers/any.js', import.meta.url).href) },
});
const { lutOfMap, MAPS, readWithLittleCms, testColours, writeDeviceLink } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

const SIZE = 5;
const colours = testColours(23);
const version = execFileSync('python3', ['-c', 'import ctypes; print(ctypes.CDLL("liblcms2.so.2").cmsGetEncodedCMMversion())'], { encoding: 'utf8' }).trim();
const links = Object.keys(MAPS).flatMap((map) =>
  ['mft2', 'mAB'].map((form) => {
    const profile = writeDeviceLink(lutOfMap(map, SIZE), { title: 'golden', form });
    return { map, form, sha256: createHash('sha256').update(profile).digest('hex'), read: [...readWithLittleCms(profile, colours)] };
  }),
);
// Both forms hold the same table, so that one row of numbers tells of both.
for (let i = 0; i < links.length; i += 2) {
  if (links[i].read.some((code, at) => code !== links[i + 1].read[at])) throw new Error(`${links[i].map}: LittleCMS reads the two forms differently`);
  delete links[i + 1].read;
}
const result = {
  generator: 'generate-device-link.mjs',
  versions: { LittleCMS: version },
  size: SIZE,
  columns: 'r g b of 16 bit, read by cmsDoTransform without optimisation; the second form of a map reads as the first',
  colours: [...colours],
  links,
};
writeFileSync(here('device-link.json'), `${JSON.stringify(result)}\n`);
