/** Assembles pickles and zip archives byte by byte, for checkpoints that no torch.save would write. */

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const uint16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
const uint32 = (value: number): number[] => [...uint16(value & 0xffff), ...uint16(value >>> 16)];

/** Instructions of pickle protocol 2, as bytes. */
export const op = {
  start: [0x80, 2],
  stop: ascii('.'),
  mark: ascii('('),
  none: ascii('N'),
  dict: ascii('}'),
  list: ascii(']'),
  tuple: ascii('t'),
  emptyTuple: ascii(')'),
  reduce: ascii('R'),
  build: ascii('b'),
  persistentId: ascii('Q'),
  setItem: ascii('s'),
  setItems: ascii('u'),
  append: ascii('a'),
  appends: ascii('e'),
  global: (module: string, name: string) => ascii(`c${module}\n${name}\n`),
  text: (text: string) => [...ascii('X'), ...uint32(text.length), ...ascii(text)],
  int: (value: number) => [...ascii('J'), ...uint32(value >>> 0)],
  long: (bytes: readonly number[]) => [0x8a, bytes.length, ...bytes],
  float: (value: number) => [...ascii('G'), ...new Uint8Array(Float64Array.of(value).buffer).reverse()],
  put: (index: number) => [...ascii('r'), ...uint32(index)],
  get: (index: number) => [...ascii('j'), ...uint32(index)],
  raw: ascii,
};

export interface TensorForm {
  readonly type?: string;
  readonly key?: string;
  readonly count?: number;
  /** Instructions that leave one value each. */
  readonly offset?: readonly number[];
  readonly shape?: readonly number[];
  readonly strides?: readonly number[];
}

const tupleOf = (numbers: readonly number[]): number[] => [...op.mark, ...numbers.flatMap(op.int), ...op.tuple];

/** @returns instructions that rebuild one tensor, as torch.save writes them. */
export function tensor({ type = 'FloatStorage', key = '0', count = 4, offset = op.int(0), shape = tupleOf([2, 2]), strides = tupleOf([2, 1]) }: TensorForm = {}): number[] {
  const storage = [...op.mark, ...op.text('storage'), ...op.global('torch', type), ...op.text(key), ...op.text('cpu'), ...op.int(count), ...op.tuple, ...op.persistentId];
  const hooks = [...op.global('collections', 'OrderedDict'), ...op.emptyTuple, ...op.reduce];
  return [...op.global('torch._utils', '_rebuild_tensor_v2'), ...op.mark, ...storage, ...offset, ...shape, ...strides, 0x89, ...hooks, ...op.tuple, ...op.reduce];
}

tensor.tupleOf = tupleOf;

/** @returns a pickle of a dictionary with one entry. */
export function stateOf(name: string, value: readonly number[]): number[] {
  return [...op.start, ...op.dict, ...op.text(name), ...value, ...op.setItem, ...op.stop];
}

export interface ZipEntry {
  readonly name: string;
  readonly content: ArrayLike<number>;
  readonly method?: number;
  readonly flags?: number;
  readonly checksum?: number;
  readonly byteCount?: number;
  readonly offset?: number;
}

/** @returns a zip archive; sizes, offsets and checksums are right unless an entry says otherwise. */
export function zipOf(entries: readonly ZipEntry[], comment: readonly number[] = []): Uint8Array {
  const file: number[] = [];
  const directory: number[] = [];
  for (const { name, content, method = 0, flags = 0, checksum = crc32(content), byteCount = content.length, offset = file.length } of entries) {
    const shared = [...uint16(flags), ...uint16(method), ...uint32(0), ...uint32(checksum), ...uint32(byteCount), ...uint32(byteCount), ...uint16(name.length), ...uint16(0)];
    directory.push(...uint32(0x02014b50), ...uint16(20), ...uint16(20), ...shared, ...uint16(0), ...uint32(0), ...uint32(0), ...uint32(offset), ...ascii(name));
    file.push(...uint32(0x04034b50), ...uint16(20), ...shared, ...ascii(name));
    for (const byte of Array.from(content)) file.push(byte);
  }
  const end = [...uint32(0x06054b50), ...uint32(0), ...uint16(entries.length), ...uint16(entries.length), ...uint32(directory.length), ...uint32(file.length), ...uint16(comment.length), ...comment];
  return Uint8Array.from([...file, ...directory, ...end]);
}

/** @returns a checkpoint as torch.save writes it, with one storage of `elements`. */
export function checkpointOf(pickle: readonly number[], elements: ArrayBufferView = Float32Array.of(1, 2, 3, 4), more: readonly ZipEntry[] = []): Uint8Array {
  const storage = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
  return zipOf([{ name: 'archive/data.pkl', content: pickle }, { name: 'archive/data/0', content: storage }, ...more]);
}

/** Bit by bit, so that it shares no table with the reader. */
function crc32(content: ArrayLike<number>): number {
  let crc = -1;
  for (const byte of Array.from(content)) {
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc ^ (byte >> bit)) & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
