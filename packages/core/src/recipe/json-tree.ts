import type { RecipeIssue } from '../errors.js';
import { makeIssue, shortenValue } from './issue.js';
import { describePointer, pathToPointer } from './json-pointer.js';

/** What keeps a value from being plain, safe JSON. */
export interface JsonTreeFaults {
  /** Keys that could reach a prototype, and shapes no validator should walk: too deep, circular. */
  readonly unsafe: readonly RecipeIssue[];
  /** Single values JSON cannot hold: NaN, infinities, `undefined`, functions, class instances, lone surrogates. */
  readonly values: readonly RecipeIssue[];
}

/** Names through which careless code reaches an object's prototype; refused everywhere, also inside `extensions`. */
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * Walks a value that claims to be JSON and reports every fault, before anything else reads it.
 *
 * @param maximumDepth - arrays and objects inside one another; 1 allows only a flat one. Ends circular values too.
 */
export function findJsonTreeFaults(root: unknown, maximumDepth: number): JsonTreeFaults {
  const unsafe: RecipeIssue[] = [];
  const values: RecipeIssue[] = [];
  const path: (string | number)[] = [];
  const ancestors: object[] = [];

  const visitChild = (key: string | number, child: unknown): void => {
    path.push(key);
    if (typeof key === 'string' && FORBIDDEN_KEYS.includes(key)) unsafe.push(forbiddenKey(pathToPointer(path), key));
    else {
      if (typeof key === 'string' && !isWellFormed(key)) values.push(makeIssue(pathToPointer(path), key, 'a key of whole Unicode characters'));
      visit(child);
    }
    path.pop();
  };

  const visit = (value: unknown): void => {
    const fault = scalarFault(value);
    if (fault !== undefined) values.push(makeIssue(pathToPointer(path), value === undefined ? 'undefined' : value, fault));
    if (typeof value !== 'object' || value === null || fault !== undefined) return;
    if (ancestors.includes(value)) unsafe.push(makeIssue(pathToPointer(path), 'a circular reference', 'plain JSON'));
    else if (ancestors.length >= maximumDepth) {
      unsafe.push(makeIssue(pathToPointer(path), `nested deeper than ${maximumDepth}`, `at most ${maximumDepth} levels of objects and arrays`));
    } else {
      ancestors.push(value);
      if (Array.isArray(value)) for (let i = 0; i < value.length; i += 1) visitChild(i, value[i]);
      else for (const [key, child] of Object.entries(value)) visitChild(key, child);
      ancestors.pop();
    }
  };

  visit(root);
  return { unsafe, values };
}

/** @returns what JSON would have accepted in place of the value; `undefined` when the value itself is fine. */
function scalarFault(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return isWellFormed(value) ? undefined : 'text of whole Unicode characters';
    case 'number':
      return Number.isFinite(value) ? undefined : 'a finite number';
    case 'boolean':
      return undefined;
    case 'object': {
      return value === null || Array.isArray(value) || isPlainObject(value) ? undefined : 'plain JSON: a plain object or array';
    }
    default:
      return 'plain JSON: leave the key out instead';
  }
}

/** Of any realm: the prototype is nobody's, or is the end of its chain. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.prototype.toString.call(value) === '[object Object]');
}

/** With the u flag a surrogate matches only where its partner is missing. @see RFC 7493 (I-JSON), section 2.1 */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function forbiddenKey(pointer: string, key: string): RecipeIssue {
  const expected = 'another key';
  return { pointer, value: shortenValue(key), expected, message: `${describePointer(pointer)}: forbidden key (expected ${expected})` };
}
