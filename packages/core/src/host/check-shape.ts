import { describeValue, InvalidArgumentError } from '../errors.js';

/**
 * Checks what came from elsewhere, and takes over of it what is known: keys that no shape names are left out.
 *
 * @param at - the place, for the message: `capabilities.write.placement`.
 * @throws {@link InvalidArgumentError} naming place, value and what was expected.
 */
export type Check<T> = (value: unknown, at: string) => T;
export type Checked<C> = C extends Check<infer T> ? T : never;

/** @throws {@link InvalidArgumentError} always. */
export function refuse(value: unknown, at: string, expected: string): never {
  throw new InvalidArgumentError(`${at}: ${describeValue(value)} (expected ${expected})`, { argument: at, value: describeValue(value), expected });
}

export const isFlag: Check<boolean> = (value, at) => (typeof value === 'boolean' ? value : refuse(value, at, 'true or false'));

export function isText(maximumLength: number): Check<string> {
  return (value, at) => (typeof value === 'string' && value.length <= maximumLength ? value : refuse(value, at, `text of at most ${maximumLength} characters`));
}

/** Numbers that are finite, or whole where `isWhole`, in a range. */
export function isNumber(minimum: number, maximum: number, isWhole = false): Check<number> {
  const kind = isWhole ? 'a whole number' : 'a number';
  return (value, at) => (typeof value === 'number' && value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value)) ? value : refuse(value, at, `${kind} from ${minimum} to ${maximum}`));
}

export function isOneOf<const T extends string | number | null>(...accepted: readonly T[]): Check<T> {
  return (value, at) => (accepted.includes(value as T) ? (value as T) : refuse(value, at, accepted.join(' or ')));
}

/** What a value that may be absent is otherwise. */
export function isMaybe<T>(check: Check<T>): Check<T | undefined> {
  return (value, at) => (value === undefined ? undefined : check(value, at));
}

export function isNullOr<T>(check: Check<T>): Check<T | null> {
  return (value, at) => (value === null ? null : check(value, at));
}

export function isListOf<T>(check: Check<T>, maximumCount: number): Check<T[]> {
  return (value, at) => (Array.isArray(value) && value.length <= maximumCount ? value.map((item, index) => check(item, `${at}[${index}]`)) : refuse(value, at, `a list of at most ${maximumCount}`));
}

export function isRecordOf<T>(check: Check<T>, maximumCount: number): Check<Record<string, T>> {
  return (value, at) => {
    const entries = Object.entries(isObject(value, at));
    if (entries.length > maximumCount) refuse(entries.length, at, `at most ${maximumCount} entries`);
    return Object.fromEntries(entries.map(([key, item]) => [key, check(item, `${at}[${JSON.stringify(key.slice(0, 60))}]`)]));
  };
}

type Optional<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };
type Required<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] };
type Shaped<F> = Flat<Required<{ [K in keyof F]: Checked<F[K]> }> & Optional<{ [K in keyof F]: Checked<F[K]> }>>;
type Flat<T> = { [K in keyof T]: T[K] };

/** An object of these fields; those that are absent stay so. */
export function isShape<F extends Record<string, Check<unknown>>>(fields: F): Check<Shaped<F>> {
  const checks = Object.entries(fields);
  return (value, at) => {
    const object = isObject(value, at);
    const entries = checks.flatMap(([key, check]) => {
      const field = check(Object.hasOwn(object, key) ? object[key] : undefined, `${at}.${key}`);
      return field === undefined ? [] : [[key, field]];
    });
    return Object.fromEntries(entries) as Shaped<F>;
  };
}

const isObject = (value: unknown, at: string): Record<string, unknown> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : refuse(value, at, 'an object'));
