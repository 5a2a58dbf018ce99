import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One case of the tensors a training recipe recorded: inputs and outputs of a model, as PyTorch computed them. */
export interface RecordedCase {
  readonly file: string;
  /** Id of the model, where the cases of an operation are of several. */
  readonly model?: string;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly type?: 'float32' | 'uint8 of 255' }[];
}

const folderOf = (operation: string): string => fileURLToPath(new URL(`../models/${operation}/`, import.meta.url));

/** Reads the list of an operation's recorded cases. */
export function readRecordedCases(operation: string): readonly RecordedCase[] {
  const { cases } = JSON.parse(readFileSync(`${folderOf(operation)}cases.json`, 'utf8')) as { readonly cases: readonly RecordedCase[] };
  return cases;
}

/**
 * Reads the tensors of one case by name; bytes as 0..1.
 *
 * @throws Error when the file is longer or shorter than its tensors.
 */
export function readRecordedTensors(operation: string, { file, tensors }: RecordedCase): Map<string, Float32Array> {
  const bytes = readFileSync(folderOf(operation) + file);
  let offset = 0;
  const byName = tensors.map(({ name, shape, type = 'float32' }) => {
    const count = shape.reduce((product, length) => product * length, 1);
    const own = bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + (offset += type === 'float32' ? 4 * count : count));
    return [name, type === 'float32' ? new Float32Array(own) : Float32Array.from(new Uint8Array(own), (level) => level / 255)] as const;
  });
  if (offset !== bytes.length) throw new Error(`${file}: ${String(bytes.length)} bytes (expected ${String(offset)}, as its tensors have)`);
  return new Map(byName);
}
