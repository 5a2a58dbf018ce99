import { ByteCursor, decodeUtf8 } from '../bytes/byte-cursor.js';
import { ModelFileError } from '../bytes/model-file-error.js';
import { elementReaderOf } from './element-types.js';
import { readPickle } from './pickle.js';
import { describePickleValue, PickleList, PickleMap, type PickleValue, type TensorReference } from './pickle-values.js';
import { isZip, readStoredZip } from './stored-zip.js';

/** A tensor of a checkpoint. Its numbers are read when they are asked for, after its shape has been judged. */
export interface CheckpointTensor {
  readonly shape: readonly number[];
  /**
   * @returns the numbers in row-major order, as float32.
   * @throws ModelFileError `unsupported-file` when they are no floating-point numbers, `damaged-file` when the file
   * does not hold as many as it says, or one is NaN or infinite; `unsafe-file` for more than any file holds.
   */
  read(): Float32Array;
}

/** Largest file read: two hundred times the published network, room for an optimiser's state beside it. */
export const MAXIMUM_CHECKPOINT_BYTES = 32 * 2 ** 20;

/** As many float32 numbers as the largest file holds; a stride of 0 could ask for any number of them. */
const MAXIMUM_ELEMENTS = MAXIMUM_CHECKPOINT_BYTES / 4;

/** Keys under which training code puts the state dictionary. */
const WRAPPERS = ['params', 'state_dict'];
/** What DataParallel puts before every name. */
const PARALLEL_PREFIX = 'module.';
/** First number of the form before PyTorch 1.6. */
const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_VERSION = 1001;

/** A checkpoint's value, and where its storages lie in the file. */
interface CheckpointContent {
  readonly value: PickleValue;
  readonly storages: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads the state dictionary of a file that torch.save wrote: a zip archive since PyTorch 1.6, a row of pickles before.
 *
 * @param bytes - the whole file.
 * @returns its tensors by name, without `module.` before the names, out of `params` or `state_dict` where it is wrapped.
 * @throws ModelFileError; nothing in the file is ever run.
 */
export function readCheckpoint(bytes: Uint8Array): Map<string, CheckpointTensor> {
  if (bytes.length > MAXIMUM_CHECKPOINT_BYTES) {
    throw new ModelFileError('unsafe-file', `${bytes.length} bytes (expected at most ${MAXIMUM_CHECKPOINT_BYTES}; the published network has some 150,000)`);
  }
  const { value, storages } = isZip(bytes) ? readArchive(bytes) : readLegacy(bytes);
  const state = unwrap(value);
  const isParallel = [...state.entries.keys()].every((name) => typeof name === 'string' && name.startsWith(PARALLEL_PREFIX));
  const tensors = new Map<string, CheckpointTensor>();
  for (const [name, entry] of state.entries) {
    if (typeof name !== 'string' || typeof entry !== 'object' || entry === null || !('kind' in entry) || entry.kind !== 'tensor') {
      throw new ModelFileError('wrong-layout', `${describePickleValue(name)}: ${describePickleValue(entry)} (expected names and tensors alone)`);
    }
    const bare = isParallel ? name.slice(PARALLEL_PREFIX.length) : name;
    tensors.set(bare, { shape: entry.shape, read: () => readTensor(bare, entry, storages) });
  }
  return tensors;
}

function readArchive(bytes: Uint8Array): CheckpointContent {
  const entries = readStoredZip(bytes);
  const pickles = [...entries.keys()].filter((name) => name.endsWith('/data.pkl'));
  if (pickles.length !== 1) throw new ModelFileError('unknown-file', `zip archive: ${pickles.length} entries named data.pkl (expected the one of torch.save)`);
  const folder = pickles[0].slice(0, -'data.pkl'.length);
  if ([...entries.keys()].some((name) => name.startsWith(`${folder}code/`))) {
    throw new ModelFileError('unsupported-file', 'zip archive: a TorchScript program (expected a state dictionary, as torch.save(network.state_dict(), ...) writes)');
  }
  const byteOrder = entries.get(`${folder}byteorder`);
  if (byteOrder !== undefined && decodeUtf8(byteOrder.subarray(0, 10), 'byteorder') !== 'little') throw bigEndian();
  const { value } = readPickle(entries.get(pickles[0]) ?? new Uint8Array(), 0, 'data.pkl');
  const prefix = `${folder}data/`;
  return { value, storages: new Map([...entries].filter(([name]) => name.startsWith(prefix)).map(([name, content]) => [name.slice(prefix.length), content])) };
}

/** Magic number, version, machine, value and keys as five pickles; then each storage: its element count and its elements. */
function readLegacy(bytes: Uint8Array): CheckpointContent {
  if (bytes[0] !== 0x80) throw new ModelFileError('unknown-file', `begins with byte ${bytes[0] ?? 'none'} (expected a file that torch.save wrote: a zip archive, or pickles)`);
  const magic = readPickle(bytes, 0, 'the first pickle');
  if (magic.value !== LEGACY_MAGIC) throw new ModelFileError('unknown-file', `the first pickle: ${describePickleValue(magic.value)} (expected the mark of torch.save)`);
  const version = readPickle(bytes, magic.end, 'the version');
  if (version.value !== LEGACY_VERSION) throw new ModelFileError('unsupported-file', `the version: ${describePickleValue(version.value)} (expected ${LEGACY_VERSION})`);
  const machine = readPickle(bytes, version.end, 'the machine');
  if (!(machine.value instanceof PickleMap) || machine.value.entries.get('little_endian') !== true) throw bigEndian();
  const { value, end } = readPickle(bytes, machine.end, 'the state dictionary');
  const keys = readPickle(bytes, end, 'the keys');
  if (!(keys.value instanceof PickleList)) throw new ModelFileError('damaged-file', `the keys: ${describePickleValue(keys.value)} (expected a list)`);
  return { value, storages: readLegacyStorages(bytes, keys.end, keys.value, elementBytes(value)) };
}

function readLegacyStorages(bytes: Uint8Array, start: number, keys: PickleList, bytesOf: ReadonlyMap<string, number>): Map<string, Uint8Array> {
  const cursor = new ByteCursor(bytes, start, 'the storages');
  const storages = new Map<string, Uint8Array>();
  for (const key of keys.items) {
    const bytesPerElement = typeof key === 'string' ? bytesOf.get(key) : undefined;
    if (typeof key !== 'string' || bytesPerElement === undefined || storages.has(key)) {
      throw new ModelFileError('unsupported-file', `storage ${describePickleValue(key)}: of no tensor of the state dictionary (expected a file with its state dictionary alone)`);
    }
    const elementCount = cursor.int64();
    if (elementCount < 0n || elementCount > BigInt(bytes.length)) throw new ModelFileError('damaged-file', `storage ${key}: ${elementCount} elements in a file of ${bytes.length} bytes`);
    storages.set(key, cursor.take(Number(elementCount) * bytesPerElement));
  }
  return storages;
}

/** The older form writes the sizes of elements nowhere but in the tensors that use them. */
function elementBytes(value: PickleValue): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const entry of unwrap(value).entries.values()) {
    if (typeof entry === 'object' && entry !== null && 'kind' in entry && entry.kind === 'tensor') sizes.set(entry.storage.key, entry.storage.bytesPerElement);
  }
  return sizes;
}

