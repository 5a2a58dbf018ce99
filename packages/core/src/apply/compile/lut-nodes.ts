import type { EncodedSpace } from '../../raster/raster.js';
import { evaluatePointTransforms } from '../../transforms/evaluate.js';
import { sampleLut3d } from '../../transforms/lut3d.js';
import type { Lut3dTransform, MatrixTransform } from '../../transforms/transform.js';
import { evaluateStages } from './evaluate-stages.js';
import type { Stage } from './stage.js';

/** @returns the LUT followed by a matrix as one LUT: weights of a tetrahedron sum to 1, so the matrix may go first. Exact. */
export function foldMatrixIntoNodes(lut: Lut3dTransform, matrix: MatrixTransform): Lut3dTransform {
  const values = lut.values.slice();
  evaluatePointTransforms([matrix], values, values.length / 3);
  return { ...lut, values };
}

/** @returns v + strength (LUT(v) - v) as one LUT: interpolation reproduces the identity. Exact for inputs within 0..1. */
export function blendNodesWithInput(lut: Lut3dTransform, strength: number): Lut3dTransform {
  const { values } = sampleLut3d(lut.size, lut.space, () => {});
  for (let p = 0; p < values.length; p += 1) values[p] += strength * (lut.values[p] - values[p]);
  return { ...lut, values };
}

/** @returns unmasked stages sampled into a LUT. Approximate, and clamped to inputs within 0..1; nodes keep their headroom. */
export function bakeStages(stages: readonly Stage[], size: number, space: EncodedSpace): Lut3dTransform {
  return sampleLut3d(size, space, (rgb) => evaluateStages(stages, rgb));
}
