import { blackWhite } from './black-white.js';
import { brightness } from './brightness.js';
import { colorGrade } from './color-grade.js';
import { contrast } from './contrast.js';
import { csrnet } from './csrnet.js';
import { cudi } from './cudi.js';
import { exposure } from './exposure.js';
import { hsl } from './hsl.js';
import { levels } from './levels.js';
import { lut } from './lut.js';
import type { Operation } from './operation.js';
import { pienet } from './pienet.js';
import { saturation } from './saturation.js';
import { tone } from './tone.js';
import { toneCurve } from './tone-curve.js';
import { vibrance } from './vibrance.js';
import { whiteBalance } from './white-balance.js';

/**
 * Every operation, in canonical order: light first (what the camera should have seen), then tone, then colour, then looks.
 * Command-line flags and panel sliders write recipes in this order; a recipe file keeps its own.
 */
export const OPERATIONS: readonly Operation[] = [whiteBalance, exposure, levels, brightness, contrast, tone, toneCurve, vibrance, saturation, hsl, blackWhite, colorGrade, lut, csrnet, pienet, cudi];

/** @returns the operation of that name, or `undefined`. */
export function findOperation(name: string): Operation | undefined {
  return OPERATIONS.find((operation) => operation.name === name);
}
