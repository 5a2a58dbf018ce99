import { inflateCurve, type ToneResponse } from './icc-curve.js';

/** Colour spaces of the data a profile describes, by the header's signature. */
export type IccSpace = 'rgb' | 'grey' | 'cmyk' | 'other';

/** The parts of an ICC profile that say what colours a picture's numbers are. */
export interface IccProfile {
  readonly space: IccSpace;
  /** From the description tag, for messages; empty when there is none. */
  readonly description: string;
  /** Columns are the colorants in XYZ under D50, row-major; RGB matrix profiles only. */
  readonly rgbToXyzD50?: readonly number[];
  /** Encoded 0..1 to linear 0..1: three for RGB, one for grey. */
  readonly toneResponses: readonly ToneResponse[];
  /** Whether a lookup table describes the device; it comes before the matrix. */
  readonly hasTable: boolean;
}

const SPACES: Readonly<Record<string, IccSpace>> = { 'RGB ': 'rgb', GRAY: 'grey', CMYK: 'cmyk' };

/**
 * Reads an ICC profile.
 *
 * @returns the profile, or undefined when the bytes are no profile, or one without what its kind needs.
 * @see ICC.1:2022, 7.2 (header), 9.2 (tags), 10 (tag types).
 */
export function parseIccProfile(bytes: Uint8Array): IccProfile | undefined {
  if (bytes.length < 132) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (readSignature(bytes, 36) !== 'acsp') return undefined;
  const space = SPACES[readSignature(bytes, 16)] ?? 'other';
  const tags = readTags(bytes, view);
  const description = readDescription(tags.get('desc'));
  const hasTable = tags.has('A2B0') || tags.has('A2B1');
  if (space === 'rgb') {
    const colorants = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => readXyz(tags.get(name)));
    const toneResponses = ['rTRC', 'gTRC', 'bTRC'].map((name) => inflateCurve(tags.get(name)));
    if (colorants.every((colorant) => colorant !== undefined) && toneResponses.every((curve) => curve !== undefined)) {
      const rgbToXyzD50 = [0, 1, 2].flatMap((row) => colorants.map((colorant) => colorant[row]));
      return { space, description, rgbToXyzD50, toneResponses, hasTable };
    }
    return hasTable ? { space, description, toneResponses: [], hasTable } : undefined;
  }
  if (space === 'grey') {
    const curve = inflateCurve(tags.get('kTRC'));
    return curve === undefined ? undefined : { space, description, toneResponses: [curve], hasTable };
  }
  return hasTable ? { space, description, toneResponses: [], hasTable } : undefined;
}

function readTags(bytes: Uint8Array, view: DataView): Map<string, Uint8Array> {
  const tags = new Map<string, Uint8Array>();
  const count = Math.min(view.getUint32(128), Math.floor((bytes.length - 132) / 12));
  for (let index = 0; index < count; index++) {
    const at = 132 + index * 12;
    const offset = view.getUint32(at + 4);
    const size = view.getUint32(at + 8);
    if (size >= 8 && offset + size <= bytes.length) tags.set(readSignature(bytes, at), bytes.subarray(offset, offset + size));
  }
  return tags;
}

function readSignature(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

function readXyz(tag: Uint8Array | undefined): [number, number, number] | undefined {
  if (tag === undefined || tag.length < 20 || readSignature(tag, 0) !== 'XYZ ') return undefined;
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  return [view.getInt32(8) / 65536, view.getInt32(12) / 65536, view.getInt32(16) / 65536];
}

/** Reads the text of version 2 (`desc`, ASCII) and version 4 (`mluc`, UTF-16, the first language). */
function readDescription(tag: Uint8Array | undefined): string {
  if (tag === undefined || tag.length < 28) return '';
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  const kind = readSignature(tag, 0);
  let text = '';
  if (kind === 'desc') {
    text = String.fromCharCode(...tag.subarray(12, 12 + Math.min(view.getUint32(8), 200)));
  } else if (kind === 'mluc') {
    const length = Math.min(view.getUint32(20), 400);
    const offset = view.getUint32(24);
    for (let at = offset; at + 1 < Math.min(offset + length, tag.length); at += 2) text += String.fromCharCode(view.getUint16(at));
  }
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').trim();
}
