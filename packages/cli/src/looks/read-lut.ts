import { InvalidFileError, type LutAsset } from '@openretouch/core';
import type { LookSources } from './read-look.js';
import { LOOK_READERS, readLookFile } from './read-look.js';

/** A LUT file as an asset, and what a person should know about it. */
export interface ReadLut {
  readonly asset: LutAsset;
  /** One sentence each, led by the file's name. */
  readonly notes: readonly string[];
}

/** @throws InvalidFileError, led by the path, when it cannot be read or is a look that is not one LUT alone. */
export async function readLutFile(path: string, sources: LookSources): Promise<ReadLut> {
  const { recipe, notes, source, format } = await readLookFile(path, sources);
  const [entry, ...others] = recipe.operations;
  const asset = others.length === 0 && entry?.op === 'lut' && Object.keys(entry).length === 2 && recipe.strength === undefined ? recipe.assets?.[String(entry['asset'])] : undefined;
  if (asset === undefined || asset.type === 'style') {
    const title = LOOK_READERS.find(({ name }) => name === format)?.title ?? format;
    throw new InvalidFileError(`${source}: a ${title} that is more than one LUT (expected a LUT; --preset takes any look)`, { path, format });
  }
  return { asset, notes: notes.map((note) => `${source}: ${note}`) };
}
