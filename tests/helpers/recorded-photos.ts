import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One tensor on the way; `places` says which of its places are recorded. */
interface RecordedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: string;
  readonly places: string;
}

/** A photo that models/recipe/record_cudi.py followed on its way through CuDi. */
export interface RecordedPhoto {
  readonly file: string;
  readonly wanted: 'number' | 'auto' | 'painted';
  readonly level?: number;
  readonly tensors: readonly RecordedTensor[];
}

const folder = fileURLToPath(new URL('../models/cudi/photos/', import.meta.url));

export const { photos: RECORDED_PHOTOS } = JSON.parse(readFileSync(`${folder}photos.json`, 'utf8')) as { readonly photos: readonly RecordedPhoto[] };

/**
 * Reads the tensors of a recorded photo by name; bytes and words as 0..1.
 *
 * @throws Error when the file is longer than its tensors; RangeError when it is shorter.
 */
export function readPhotoTensors({ file, tensors }: RecordedPhoto): Map<string, RecordedTensor & { readonly data: readonly number[] }> {
  const bytes = readFileSync(folder + file);
  let at = 0;
  const readNumber = (type: string): number => {
    if (type.startsWith('uint8')) return bytes.readUInt8(at++) / 255;
    if (type.startsWith('uint16')) return bytes.readUInt16LE((at += 2) - 2) / 65535;
    return bytes.readFloatLE((at += 4) - 4);
  };
  const read = tensors.map((tensor) => {
    const count = tensor.shape.reduce((product, length) => product * length, 1);
    return [tensor.name, { ...tensor, data: Array.from({ length: count }, () => readNumber(tensor.type)) }] as const;
  });
  if (at !== bytes.length) throw new Error(`${file}: ${bytes.length} bytes (expected ${at}, as its tensors have)`);
  return new Map(read);
}
