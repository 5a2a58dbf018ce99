/*
 * Maintainer notes. What JSON cannot say is wrapped in an object with the one key "$": [kind, value]. An object of the sender's own that has
 * such a key is wrapped as well, so that nothing it holds is taken for a wrapper.
 */

/** Typed arrays of a message, in the order of their numbers in its text. */
export type BytePart = readonly [type: string, byteLength: number];

export interface EncodedValue {
  readonly json: unknown;
  readonly parts: readonly BytePart[];
  /** The bytes themselves; not copies. */
  readonly bytes: readonly Uint8Array[];
}

const ARRAY_TYPES = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
type ArrayType = keyof typeof ARRAY_TYPES;
const WRAPPER = '$';

/**
 * Makes plain data and typed arrays ready for JSON.
 *
 * @throws TypeError for a value that is neither, naming where it is.
 */
export function encodeValue(value: unknown): EncodedValue {
  const parts: BytePart[] = [];
  const bytes: Uint8Array[] = [];
  const wrap = (kind: string, content: unknown): unknown => ({ [WRAPPER]: [kind, content] });
  const encode = (item: unknown, path: string): unknown => {
    if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
    if (item === undefined) return wrap('undefined', null);
    if (typeof item === 'number') return Number.isFinite(item) && !Object.is(item, -0) ? item : wrap('number', Object.is(item, -0) ? '-0' : String(item));
    if (typeof item !== 'object') throw new TypeError(`${path}: ${typeof item} (expected plain data)`);
    if (ArrayBuffer.isView(item)) {
      const type = Object.prototype.toString.call(item).slice(8, -1);
      if (!Object.hasOwn(ARRAY_TYPES, type)) throw new TypeError(`${path}: ${type} (expected one of ${Object.keys(ARRAY_TYPES).join(', ')})`);
      parts.push([type, item.byteLength]);
      bytes.push(new Uint8Array(item.buffer, item.byteOffset, item.byteLength));
      return wrap('bytes', parts.length - 1);
    }
    if (Array.isArray(item)) return item.map((entry, index) => encode(entry, `${path}[${index}]`));
    const object = Object.fromEntries(Object.entries(item).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, encode(entry, `${path}.${key}`)]])));
    return Object.hasOwn(item, WRAPPER) ? wrap('object', object) : object;
  };
  return { json: encode(value, 'message'), parts, bytes };
}

/**
 * Makes the value again.
 *
 * @param bufferOf - the memory of a typed array, by its number.
 * @throws TypeError for a wrapper or an array that is unknown or does not fit.
 */
export function decodeValue(json: unknown, parts: readonly BytePart[], bufferOf: (part: number) => ArrayBuffer): unknown {
  const decode = (item: unknown): unknown => {
    if (typeof item !== 'object' || item === null) return item;
    if (Array.isArray(item)) return item.map(decode);
    if (!Object.hasOwn(item, WRAPPER)) return decodeObject(item);
    const wrapper: unknown = (item as Record<string, unknown>)[WRAPPER];
    const [kind, content] = Array.isArray(wrapper) ? (wrapper as unknown[]) : [];
    if (kind === 'undefined') return undefined;
    if (kind === 'number') return content === '-0' ? -0 : Number(content);
    if (kind === 'object' && typeof content === 'object' && content !== null) return decodeObject(content);
    if (kind === 'bytes' && Object.hasOwn(parts, content as number)) return arrayOf(parts[content as number], bufferOf(content as number));
    throw new TypeError(`wrapper: ${String(kind)} (expected undefined, number, object or the number of an array)`);
  };
  // Own properties whatever their names: "__proto__" is a key like any other.
  const decodeObject = (object: object): unknown => Object.fromEntries(Object.entries(object).map(([key, entry]) => [key, decode(entry)]));
  return decode(json);
}

/** @returns whether parts are such as {@link encodeValue} makes: types that exist, of whole elements. */
export function areParts(parts: unknown): parts is readonly BytePart[] {
  return (
    Array.isArray(parts) &&
    parts.every((part: unknown) => {
      if (!Array.isArray(part)) return false;
      const [type, byteLength] = part as unknown[];
      return typeof type === 'string' && Object.hasOwn(ARRAY_TYPES, type) && Number.isSafeInteger(byteLength) && (byteLength as number) >= 0 && (byteLength as number) % ARRAY_TYPES[type as ArrayType].BYTES_PER_ELEMENT === 0;
    })
  );
}

function arrayOf([type]: BytePart, buffer: ArrayBuffer): ArrayBufferView {
  return new ARRAY_TYPES[type as ArrayType](buffer);
}
