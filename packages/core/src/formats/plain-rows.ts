/*
 * Maintainer notes. A LUT of 33 nodes an edge is a megabyte of text. Read as text, line by line, it took a new process 70 ms: 23 to make the text, 47
 * to find lines and numbers in it. One loop over the bytes takes a tenth. It reads what nearly all programs write, and hands everything
 * else back to be read, or refused with a reason, the long way.
 */

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** Whole numbers of 15 digits and these powers of ten are float64 exactly, so that a quotient of the two is the decimal rounded once. */
const POWERS_OF_TEN = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
const EXACT_DIGITS = POWERS_OF_TEN.length - 1;

/** @returns where the first line begins whose first character is a digit, a minus or a point. */
export function findFirstRow(bytes: Uint8Array): number | undefined {
  let isLineStart = true;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (isLineStart && ((byte >= ZERO && byte <= NINE) || byte === MINUS || byte === POINT)) return i;
    isLineStart = byte === LINE_FEED || byte === CARRIAGE_RETURN;
  }
  return undefined;
}

/**
 * Fills tables, one after the other, from rows of three numbers: at most 15 digits each, perhaps a minus and a point, spaces or tabs between.
 *
 * @param start - of the first row.
 * @returns whether the rest of the file is such rows and blank lines, and as many as the tables hold; where not, tables hold anything.
 * @see W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990: the fast path
 */
export function readPlainRows(bytes: Uint8Array, start: number, tables: readonly Float32Array[]): boolean {
  let position = start;
  for (const [index, values] of tables.entries()) {
    const isLast = index === tables.length - 1;
    position = fillFromRows(bytes, position, values, isLast);
    if (position < 0) return false;
  }
  return position === bytes.length;
}

/** @returns where the row after the last one begins, or the end with all blank lines before it; -1 for anything that is no plain row. */
function fillFromRows(bytes: Uint8Array, start: number, values: Float32Array, isLast: boolean): number {
  const end = bytes.length;
  let filled = 0;
  let numbersInLine = 0;
  let digits = 0;
  let digitCount = 0;
  let decimals = -1;
  let isNegative = false;
  for (let i = start; i <= end; i += 1) {
    const byte = i < end ? bytes[i] : LINE_FEED;
    if (byte >= ZERO && byte <= NINE) {
      digits = digits * 10 + byte - ZERO;
      digitCount += 1;
      if (decimals >= 0) decimals += 1;
    } else if (byte === POINT) {
      if (decimals >= 0) return -1;
      decimals = 0;
    } else if (byte === MINUS) {
      if (isNegative || digitCount > 0 || decimals >= 0) return -1;
      isNegative = true;
    } else if (byte === SPACE || byte === TAB || byte === LINE_FEED || byte === CARRIAGE_RETURN) {
      if (digitCount > 0) {
        if (digitCount > EXACT_DIGITS || numbersInLine === 3 || filled === values.length) return -1;
        const size = decimals > 0 ? digits / POWERS_OF_TEN[decimals] : digits;
        values[filled] = isNegative ? -size : size;
        filled += 1;
        numbersInLine += 1;
        digits = 0;
        digitCount = 0;
        decimals = -1;
        isNegative = false;
      } else if (isNegative || decimals >= 0) return -1;
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
        if (numbersInLine !== 0 && numbersInLine !== 3) return -1;
        numbersInLine = 0;
        if (filled === values.length && !isLast) return i + 1;
      }
    } else return -1;
  }
  return filled === values.length ? end : -1;
}
