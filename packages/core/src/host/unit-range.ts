import { evaluatePointTransforms } from '../transforms/evaluate.js';
import { gridCoefficientCount } from '../transforms/grid.js';
import { sampleLut3d } from '../transforms/lut3d.js';
import type { PlanStep } from '../plan/plan.js';
import { type GridTransform, isPointTransform, type PointTransform, type Transform } from '../transforms/transform.js';
import type { WriteError } from './write-plan.js';

/*
 * Maintainer notes. A plan does not clamp between steps; a host's layers do. A step whose output leaves 0..1 therefore may
 * not end a layer that another one follows: brightness 1.5 before brightness 0.5 would lose the highlights it brings back.
 */

const LATTICE_SIZE = 17;
/** What rounding hides anyway: half an 8-bit level. */
const MARGIN = 0.5 / 255;

/** @returns whether some colour in 0..1 comes out of the transforms, in order, outside 0..1 by more than half an 8-bit level. */
export function leavesUnitRange(transforms: readonly Transform[]): boolean {
  const gridIndex = transforms.map((transform) => transform.kind).lastIndexOf('grid');
  const points = transforms.slice(gridIndex + 1).filter(isPointTransform);
  if (gridIndex === -1) return leavesByPoints(points);
  const grid = transforms[gridIndex] as GridTransform;
  // A grid's output depends on the picture; it is bounded by its nodes when its own input is in range.
  const isGridBounded = grid.form === 'curve' ? isCurveGridBounded(grid) : !leavesUnitRange(transforms.slice(0, gridIndex)) && isAffineGridBounded(grid);
  return !isGridBounded || leavesByPoints(points);
}

/** Coverages at which a soft mask is tried. */
const COVERAGES = [1, 2, 3, 4, 5, 6, 7].map((eighth) => eighth / 8);

/**
 * Measures what a layer with a soft mask loses when its step leaves 0..1: the plan blends first and clamps then, a layer's own
 * colours are clamped before they are blended.
 *
 * @param step - of point transforms; its strength counts, its mask is taken to have every coverage equally often.
 */
export function measureClampedBlend(step: PlanStep): WriteError {
  const { values } = sampleLut3d(LATTICE_SIZE, 'srgb', (rgb, count) => evaluatePointTransforms(step.transforms.filter(isPointTransform), rgb, count));
  const { values: inputs } = sampleLut3d(LATTICE_SIZE, 'srgb', () => undefined);
  let sum = 0;
  let maximum = 0;
  for (const [index, input] of inputs.entries()) {
    const output = input + step.strength * (values[index] - input);
    for (const coverage of COVERAGES) {
      const planned = clampUnit(input + coverage * (output - input));
      const shown = input + coverage * (clampUnit(output) - input);
      const levels = Math.abs(planned - shown) * 255;
      sum += levels;
      maximum = Math.max(maximum, levels);
    }
  }
  return { meanLevels: sum / (inputs.length * COVERAGES.length), maximumLevels: maximum };
}

function clampUnit(value: number): number {
  return value > 0 ? (value < 1 ? value : 1) : 0;
}

function leavesByPoints(transforms: readonly PointTransform[]): boolean {
  const { values } = sampleLut3d(LATTICE_SIZE, 'srgb', (rgb, count) => evaluatePointTransforms(transforms, rgb, count));
  return values.some((value) => !(value > -MARGIN && value < 1 + MARGIN));
}

/** v + A v (1 - v) keeps 0..1 for every A in -1..1, and slicing only averages the nodes' A. */
function isCurveGridBounded(grid: GridTransform): boolean {
  return grid.data.every((coefficient) => coefficient >= -1 && coefficient <= 1);
}

/** K v + B is linear in v and in the nodes: its extremes are at v = 0 and v = 1 of some node. */
function isAffineGridBounded(grid: GridTransform): boolean {
  const count = gridCoefficientCount(grid);
  const half = count / 2;
  for (let node = 0; node < grid.data.length; node += count) {
    for (let c = 0; c < half; c += 1) {
      const offset = grid.data[node + half + c];
      const sum = offset + grid.data[node + c];
      if (!(Math.min(offset, sum) > -MARGIN && Math.max(offset, sum) < 1 + MARGIN)) return false;
    }
  }
  return true;
}
