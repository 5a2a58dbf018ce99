import { buildPowerCells, readPowerCells } from './power-cells.js';

/*
 * Maintainer notes
 *
 * IEC 61966-2-1 prints the power segment as ((V + 0.055) / 1.055) ^ 2.4, the linear segment as V / 12.92, and rounds
 * the point where they meet to V = 0.04045 (linear 0.0031308). At the rounded point the decoding jumps by 2e-9 and the
 * encoding by 3e-8, so a value beside the join does not survive a round trip. Offset, exponent and slope are kept as
 * printed and the join is moved to where the segments cross; no 8-bit or 16-bit code value lies between the two joins.
 *
 * Powers are read from cells of Taylor polynomials between the join and 4, what pictures ask for; exp(p log x) does the rest.
 * Both err by a few 1e-16.
 */

/** Offset `a` of the power segment, as printed in IEC 61966-2-1. */
const OFFSET = 0.055;

/** Exponent of the power segment, as printed in IEC 61966-2-1. */
const EXPONENT = 2.4;

/** Slope of the linear segment near black, as printed in IEC 61966-2-1. */
const LINEAR_SLOPE = 12.92;

/** Encoded value where both segments agree: the root of ((V + 0.055) / 1.055) ^ 2.4 = V / 12.92 nearest 0.04045. */
const ENCODED_JOIN = 0.04044823627710785;

const LINEAR_JOIN = ENCODED_JOIN / LINEAR_SLOPE;

/** Ends of what the cells are read for; powers beyond are computed. */
const HIGHEST = 4;
const ENCODED_CELLS = buildPowerCells(powerToLinear, (1 + OFFSET) ** -EXPONENT, OFFSET, EXPONENT, [-5, 2]);
const LINEAR_CELLS = buildPowerCells(powerToEncoded, 1 + OFFSET, 0, 1 / EXPONENT, [-9, 2]);

function powerToLinear(encoded: number): number {
  return Math.exp(EXPONENT * Math.log((encoded + OFFSET) / (1 + OFFSET)));
}

/** 1.055 p - 0.055, written so that 1 stays exactly 1. */
function powerToEncoded(linear: number): number {
  return 1 + (1 + OFFSET) * (Math.exp(Math.log(linear) / EXPONENT) - 1);
}

/**
 * Converts an encoded sRGB value to linear light (the sRGB EOTF).
 *
 * @param encoded - encoded value, nominal range 0..1; Display P3 shares this curve.
 * @returns linear-light value, 0 at 0 and 1 at 1.
 * @remarks *Convention:* odd-symmetric below 0, continued by the power segment above 1; NaN gives NaN.
 * @see IEC 61966-2-1:1999, 5.2; the join of the two segments is derived (see the maintainer notes).
 */
export function srgbToLinear(encoded: number): number {
  const magnitude = Math.abs(encoded);
  if (magnitude <= ENCODED_JOIN) {
    return encoded / LINEAR_SLOPE;
  }
  const linear = magnitude <= HIGHEST ? readPowerCells(ENCODED_CELLS, magnitude) : powerToLinear(magnitude);
  return encoded < 0 ? -linear : linear;
}

/**
 * Converts a linear-light value to an encoded sRGB value (the inverse EOTF).
 *
 * @param linear - linear-light value, nominal range 0..1.
 * @returns encoded value, 0 at 0 and 1 at 1.
 * @remarks *Convention:* odd-symmetric below 0, continued by the power segment above 1; NaN gives NaN.
 * @see IEC 61966-2-1:1999, 5.2.
 */
export function linearToSrgb(linear: number): number {
  const magnitude = Math.abs(linear);
  if (magnitude <= LINEAR_JOIN) {
    return linear * LINEAR_SLOPE;
  }
  const encoded = magnitude <= HIGHEST ? readPowerCells(LINEAR_CELLS, magnitude) : powerToEncoded(magnitude);
  return linear < 0 ? -encoded : encoded;
}
