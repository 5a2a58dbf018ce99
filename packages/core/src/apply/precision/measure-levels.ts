import { type ErrorSpread, spreadOf } from '../../transforms/error-spread.js';
import { evaluateLut3d } from '../../transforms/lut3d.js';
import type { Lut3dTransform } from '../../transforms/transform.js';
import { evaluateStages } from '../compile/evaluate-stages.js';
import type { Stage } from '../compile/stage.js';

/**
 * Measures a LUT against the stages it stands for.
 *
 * @param stages - unmasked.
 * @param colours - interleaved RGB triples in 0..1.
 * @returns absolute differences of each channel in 8-bit levels, both sides clamped to 0..1 and not rounded.
 */
export function measureLevels(stages: readonly Stage[], lut: Lut3dTransform, colours: Float32Array): ErrorSpread {
  const direct = colours.slice();
  evaluateStages(stages, direct);
  const baked = colours.slice();
  evaluateLut3d(lut, baked, baked.length / 3);
  const levels = new Float64Array(colours.length);
  for (let i = 0; i < levels.length; i += 1) levels[i] = levelsApart(direct[i], baked[i]);
  return spreadOf(levels);
}

/** The seven edges that tetrahedra have in common with node 000 of their cell: three sides, three diagonals of faces, the grey diagonal. */
const EDGES = [0b001, 0b010, 0b100, 0b011, 0b110, 0b101, 0b111];

/**
 * Measures at one edge a colour how far stages are from the straight line that a LUT of `size` nodes will draw between two nodes: in the
 * middle, where a smooth function is farthest. Costs three evaluations a colour and needs no LUT.
 *
 * @param stages - unmasked.
 * @param colours - name the cells: interleaved RGB triples in 0..1.
 * @returns as {@link measureLevels}.
 */
export function measureChords(stages: readonly Stage[], size: number, colours: Float32Array): ErrorSpread {
  const top = size - 1;
  const length = colours.length;
  const points = new Float32Array(length * 3);
  for (let i = 0; i < length; i += 1) {
    const edge = EDGES[Math.floor(i / 3) % EDGES.length];
    const node = Math.min(Math.floor(colours[i] * top), top - 1);
    const step = (edge >> i % 3) & 1;
    points[i] = node / top;
    points[length + i] = (node + step) / top;
    points[2 * length + i] = (node + step / 2) / top;
  }
  evaluateStages(stages, points);
  const levels = new Float64Array(length);
  for (let i = 0; i < length; i += 1) levels[i] = levelsApart(points[2 * length + i], (points[i] + points[length + i]) / 2);
  return spreadOf(levels);
}

function levelsApart(a: number, b: number): number {
  return Math.abs(clampToUnit(a) - clampToUnit(b)) * 255;
}

function clampToUnit(value: number): number {
  return value > 0 ? (value < 1 ? value : 1) : 0;
}
