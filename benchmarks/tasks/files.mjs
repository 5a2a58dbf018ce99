// File to file: a JPEG in, a JPEG with a LUT out, the whole process. Needs "npm run build" for the command line.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { canMeasureChildren, findVersion, measureChild } from '../peers/child.mjs';
import { pictureFiles } from './peer-files.mjs';

const MAIN = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));
const ROUNDS = 5;

export async function makeFileTasks(context) {
  if (!canMeasureChildren || context.megapixels < 12) return [];
  const { picture, megapixels, folder } = context;
  const { cube, hald } = await pictureFiles(context);
  const photo = join(folder, `photo-${megapixels}.jpg`);
  if (!existsSync(photo)) await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 4 }, limitInputPixels: false }).removeAlpha().jpeg({ quality: 92 }).toFile(photo);
  const out = (name) => join(folder, `${name}.jpg`);
  const task = (name, role, version, command, limits = {}) => ({
    name: `file to file: ${name}`,
    role,
    version,
    command: command.join(' '),
    maximumRounds: ROUNDS,
    ...limits,
    sample: () => measureChild(command),
  });
  const retouch = (name, ...flags) => task(name, 'task', undefined, [process.execPath, MAIN, 'retouch', photo, '-o', out('ours'), '--force', '--quiet', ...flags]);
  const tasks = existsSync(MAIN) ? [retouch('openretouch --lut', '--lut', cube), retouch('openretouch --preset auto', '--preset', 'auto')] : [];
  const peers = [
    ['ffmpeg lut3d', findVersion('ffmpeg', ['-version'], /^ffmpeg version (\S+)/m), ['ffmpeg', '-nostdin', '-y', '-loglevel', 'error', '-threads', '1', '-filter_threads', '1', '-i', photo, '-vf', `lut3d=file=${cube}`, '-q:v', '2', out('ffmpeg')]],
    ['GraphicsMagick -hald-clut', findVersion('gm', ['-version'], /^GraphicsMagick (\S+)/m), ['gm', 'convert', photo, '-hald-clut', hald, '-sampling-factor', '1x1', '-quality', '92', out('gm')]],
  ];
  return [...tasks, ...peers.flatMap(([name, version, command]) => (version === undefined ? [] : [task(name, 'peer', version, command)]))];
}

export const FILE_RATIOS = [
  ['file to file: openretouch --lut', 'file to file: ffmpeg lut3d'],
  ['file to file: openretouch --lut', 'file to file: GraphicsMagick -hald-clut'],
  ['file to file: openretouch --preset auto', 'file to file: ffmpeg lut3d'],
];
