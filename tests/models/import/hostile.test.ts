import { type ModelFileErrorCode, ModelFileError, readCheckpoint } from '@openretouch/models';
import { describe, expect, it } from 'vitest';
import { checkpointOf, op, stateOf, tensor, type TensorForm, zipOf } from '../../helpers/make-checkpoint.js';

type Case = readonly [name: string, bytes: () => Uint8Array, code: ModelFileErrorCode, message: string | RegExp];

const pickled = (...instructions: readonly (readonly number[])[]): Uint8Array => checkpointOf([...op.start, ...instructions.flat(), ...op.stop]);
const calling = (module: string, name: string): Uint8Array => pickled(op.global(module, name), op.mark, op.text('echo harm'), op.tuple, op.reduce);
const withTensor = (form: TensorForm): Uint8Array => checkpointOf(stateOf('x', tensor(form)));
const repeated = (count: number, instructions: (index: number) => readonly number[]): readonly number[] => Array.from({ length: count }, (_, index) => instructions(index)).flat();
const { tupleOf } = tensor;

/** What would run code, were the pickle read by Python. */
const CODE: readonly Case[] = [
  ['os.system', () => calling('os', 'system'), 'unsafe-file', 'the name "os.system"'],
  ['posix.system', () => calling('posix', 'system'), 'unsafe-file', 'the name "posix.system"'],
  ['builtins.eval', () => calling('builtins', 'eval'), 'unsafe-file', 'the name "builtins.eval"'],
  ['__builtin__.exec', () => calling('__builtin__', 'exec'), 'unsafe-file', 'the name "__builtin__.exec"'],
  ['a name inside a known module', () => calling('torch._utils', '_import_dotted_name'), 'unsafe-file', '"torch._utils._import_dotted_name"'],
  ['torch.load', () => calling('torch', 'load'), 'unsafe-file', '"torch.load"'],
  ['a known name with a dot moved', () => calling('torch', '_utils._rebuild_tensor_v2.__globals__'), 'unsafe-file', '__globals__'],
  ['a method of every object', () => pickled(op.global('constructor', 'prototype')), 'unsafe-file', '"constructor.prototype"'],
  ['a name longer than any', () => pickled(op.global('a'.repeat(5000), 'b')), 'unsafe-file', 'the name "aaaa'],
  ['INST', () => pickled(op.mark, op.raw('ios\nsystem\n')), 'unsafe-file', 'the instruction INST'],
  ['OBJ', () => pickled(op.mark, op.raw('o')), 'unsafe-file', 'the instruction OBJ'],
  ['NEWOBJ', () => pickled([0x81]), 'unsafe-file', 'the instruction NEWOBJ'],
  ['STACK_GLOBAL', () => pickled(op.text('os'), op.text('system'), [0x93]), 'unsafe-file', 'the instruction STACK_GLOBAL'],
  ['the extension registry', () => pickled([0x82, 1]), 'unsafe-file', 'the instruction EXT1'],
  ['an instruction that does not exist', () => pickled([0xff]), 'unsafe-file', 'the instruction 0xff'],
  ['a storage class that is called', () => pickled(op.global('torch', 'FloatStorage'), op.emptyTuple, op.reduce), 'unsafe-file', 'torch.FloatStorage: called'],
  ['a number that is called', () => pickled(op.int(1), op.emptyTuple, op.reduce), 'unsafe-file', 'a call of 1'],
  ['attributes of a tensor', () => checkpointOf(stateOf('x', [...tensor(), ...op.dict, ...op.build])), 'unsafe-file', 'attributes of something other'],
  ['attributes that are no dictionary', () => pickled(op.dict, op.int(1), op.build), 'unsafe-file', 'attributes of something other'],
  ['a dictionary made from arguments', () => pickled(op.global('collections', 'OrderedDict'), op.mark, op.list, op.tuple, op.reduce), 'damaged-file', '1 arguments (expected none)'],
  ['a TorchScript program', () => checkpointOf(stateOf('x', tensor()), undefined, [{ name: 'archive/code/__torch__.py', content: [1] }]), 'unsupported-file', 'a TorchScript program'],
];

