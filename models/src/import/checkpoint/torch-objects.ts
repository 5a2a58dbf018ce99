import { ModelFileError } from '../bytes/model-file-error.js';
import { describePickleValue, PickleGlobal, PickleMap, PickleTuple, type PickleValue, type StorageReference, type TensorReference } from './pickle-values.js';

/** Element types of PyTorch's storages, by the class that stands for them in a pickle: bytes an element. */
const STORAGE_BYTES: Readonly<Record<string, number>> = {
  'torch.DoubleStorage': 8,
  'torch.FloatStorage': 4,
  'torch.HalfStorage': 2,
  'torch.BFloat16Storage': 2,
  'torch.LongStorage': 8,
  'torch.IntStorage': 4,
  'torch.ShortStorage': 2,
  'torch.CharStorage': 1,
  'torch.ByteStorage': 1,
  'torch.BoolStorage': 1,
};

/** More axes than any network of this size has. */
const MAXIMUM_AXES = 8;
/** Key of a storage: a number in zip archives, an address in the older form. */
const STORAGE_KEY = /^[0-9]{1,20}$/;

type Callable = (parameters: readonly PickleValue[]) => PickleValue;

const CALLABLES: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ['collections.OrderedDict', makeOrderedDict],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', ([data]) => requireTensor(data)],
]);

/** Every name of Python's a checkpoint may use. None of them runs anything. */
export const KNOWN_GLOBALS: readonly string[] = [...CALLABLES.keys(), ...Object.keys(STORAGE_BYTES)];

/** Stands in for the call of a known global. */
export function callGlobal({ name }: PickleGlobal, parameters: readonly PickleValue[]): PickleValue {
  const callable = CALLABLES.get(name);
  if (callable === undefined) throw new ModelFileError('unsafe-file', `${name}: called (expected a storage to be named alone)`);
  return callable(parameters);
}

/**
 * Reads the tuple by which torch.save refers to a storage: `("storage", class, key, device, element count)`, in the older form
 * with the metadata of a view, which has to be None.
 */
export function referToStorage(identity: PickleValue): StorageReference {
  const [tag, type, key, , elementCount, view = null] = identity instanceof PickleTuple ? identity.items : [];
  const bytesPerElement = type instanceof PickleGlobal ? STORAGE_BYTES[type.name] : undefined;
  if (tag !== 'storage' || !(type instanceof PickleGlobal) || bytesPerElement === undefined || typeof key !== 'string') {
    throw damaged('a storage', describePickleValue(identity), '("storage", a storage class, key, device, count)');
  }
  if (!STORAGE_KEY.test(key)) throw damaged("a storage's key", describePickleValue(key), 'digits');
  if (view !== null) throw new ModelFileError('unsupported-file', `storage ${key}: a view of another storage (expected a whole one; saving it again with a newer PyTorch makes it so)`);
  return { kind: 'storage', type: type.name, key, elementCount: requireCount(elementCount, `storage ${key}, count`), bytesPerElement };
}

/** Stored items of the dictionary follow by themselves; a call with arguments is not what pickles of state dictionaries hold. */
function makeOrderedDict(parameters: readonly PickleValue[]): PickleValue {
  if (parameters.length > 0) throw damaged('collections.OrderedDict', `${parameters.length} arguments`, 'none');
  return new PickleMap();
}

function rebuildTensor([storage, offset, shape, strides]: readonly PickleValue[]): TensorReference {
  if (typeof storage !== 'object' || storage === null || !('kind' in storage) || storage.kind !== 'storage') throw damaged('a tensor', describePickleValue(storage), 'a storage');
  const title = `tensor of storage ${storage.key}`;
  const tensor = { kind: 'tensor', storage, offset: requireCount(offset, `${title}, offset`), shape: requireCounts(shape, `${title}, shape`), strides: requireCounts(strides, `${title}, strides`) } as const;
  if (tensor.strides.length !== tensor.shape.length) throw damaged(`${title}, strides`, `${tensor.strides.length} of them`, `${tensor.shape.length}, one an axis`);
  const isEmpty = tensor.shape.includes(0);
  const last = tensor.shape.reduce((sum, length, axis) => sum + (length - 1) * tensor.strides[axis], tensor.offset);
  if (!isEmpty && last >= storage.elementCount) throw damaged(title, `elements up to ${last}`, `at most ${storage.elementCount - 1}, the storage's last`);
  return tensor;
}

function requireTensor(value: PickleValue | undefined): TensorReference {
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tensor') return value;
  throw damaged('a parameter', describePickleValue(value), 'a tensor');
}

function requireCounts(value: PickleValue | undefined, what: string): readonly number[] {
  if (!(value instanceof PickleTuple) || value.items.length > MAXIMUM_AXES) throw damaged(what, describePickleValue(value), `a tuple of up to ${MAXIMUM_AXES} numbers`);
  return value.items.map((item) => requireCount(item, what));
}

function requireCount(value: PickleValue | undefined, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw damaged(what, describePickleValue(value), 'a whole number, 0 or more');
}

function damaged(what: string, found: string, expected: string): ModelFileError {
  return new ModelFileError('damaged-file', `${what}: ${found} (expected ${expected})`);
}
