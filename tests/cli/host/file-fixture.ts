import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PlacedMask, PlacedRaster, Raster, TargetReference } from '@openretouch/core';
import type { ConformanceFixture } from '@openretouch/core/host-conformance';
import { DISK, type FileAccess } from '../../../packages/cli/src/host/file-access.js';
import { FileHost } from '../../../packages/cli/src/host/file-host.js';
import { fromSamples, makeFolder, readSamples } from '../corpus.js';

/** A FileHost on a folder of PNGs, whose n-th access to a file can be made to fail. */
export function createFileFixture(isForced: boolean): ConformanceFixture {
  const folder = makeFolder();
  const masks: Record<string, string> = {};
  let accessesUntilFailure = 0;
  const host = new FileHost({ photos: [], masks, isForced }, failing(DISK, () => accessesUntilFailure > 0 && (accessesUntilFailure -= 1) === 0));
  mkdirSync(join(folder.path, 'in'));
  const outputs = new Map<string, string>();

  const replace = async (path: string, raster: Raster): Promise<void> => {
    writeFileSync(`${path}.new`, await encodePng(raster));
    renameSync(`${path}.new`, path);
  };
  return {
    host,
    lacks: {
      offset: 'a file has no place in a document',
      'layer-mask': 'a file has no mask of its own; a mask file is one for all photos',
    },
    async place({ name, raster }) {
      const base = `${outputs.size} ${allowedName(name)}`;
      const input = join(folder.path, 'in', `${base}.png`);
      const output = join(folder.path, 'made', 'out', `${base}.png`);
      await replace(input, raster);
      outputs.set(input, output);
      host.addPhoto({ input, output, format: 'png' });
      const target = (await host.selection()).find(({ documentId }) => documentId === resolve(input));
      if (target === undefined) throw new Error('the photo placed is not in the selection');
      return target;
    },
    composite: ({ documentId }) => readPng(existing(outputs.get(documentId)) ?? documentId),
    fingerprint: async () => digestFolder(folder.path),
    async paint({ documentId }) {
      const { raster } = await readPng(documentId);
      raster.data[0] = raster.data[0] === 1 ? 2 : 1;
      await replace(documentId, raster);
    },
    async setSelection(target, selection) {
      if (selection === null) {
        delete masks['selection'];
        return;
      }
      masks['selection'] = join(folder.path, 'selection.png');
      await replace(masks['selection'], await spreadMask(target, selection));
    },
    failCall: (n) => void (accessesUntilFailure = n),
    lentCount: () => host.openCount,
    close: async () => folder.remove(),
  };
}

/** Every access counts; the one that fails does nothing, as if the disk had refused it. */
function failing(access: FileAccess, isDue: () => boolean): FileAccess {
  const wrapped = Object.entries(access).map(([name, call]) => [
    name,
    async (...parameters: unknown[]): Promise<unknown> => {
      if (isDue()) throw new Error(`the disk failed in ${name}`);
      return (call as (...parameters: unknown[]) => Promise<unknown>)(...parameters);
    },
  ]);
  return Object.fromEntries(wrapped) as FileAccess;
}

/** The nearest name a file system takes: no separators, no NUL, up to 255 bytes. */
function allowedName(name: string): string {
  let allowed = name.replace(/[/\0]/g, '_');
  while (Buffer.byteLength(allowed) > 200) allowed = allowed.slice(0, -1);
  return allowed;
}

function encodePng({ data, width, height }: Raster): Promise<Buffer> {
  return fromSamples(data as Uint8Array | Uint16Array, width, height).png().toBuffer();
}

async function readPng(path: string): Promise<PlacedRaster> {
  const bytes = readFileSync(path);
  const bitDepth = bytes[24] === 16 ? 16 : 8;
  const { data, width, height, channels } = await readSamples(bytes, bitDepth);
  const raster: Raster = { data, width, height, channels: channels as 3 | 4, bitDepth, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
  return { raster, bounds: { left: 0, top: 0, width, height } };
}

/** @returns a grey picture of the target's size. */
async function spreadMask({ documentId }: TargetReference, { mask, bounds, outsideCoverage }: PlacedMask): Promise<Raster> {
  const { raster: { width, height } } = await readPng(documentId);
  const data = new Uint8Array(width * height).fill(Math.round(outsideCoverage * 255));
  for (let y = 0; y < mask.height; y += 1) for (let x = 0; x < mask.width; x += 1) data[(bounds.top + y) * width + bounds.left + x] = mask.data[y * mask.width + x];
  return { data, width, height, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
}

function existing(path: string | undefined): string | undefined {
  return path !== undefined && existsSync(path) ? path : undefined;
}

/** Names and bytes of everything below a folder, empty folders included. */
function digestFolder(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const lines = entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return `${path} ${entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'folder'}`;
  });
  return lines.sort((a, b) => (a < b ? -1 : 1)).join('\n');
}