/** What would take memory or time without end. */
const BOMBS: readonly Case[] = [
  ['a memo without end', () => pickled(op.none, repeated(70_000, op.put)), 'unsafe-file', 'more than 65536 values in the memo'],
  ['a stack without end', () => pickled(repeated(70_000, () => op.none)), 'unsafe-file', 'more than 65536 values on the stack'],
  ['marks without end', () => pickled(repeated(70_000, () => op.mark)), 'unsafe-file', 'more than 65536 values on the stack'],
  ['a pickle without end', () => pickled(op.list, repeated(600_000, () => [...op.none, ...op.append])), 'unsafe-file', 'bytes of instructions'],
  ['a text of 4 GiB', () => pickled([...op.raw('X'), 255, 255, 255, 255]), 'unsafe-file', 'a text of 4294967295 bytes'],
  ['an integer of 255 bytes', () => pickled(op.long(new Array<number>(255).fill(1))), 'unsafe-file', 'an integer of 255 bytes'],
  ['a file of 33 MB', () => new Uint8Array(33 * 2 ** 20), 'unsafe-file', '34603008 bytes'],
  ['a number repeated without end', () => withTensor({ shape: tupleOf([2 ** 31 - 1, 2 ** 31 - 1]), strides: tupleOf([0, 0]) }), 'unsafe-file', /x: 4\d+ elements/],
  ['a compressed entry that unfolds', () => zipOf([{ name: 'a/data.pkl', content: new Uint8Array(100), method: 8 }]), 'unsupported-file', 'compressed with deflate'],
  ['an entry of an unknown method', () => zipOf([{ name: 'a/data.pkl', content: [0], method: 77 }]), 'unsupported-file', 'method 77'],
];

const DAMAGED: readonly Case[] = [
  ['an empty file', () => new Uint8Array(), 'unknown-file', 'begins with byte none'],
  ['a picture', () => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'unknown-file', 'begins with byte 255'],
  ['an archive of something else', () => zipOf([{ name: 'word/document.xml', content: [60] }]), 'unknown-file', '0 entries named data.pkl'],
  ['two checkpoints in one archive', () => zipOf(['a', 'b'].map((folder) => ({ name: `${folder}/data.pkl`, content: op.stop }))), 'unknown-file', '2 entries named data.pkl'],
  ['some other pickle', () => Uint8Array.from([...op.start, ...op.int(7), ...op.stop]), 'unknown-file', 'the first pickle: 7'],
  ['pickle protocol 4', () => checkpointOf([0x80, 4, ...op.stop]), 'unsupported-file', 'pickle protocol 4'],
  ['a pickle that ends too early', () => checkpointOf(op.start), 'damaged-file', 'data.pkl: ends at byte 2'],
  ['a pickle of nothing', () => pickled(), 'damaged-file', 'takes from an empty stack'],
  ['a tuple across a mark', () => pickled(op.none, op.mark, [0x85]), 'damaged-file', 'takes from an empty stack'],
  ['a value never stored', () => pickled(op.get(3)), 'damaged-file', 'fetches value 3'],
  ['an item of a number', () => pickled(op.int(1), op.int(2), op.int(3), op.setItem), 'damaged-file', 'no dictionary'],
  ['an item appended to a dictionary', () => pickled(op.dict, op.none, op.append), 'damaged-file', 'no list'],
  ['a list as a key', () => pickled(op.dict, op.list, op.none, op.setItem), 'damaged-file', 'a list of 0 as a key'],
  ['a text that is not UTF-8', () => pickled([...op.raw('X'), 2, 0, 0, 0, 0xc0, 0x80]), 'damaged-file', 'not UTF-8'],
  ['a big-endian machine', () => checkpointOf(stateOf('x', tensor()), undefined, [{ name: 'archive/byteorder', content: op.raw('big') }]), 'unsupported-file', 'big-endian'],
  ['an encrypted entry', () => zipOf([{ name: 'a/data.pkl', content: [0], flags: 1 }]), 'unsupported-file', 'encrypted'],
  ['a wrong checksum', () => zipOf([{ name: 'a/data.pkl', content: [0], checksum: 5 }]), 'damaged-file', 'checksum'],
  ['an entry beyond the end', () => zipOf([{ name: 'a/data.pkl', content: [0], offset: 1e6 }]), 'damaged-file', 'an entry at byte 1000000'],
  ['an entry longer than the file', () => zipOf([{ name: 'a/data.pkl', content: [0], byteCount: 1e6 }]), 'damaged-file', /ends at byte \d+/],
  ['an entry of 4 GiB', () => zipOf([{ name: 'a/data.pkl', content: [0], byteCount: 0xffffffff }]), 'unsupported-file', '4 GiB'],
  ['two entries of one name', () => zipOf([0, 1].map((byte) => ({ name: 'a/data.pkl', content: [byte] }))), 'damaged-file', 'two entries named "a/data.pkl"'],
  ['an archive cut short', () => checkpointOf(stateOf('x', tensor())).slice(0, -30), 'damaged-file', 'cut short'],
];

