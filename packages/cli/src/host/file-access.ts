import { stat } from 'node:fs/promises';
import { decodePhoto } from '../files/decode-photo.js';
import { encodePhoto } from '../files/encode-photo.js';
import { readStoredRecipe } from '../files/read-stored-recipe.js';
import { readMask } from '../files/read-mask.js';
import { removeOutput, writeOutput } from '../files/write-output.js';

/** Everything a {@link FileHost} does to the world. */
export interface FileAccess {
  readonly decodePhoto: typeof decodePhoto;
  readonly encodePhoto: typeof encodePhoto;
  readonly readMask: typeof readMask;
  readonly readStoredRecipe: typeof readStoredRecipe;
  readonly writeOutput: typeof writeOutput;
  /** @returns a text that differs whenever the file was changed: a change of bytes moves its time or size, a replaced file has another inode. */
  readonly readRevision: (path: string) => Promise<string>;
  readonly removeOutput: typeof removeOutput;
}

export const DISK: FileAccess = {
  decodePhoto,
  encodePhoto,
  readMask,
  readStoredRecipe,
  writeOutput,
  async readRevision(path) {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino}-${size}-${mtimeNs}`;
  },
  removeOutput,
};
