import { ByteCursor, decodeUtf8 } from '../bytes/byte-cursor.js';
import { ModelFileError } from '../bytes/model-file-error.js';
import { describePickleValue, PickleGlobal, PickleList, PickleMap, PickleTuple, type PickleValue } from './pickle-values.js';
import { callGlobal, KNOWN_GLOBALS, referToStorage } from './torch-objects.js';

/*
 * Maintainer notes. A pickle is a program for a stack machine, and Python's machine can call anything. This one knows the
 * instructions of protocol 2 that build numbers, texts, containers and tensors, and of the names a pickle may call those that
 * build tensors; any other instruction or name ends the reading before anything is done about it. The stack and the memo are
 * bounded, texts are bounded, and no value is ever walked, so shared and circular references cost nothing.
 *
 * @see Lib/pickletools.py of CPython 3.11 (the instructions); torch/serialization.py of PyTorch 1.13 (what is saved).
 */

/** The state dictionary of the published network takes 2,400 bytes. */
const MAXIMUM_PICKLE_BYTES = 2 ** 20;
const MAXIMUM_STACK = 65_536;
const MAXIMUM_MEMO = 65_536;
const MAXIMUM_TEXT_BYTES = 65_536;
/** Integers beyond those of float64 appear in file marks alone, which are ten bytes long. */
const MAXIMUM_INTEGER_BYTES = 16;
const PROTOCOL = 2;

const MARK = Symbol('mark');
type StackItem = PickleValue | typeof MARK;

/** Instructions that are known and refused, by name, for a message that says what was tried. */
const REFUSED: Readonly<Record<number, string>> = {
  0x69: 'INST', 0x6f: 'OBJ', 0x81: 'NEWOBJ', 0x92: 'NEWOBJ_EX', 0x93: 'STACK_GLOBAL', 0x82: 'EXT1', 0x83: 'EXT2', 0x84: 'EXT4',
  0x50: 'PERSID', 0x8c: 'SHORT_BINUNICODE', 0x94: 'MEMOIZE', 0x95: 'FRAME', 0x54: 'BINSTRING', 0x55: 'SHORT_BINSTRING',
  0x42: 'BINBYTES', 0x43: 'SHORT_BINBYTES', 0x8b: 'LONG4', 0x30: 'POP', 0x31: 'POP_MARK', 0x32: 'DUP', 0x70: 'PUT', 0x67: 'GET',
};

/**
 * Reads one pickle.
 *
 * @param start - byte at which it begins.
 * @param what - the thing being read, for messages.
 * @returns the value, and the byte after the pickle.
 * @throws ModelFileError `unsafe-file` for anything but data, `damaged-file` for what is no whole pickle.
 */
export function readPickle(bytes: Uint8Array, start: number, what: string): { readonly value: PickleValue; readonly end: number } {
  const machine = new PickleMachine(new ByteCursor(bytes, start, what), what);
  return { value: machine.run(), end: machine.position };
}

class PickleMachine {
  private readonly stack: StackItem[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(
    private readonly cursor: ByteCursor,
    private readonly what: string,
  ) {}

  get position(): number {
    return this.cursor.position;
  }

  run(): PickleValue {
    const limit = this.cursor.position + MAXIMUM_PICKLE_BYTES;
    for (;;) {
      const at = this.cursor.position;
      if (at > limit) throw this.unsafe(at, `more than ${MAXIMUM_PICKLE_BYTES} bytes of instructions`);
      const instruction = this.cursor.uint8();
      if (instruction === 0x2e) break;
      this.execute(instruction, at);
      if (this.stack.length > MAXIMUM_STACK) throw this.unsafe(at, `more than ${MAXIMUM_STACK} values on the stack`);
    }
    const value = this.pop();
    if (this.stack.length > 0) throw this.damaged(`ends with ${this.stack.length + 1} values`, 'one');
    return value;
  }

  private execute(instruction: number, at: number): void {
    const { cursor } = this;
    switch (instruction) {
      case 0x80: // PROTO
        return this.checkProtocol(cursor.uint8());
      case 0x28: // MARK
        return this.push(MARK);
      case 0x4e: // NONE
        return this.push(null);
      case 0x88: // NEWTRUE
        return this.push(true);
      case 0x89: // NEWFALSE
        return this.push(false);
      case 0x4b: // BININT1
        return this.push(cursor.uint8());
      case 0x4d: // BININT2
        return this.push(cursor.uint16());
      case 0x4a: // BININT
        return this.push(cursor.int32());
      case 0x8a: // LONG1
        return this.push(this.readInteger(cursor.uint8(), at));
      case 0x47: // BINFLOAT
        return this.push(cursor.bigEndianFloat64());
      case 0x58: // BINUNICODE
        return this.push(this.readText(cursor.uint32(), at));
      case 0x7d: // EMPTY_DICT
        return this.push(new PickleMap());
      case 0x5d: // EMPTY_LIST
        return this.push(new PickleList());
      case 0x29: // EMPTY_TUPLE
        return this.push(new PickleTuple([]));
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.push(new PickleTuple(Array.from({ length: instruction - 0x84 }, () => this.pop()).reverse()));
      case 0x74: // TUPLE
        return this.push(new PickleTuple(this.popToMark()));
      case 0x61: // APPEND
        return this.append([this.pop()]);
      case 0x65: // APPENDS
        return this.append(this.popToMark());
      case 0x73: // SETITEM
        return this.setItems([this.pop(), this.pop()].reverse());
      case 0x75: // SETITEMS
        return this.setItems(this.popToMark());
      case 0x71: // BINPUT
        return this.remember(cursor.uint8(), at);
      case 0x72: // LONG_BINPUT
        return this.remember(cursor.uint32(), at);
      case 0x68: // BINGET
        return this.recall(cursor.uint8());
      case 0x6a: // LONG_BINGET
        return this.recall(cursor.uint32());
      case 0x63: // GLOBAL
        return this.push(this.readGlobal(at));
      case 0x52: // REDUCE
        return this.reduce(at);
      case 0x51: // BINPERSID
        return this.push(referToStorage(this.pop()));
      case 0x62: // BUILD
        return this.build(at);
      default:
        throw this.unsafe(at, `the instruction ${REFUSED[instruction] ?? `0x${instruction.toString(16)}`}`);
    }
  }

  private checkProtocol(protocol: number): void {
    if (protocol !== PROTOCOL) throw new ModelFileError('unsupported-file', `${this.what}: pickle protocol ${protocol} (expected ${PROTOCOL}, torch.save's default)`);
  }

  private push(item: StackItem): void {
    this.stack.push(item);
  }

  private pop(): PickleValue {
    const item = this.stack.pop();
    if (item === undefined || item === MARK) throw this.damaged('takes from an empty stack', 'a whole pickle');
    return item;
  }

  private popToMark(): PickleValue[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark < 0) throw this.damaged('takes up to a mark that is not there', 'a whole pickle');
    const items = this.stack.splice(mark) as PickleValue[];
    return items.slice(1);
  }

