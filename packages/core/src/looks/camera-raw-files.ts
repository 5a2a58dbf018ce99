import { importCameraRawXmp, type ImportedLook, importLrtemplate } from '../formats/camera-raw/import-camera-raw.js';
import { writeCameraRawPreset } from '../formats/camera-raw/write-camera-raw-preset.js';
import { encodeUtf8 } from '../recipe/utf8.js';
import { decodeLatin1 } from './decode-latin1.js';
import { lookNameOf } from './look-extension.js';
import type { Look, LookReader, LookWriter } from './look.js';

const XMP_FORMAT = { name: 'xmp', title: 'preset for Camera Raw', extensions: ['xmp'] } as const;
const LRTEMPLATE_FORMAT = { name: 'lrtemplate', title: 'template for Lightroom', extensions: ['lrtemplate'] } as const;
/** What the core reads at most. */
const MAXIMUM_BYTES = 1024 * 1024;
/** Where the RDF namespace is declared, behind comments and the wrapper of a packet. */
const HEAD_BYTES = 4096;

/** Presets (`.xmp`), sidecars of photos, and XMP packets on their own. */
export const cameraRawReader: LookReader = {
  ...XMP_FORMAT,
  maximumBytes: MAXIMUM_BYTES,
  recognises: (bytes) => /^(?:\u00ef\u00bb\u00bf)?\s*<[^]*http:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns#/.test(headOf(bytes)),
  read: async (bytes, path) => describeImport(importCameraRawXmp(bytes, { fallbackName: lookNameOf(path, [XMP_FORMAT]) })),
};

/** Templates of Lightroom before version 7.3. */
export const lrtemplateReader: LookReader = {
  ...LRTEMPLATE_FORMAT,
  maximumBytes: MAXIMUM_BYTES,
  recognises: (bytes) => /^(?:\u00ef\u00bb\u00bf)?\s*s\s*=\s*\{/.test(headOf(bytes)),
  read: async (bytes, path) => describeImport(importLrtemplate(bytes, { fallbackName: lookNameOf(path, [LRTEMPLATE_FORMAT]) })),
};

export const cameraRawWriter: LookWriter = {
  ...XMP_FORMAT,
  isBaked: false,
  write: async ({ recipe }) => {
    const { xmp, report } = writeCameraRawPreset(recipe);
    const lostCount = report.filter(({ status }) => status === 'dropped').length;
    const notes = lostCount === 0 ? [] : [`${lostCount} of ${report.length} parts of the look have no field there and are left out; a .cube made by presets convert holds the whole look`];
    return { bytes: encodeUtf8(xmp), notes, report };
  },
};

function headOf(bytes: Uint8Array): string {
  return decodeLatin1(bytes.subarray(0, HEAD_BYTES));
}

function describeImport({ recipe, report }: ImportedLook): Look {
  const notes = recipe.operations.length === 0 ? ['no field of the file changes anything here: the look does nothing'] : [];
  return { recipe, notes, report };
}
