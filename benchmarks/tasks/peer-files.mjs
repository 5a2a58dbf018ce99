// Files that peers read, made once for each picture.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureChild } from '../peers/child.mjs';
import { sampleLook } from './core.mjs';

const PYTHON_PEERS = fileURLToPath(new URL('../peers/python_peers.py', import.meta.url));
/** A Hald picture of order 6 is the one nearest to 33 nodes: 36 an edge, 216 pixels a side. */
const HALD_NODES = 36;
const HALD_SIDE = 216;

/** @returns paths of the picture as raw RGBA and as PPM, of the look as `.cube` and as Hald picture, and the picture's size. */
export async function pictureFiles({ core, picture, megapixels, folder, look }) {
  const { width, height, data } = picture;
  const at = (name) => join(folder, name);
  const files = { raw: at(`picture-${megapixels}.rgba`), ppm: at(`picture-${megapixels}.ppm`), cube: at('look.cube'), hald: at('hald.ppm'), width, height };
  if (!existsSync(files.raw)) {
    writeFileSync(files.raw, data);
    writeFileSync(files.ppm, Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), data.filter((_, i) => i % 4 !== 3)]));
  }
  if (!existsSync(files.cube)) {
    writeFileSync(files.cube, core.writeCube(look[33], { title: 'Look' }));
    const levels = Buffer.alloc(HALD_NODES ** 3 * 6);
    sampleLook(core, HALD_NODES).values.forEach((value, i) => levels.writeUInt16BE(Math.round(Math.min(Math.max(value, 0), 1) * 65535), i * 2));
    writeFileSync(files.hald, Buffer.concat([Buffer.from(`P6\n${HALD_SIDE} ${HALD_SIDE}\n65535\n`), levels]));
  }
  return files;
}

/** @returns a task that runs one of python_peers.py; the peak memory is the whole process's. */
export function pythonPeerTask(name, peer, { python, version }, { raw, width, height, cube }) {
  const command = [python, PYTHON_PEERS, peer, raw, String(width), String(height), cube];
  return {
    name,
    role: 'peer',
    version,
    command: ['python3', 'benchmarks/peers/python_peers.py', peer].join(' '),
    sample: async () => {
      const { output, peakBytes } = await measureChild(command);
      return { ...JSON.parse(output), peakBytes };
    },
  };
}
