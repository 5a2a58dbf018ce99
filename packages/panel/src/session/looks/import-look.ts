import { type FieldReport, type Raster, RetouchError } from '@openretouch/core';
import type { ImportedLookFile } from '@openretouch/core/worker';
import type { Session } from '../session.js';

/** Opens a picture's pixels with the numbers as they stand in it. */
export type DecodePicture = (bytes: Uint8Array, type: string) => Promise<Raster>;

/** Endings of files that hold looks. */
export const LOOK_FILE_TYPES = '.json,.cube,.3dl,.xmp,.lrtemplate,.acv,.png';

export interface LookFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Reads a look file of any format. @throws what the engine throws for a file that is none. */
export async function readLookFile(session: Session, { name, type, bytes }: LookFile, decodePicture: DecodePicture | undefined): Promise<ImportedLookFile> {
  const { engine: library } = session;
  try {
    // What is handed over moves; the file may be needed once more.
    return await library.importLook({ bytes: bytes.slice(), fileName: name });
  } catch (error) {
    if (decodePicture === undefined || !(RetouchError.isInstance(error) && error.code === 'pixels-wanted')) throw error;
    return library.importLook({ bytes: bytes.slice(), fileName: name, picture: await decodePicture(bytes, type) });
  }
}

/** @returns the fields whose meaning did not come over whole; the others need nobody's eyes. */
export function differencesOf({ report = [] }: Pick<ImportedLookFile, 'report'>): readonly FieldReport[] {
  return report.filter(({ status }) => status === 'approximated' || status === 'dropped');
}