  /** The container that items go into. */
  private top(): StackItem | undefined {
    return this.stack[this.stack.length - 1];
  }

  private append(items: readonly PickleValue[]): void {
    const list = this.top();
    if (!(list instanceof PickleList)) throw this.damaged('appends to what is no list', 'a list');
    for (const item of items) list.items.push(item);
  }

  private setItems(items: readonly PickleValue[]): void {
    const map = this.top();
    if (!(map instanceof PickleMap) || items.length % 2 !== 0) throw this.damaged('sets items of what is no dictionary', 'a dictionary, and pairs');
    for (let index = 0; index < items.length; index += 2) {
      const key = items[index];
      if (typeof key === 'object' && key !== null) throw this.damaged(`${describePickleValue(key)} as a key`, 'a text or a number');
      map.entries.set(key, items[index + 1]);
    }
  }

  private remember(index: number, at: number): void {
    const value = this.top();
    if (value === undefined || value === MARK) throw this.damaged('stores from an empty stack', 'a whole pickle');
    this.memo.set(index, value);
    if (this.memo.size > MAXIMUM_MEMO) throw this.unsafe(at, `more than ${MAXIMUM_MEMO} values in the memo`);
  }

  private recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.damaged(`fetches value ${index}, which was never stored`, 'a whole pickle');
    this.push(value);
  }

  private readInteger(byteCount: number, at: number): number | bigint {
    if (byteCount > MAXIMUM_INTEGER_BYTES) throw this.unsafe(at, `an integer of ${byteCount} bytes`);
    const value = this.cursor.take(byteCount).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const signed = BigInt.asIntN(byteCount * 8, value);
    return signed >= Number.MIN_SAFE_INTEGER && signed <= Number.MAX_SAFE_INTEGER ? Number(signed) : signed;
  }

  private readText(byteCount: number, at: number): string {
    if (byteCount > MAXIMUM_TEXT_BYTES) throw this.unsafe(at, `a text of ${byteCount} bytes`);
    return decodeUtf8(this.cursor.take(byteCount), this.what);
  }

  private readGlobal(at: number): PickleGlobal {
    const [module, name] = [this.cursor.line(), this.cursor.line()].map((line) => decodeUtf8(line.subarray(0, 200), this.what));
    const global = `${module}.${name}`;
    if (!KNOWN_GLOBALS.includes(global)) throw this.unsafe(at, `the name ${JSON.stringify(global)}`);
    return new PickleGlobal(global);
  }

  private reduce(at: number): void {
    const parameters = this.pop();
    const callable = this.pop();
    if (!(callable instanceof PickleGlobal) || !(parameters instanceof PickleTuple)) throw this.unsafe(at, `a call of ${describePickleValue(callable)}`);
    this.push(callGlobal(callable, parameters.items));
  }

  /** A state dictionary carries the versions of its modules as attributes, which mean nothing here. */
  private build(at: number): void {
    const state = this.pop();
    if (!(this.top() instanceof PickleMap) || !(state instanceof PickleMap)) throw this.unsafe(at, 'attributes of something other than a dictionary');
  }

  private damaged(found: string, expected: string): ModelFileError {
    return new ModelFileError('damaged-file', `${this.what}, before byte ${this.cursor.position}: ${found} (expected ${expected})`);
  }

  private unsafe(at: number, found: string): ModelFileError {
    return new ModelFileError('unsafe-file', `${this.what}, byte ${at}: ${found} (expected a dictionary of tensors and nothing else; nothing was run)`);
  }
}
