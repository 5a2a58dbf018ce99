import { evaluatePointTransforms } from '../../transforms/evaluate.js';
import { blendInto } from '../reference.js';
import type { Stage } from './stage.js';

/** Evaluates unmasked stages on interleaved RGB triples in place, with the reference's own code. */
export function evaluateStages(stages: readonly Stage[], rgb: Float32Array): void {
  for (const stage of stages) {
    if (stage.kind !== 'blend') {
      evaluatePointTransforms([stage], rgb, rgb.length / 3);
      continue;
    }
    const before = rgb.slice();
    evaluateStages(stage.stages, rgb);
    blendInto(before, rgb, stage.strength, undefined);
  }
}
