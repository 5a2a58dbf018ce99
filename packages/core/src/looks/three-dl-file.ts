import { parseThreeDl } from '../formats/three-dl.js';
import { decodeLatin1 } from './decode-latin1.js';
import { baseNameOf, lookNameOf } from './look-extension.js';
import type { LookReader } from './look.js';
import { assetOfTable, recipeOfLut } from './lut-look.js';

const FORMAT = { name: '3dl', title: '.3dl LUT', extensions: ['3dl'] } as const;
/** Where the header is looked for: comments may come before it. */
const HEAD_BYTES = 64 * 1024;

export const threeDlReader: LookReader = {
  ...FORMAT,
  /** 129 nodes an edge of five digits stay below this. */
  maximumBytes: 64 * 1024 * 1024,
  recognises: (bytes) => {
    const [first = '', second = ''] = decodeLatin1(bytes.subarray(0, HEAD_BYTES)).split(/[\r\n]+/).filter((line) => !/^\s*(?:#.*)?$/.test(line));
    return /^\s*(?:3dmesh\s*$|mesh\s+\d)/i.test(first) || (/^\s*0(?:\s+\d+){2,}\s*$/.test(first) && /^\s*\d+\s+\d+\s+\d+\s*$/.test(second));
  },
  read: async (bytes, path) => {
    const parsed = parseThreeDl(bytes, { fileName: baseNameOf(path) });
    const { asset, notes } = assetOfTable(parsed, 'srgb');
    return { recipe: recipeOfLut(lookNameOf(path, [FORMAT]), asset), notes: [...parsed.warnings.map(({ message }) => message), ...notes] };
  },
};
