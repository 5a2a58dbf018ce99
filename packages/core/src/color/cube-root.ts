import { buildPowerCells, readPowerCells } from './power-cells.js';

const OCTAVES = [-14, 2] as const;
const [LOWEST, HIGHEST] = OCTAVES.map((octave) => 2 ** octave);
const CELLS = buildPowerCells(Math.cbrt, 1, 0, 1 / 3, OCTAVES);

/**
 * Computes the cube root, as `Math.cbrt` in a quarter of the time for what colours of pictures have.
 *
 * @returns within 3e-16 of the root, relative; odd-symmetric, exact at 0 and 1; NaN gives NaN.
 */
export function cubeRoot(value: number): number {
  const magnitude = Math.abs(value);
  if (!(magnitude >= LOWEST && magnitude <= HIGHEST)) return Math.cbrt(value);
  const root = readPowerCells(CELLS, magnitude);
  return value < 0 ? -root : root;
}