const TENSORS: readonly Case[] = [
  ['a stride below zero', () => withTensor({ strides: tupleOf([2, -1]) }), 'damaged-file', 'strides: -1 (expected a whole number'],
  ['an offset below zero', () => withTensor({ offset: op.int(-4) }), 'damaged-file', 'offset: -4'],
  ['an offset past the end', () => withTensor({ offset: op.int(1) }), 'damaged-file', 'elements up to 4 (expected at most 3'],
  ['a stride past the end', () => withTensor({ strides: tupleOf([3, 1]) }), 'damaged-file', 'elements up to 4'],
  ['sizes whose product overflows', () => withTensor({ shape: tupleOf([2 ** 31 - 1, 2 ** 31 - 1]), strides: tupleOf([2 ** 31 - 1, 2 ** 31 - 1]) }), 'damaged-file', 'elements up to'],
  ['a size below zero', () => withTensor({ shape: tupleOf([-2, 2]) }), 'damaged-file', 'shape: -2'],
  ['half an element', () => withTensor({ offset: op.float(0.5) }), 'damaged-file', 'offset: 0.5'],
  ['an offset that is no number', () => withTensor({ offset: op.float(NaN) }), 'damaged-file', 'offset: NaN'],
  ['an offset beyond float64', () => withTensor({ offset: op.long([0, 0, 0, 0, 0, 0, 0, 0, 1]) }), 'damaged-file', 'offset: 18446744073709551616'],
  ['more strides than axes', () => withTensor({ strides: tupleOf([2, 1, 1]) }), 'damaged-file', '3 of them (expected 2'],
  ['nine axes', () => withTensor({ shape: tupleOf(new Array<number>(9).fill(1)), strides: tupleOf(new Array<number>(9).fill(1)) }), 'damaged-file', 'a tuple of 9'],
  ['a shape that is a list', () => withTensor({ shape: op.list }), 'damaged-file', 'a list of 0'],
  ['a storage that says more than it has', () => withTensor({ count: 5, offset: op.int(1) }), 'damaged-file', 'storage 0 has 16 bytes (expected 20)'],
  ['a storage that is missing', () => withTensor({ key: '7' }), 'damaged-file', 'storage 7 is missing'],
  ['a storage by a path', () => withTensor({ key: '../../etc/passwd' }), 'damaged-file', '"../../etc/passwd" (expected digits)'],
  ['a storage by a name of every object', () => withTensor({ key: '__proto__' }), 'damaged-file', '"__proto__" (expected digits)'],
  ['a storage without a class', () => pickled(op.mark, op.text('storage'), op.int(1), op.tuple, op.persistentId), 'damaged-file', 'a storage: a tuple of 2'],
  ['something other than a storage', () => pickled(op.mark, op.text('module'), op.tuple, op.persistentId), 'damaged-file', 'a storage: a tuple of 1'],
  ['whole numbers', () => withTensor({ type: 'IntStorage' }), 'unsupported-file', 'torch.IntStorage (expected floating-point'],
  ['a number that is none', () => checkpointOf(stateOf('x', tensor()), Float32Array.of(0, 0, NaN, 0)), 'damaged-file', 'x: NaN at element 2'],
  ['an infinite number', () => checkpointOf(stateOf('x', tensor()), Float32Array.of(-Infinity, 0, 0, 0)), 'damaged-file', 'x: -Infinity at element 0'],
  ['a double beyond float32', () => checkpointOf(stateOf('x', tensor({ type: 'DoubleStorage' })), Float64Array.of(0, 1e300, 0, 0)), 'damaged-file', 'x: Infinity at element 1'],
  ['a state dictionary with a number in it', () => checkpointOf(stateOf('x', op.int(3))), 'wrong-layout', '"x": 3 (expected names and tensors alone)'],
  ['a list of tensors', () => pickled(op.list, tensor(), op.append), 'wrong-layout', 'a list of 1 (expected a state dictionary)'],
];

describe.each([
  ['code', CODE],
  ['bombs', BOMBS],
  ['damage', DAMAGED],
  ['tensors', TENSORS],
])('a checkpoint with %s', (_, cases) => {
  it.each(cases)('is refused: %s', (_, bytes, code, message) => {
    const read = (): void => {
      for (const found of readCheckpoint(bytes()).values()) found.read();
    };
    expect(read).toThrow(ModelFileError);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code }) as Error);
  });
});
