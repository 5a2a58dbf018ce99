import * as errors from '../errors.js';

/** Causes of causes that travel; deeper ones say little. */
const MAXIMUM_CAUSES = 8;
const MAXIMUM_DEPTH = 12;

/** An error as plain data, fit for structured clone and for JSON. */
export interface WireError {
  /** `ours`: a RetouchError, rebuilt with its class; `error`: any other Error; `value`: what else was thrown. */
  readonly kind: 'ours' | 'error' | 'value';
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
  /** Its other own fields: `code`, `fields`, and whatever a class adds. */
  readonly own?: Readonly<Record<string, unknown>>;
  readonly cause?: WireError;
  readonly value?: unknown;
}

/** Takes an error apart. Fields that are no plain data, such as functions, travel as words. */
export function encodeError(error: unknown, depth = 0): WireError {
  if (!(error instanceof Error)) return { kind: 'value', value: toPlain(error, 0) };
  const { name, message, stack, cause } = error;
  const own = Object.fromEntries(Object.entries(error).filter(([key]) => !['name', 'message', 'stack', 'cause'].includes(key)).map(([key, value]) => [key, toPlain(value, 0)]));
  return {
    kind: errors.RetouchError.isInstance(error) ? 'ours' : 'error',
    name,
    message,
    own,
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined || depth >= MAXIMUM_CAUSES ? {} : { cause: encodeError(cause, depth + 1) }),
  };
}

/**
 * Puts an error together again: of the class it had, with code, fields and cause. A RetouchError of a class that the core does not have (one of
 * the kernels', say) keeps its name and is a RetouchError.
 */
export function decodeError(wire: WireError): unknown {
  // What is no error of the other side's making is taken for a value that was thrown.
  if (typeof wire !== 'object' || wire === null) return wire;
  const { kind, name = 'Error', message, stack, own = {}, cause, value } = wire;
  if (kind === 'value') return value;
  // A true Error, which stays one under structuredClone and in the console; its class is put on afterwards, since constructors differ.
  const error = new Error(message, cause === undefined ? undefined : { cause: decodeError(cause) });
  const define = (key: string, content: unknown, enumerable: boolean): void => void Object.defineProperty(error, key, { value: content, enumerable, configurable: true, writable: true });
  if (kind === 'ours') {
    Object.setPrototypeOf(error, (CLASSES.get(name) ?? errors.RetouchError).prototype as object);
    Object.defineProperty(error, Symbol.for('openretouch.error'), { value: true });
    define('name', name, true);
  } else {
    const native = NATIVE_CLASSES.find((candidate) => candidate.name === name);
    if (native !== undefined) Object.setPrototypeOf(error, native.prototype);
    else define('name', name, false);
  }
  for (const [key, content] of Object.entries(own)) define(key, content, true);
  if (stack !== undefined) define('stack', stack, false);
  return error;
}

/** By exported name, which a minifier leaves alone. */
const CLASSES = new Map<string, { readonly prototype: unknown }>(
  Object.entries(errors).flatMap(([name, exported]) => (typeof exported === 'function' && exported.prototype instanceof errors.RetouchError ? [[name, exported as { readonly prototype: unknown }] as const] : [])),
);
const NATIVE_CLASSES = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError];

function toPlain(value: unknown, depth: number): unknown {
  if (value === null || ['undefined', 'string', 'number', 'boolean'].includes(typeof value)) return value;
  if (typeof value !== 'object' || depth >= MAXIMUM_DEPTH) return String(value);
  if (Array.isArray(value)) return value.map((item) => toPlain(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return value instanceof Error ? String(value) : Object.prototype.toString.call(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item, depth + 1)]));
}
