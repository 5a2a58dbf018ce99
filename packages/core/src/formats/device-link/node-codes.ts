import { InvalidArgumentError } from '../../errors.js';
import type { Lut3dTransform } from '../../transforms/transform.js';
import type { DeviceLinkRange } from './device-link.js';

/*
 * Maintainer notes. ICC tables hold 0..1 and nothing beyond, while interpolating between clipped nodes doubles a bake's error. So
 * a node v is stored as (v + 0.5) / 2, and the curve behind the table maps back and clips. The kinks of that curve, at 1/4 and 3/4
 * of the scale, fall on entries when the count of its intervals is a multiple of four: 4092 is the largest below the format's
 * limit of 4096 entries. With 4096 entries black would come out as 6 of 65535.
 */

const TOP = 65535;
const OUTPUT_ENTRIES = 4093;

/** Number of output curve entries: two where nodes hold 0..1 themselves. */
export function outputEntryCount(range: DeviceLinkRange): number {
  return range === 'headroom' ? OUTPUT_ENTRIES : 2;
}

/** The curve from what nodes hold to colours, 16 bit. */
export function outputCodes(range: DeviceLinkRange): Uint16Array {
  const count = outputEntryCount(range);
  return Uint16Array.from({ length: count }, (_, i) => Math.round(clampUnit(codeValue((i / (count - 1)) * TOP, range)) * TOP));
}

/**
 * The table's nodes, 16 bit, in the order of ICC tables: the first channel slowest, where a LUT has it fastest.
 *
 * @throws {@link InvalidArgumentError} when a node is no number.
 */
export function encodeNodes({ size, values }: Lut3dTransform, range: DeviceLinkRange): Uint16Array {
  const codes = new Uint16Array(size ** 3 * 3);
  let target = 0;
  for (let r = 0; r < size; r += 1) {
    for (let g = 0; g < size; g += 1) {
      for (let b = 0; b < size; b += 1) {
        const source = (r + size * (g + size * b)) * 3;
        for (let c = 0; c < 3; c += 1, target += 1) codes[target] = nodeCode(values[source + c], source + c, range);
      }
    }
  }
  return codes;
}

/** Reverses {@link encodeNodes}. */
export function decodeNodes(codes: Uint16Array, size: number, range: DeviceLinkRange): Float32Array {
  const values = new Float32Array(codes.length);
  let source = 0;
  for (let r = 0; r < size; r += 1) {
    for (let g = 0; g < size; g += 1) {
      for (let b = 0; b < size; b += 1) {
        const target = (r + size * (g + size * b)) * 3;
        for (let c = 0; c < 3; c += 1, source += 1) values[target + c] = codeValue(codes[source], range);
      }
    }
  }
  return values;
}

function nodeCode(value: number, index: number, range: DeviceLinkRange): number {
  if (Number.isNaN(value)) throw new InvalidArgumentError(`lut.values[${index}]: NaN (expected a number)`, { field: `lut.values[${index}]`, value });
  if (range === 'clipped') return Math.round(clampUnit(value) * TOP);
  const code = clampUnit((value + 0.5) / 2) * TOP;
  // 0 and 1 lie between two codes. Away from the middle the output curve clips, so that black and white stay what they are.
  if (value <= 0) return Math.floor(code);
  return value >= 1 ? Math.ceil(code) : Math.round(code);
}

function codeValue(code: number, range: DeviceLinkRange): number {
  return range === 'headroom' ? (code / TOP) * 2 - 0.5 : code / TOP;
}

function clampUnit(value: number): number {
  return value > 0 ? (value < 1 ? value : 1) : 0;
}