function unwrap(value: PickleValue): PickleMap {
  if (!(value instanceof PickleMap)) throw new ModelFileError('wrong-layout', `the checkpoint: ${describePickleValue(value)} (expected a state dictionary)`);
  for (const wrapper of WRAPPERS) {
    const inner = value.entries.get(wrapper);
    if (inner instanceof PickleMap) return inner;
  }
  return value;
}

function readTensor(name: string, { storage, offset, shape, strides }: TensorReference, storages: ReadonlyMap<string, Uint8Array>): Float32Array {
  const readElement = elementReaderOf(storage.type);
  if (readElement === undefined) throw new ModelFileError('unsupported-file', `${name}: of ${storage.type} (expected floating-point numbers)`);
  const content = storages.get(storage.key);
  if (content === undefined) throw new ModelFileError('damaged-file', `${name}: storage ${storage.key} is missing (expected it in the file)`);
  if (content.length !== storage.elementCount * storage.bytesPerElement) {
    throw new ModelFileError('damaged-file', `${name}: storage ${storage.key} has ${content.length} bytes (expected ${storage.elementCount * storage.bytesPerElement})`);
  }
  const elementCount = shape.reduce((product, length) => product * length, 1);
  if (elementCount > MAXIMUM_ELEMENTS) throw new ModelFileError('unsafe-file', `${name}: ${elementCount} elements (expected at most ${MAXIMUM_ELEMENTS})`);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const values = new Float32Array(elementCount);
  for (let index = 0; index < values.length; index += 1) {
    let rest = index;
    let position = offset;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      position += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    values[index] = readElement(view, position);
    if (!Number.isFinite(values[index])) throw new ModelFileError('damaged-file', `${name}: ${values[index]} at element ${index} (expected finite numbers within float32)`);
  }
  return values;
}

function bigEndian(): ModelFileError {
  return new ModelFileError('unsupported-file', 'the checkpoint: of a big-endian machine (expected little-endian numbers)');
}
