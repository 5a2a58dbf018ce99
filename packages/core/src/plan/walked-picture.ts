import type { SmallCopy } from '../analyse/analysis.js';
import { blendStepIntoCopy } from './blend-copy.js';
import type { PlanStep } from './plan.js';

/** A small picture as the steps walked so far leave it, worked out when somebody looks: after the last look nothing is. */
export interface WalkedPicture {
  /** @returns the picture now; not to be written to, and the same object until a step is added. */
  look(): SmallCopy;
  /**
   * @param coverage - shape (H, W), 0..1; absent means everywhere.
   * @param result - the picture after the step, where it is known already.
   */
  addStep(step: PlanStep, coverage: Float32Array | undefined, result?: SmallCopy): void;
}

/** @param picture - copied before the first step. */
export function walkPicture(picture: SmallCopy): WalkedPicture {
  let current = picture;
  let pending: (() => void)[] = [];
  return {
    look() {
      if (pending.length > 0) {
        current = { ...current, rgb: current.rgb.slice() };
        for (const apply of pending) apply();
        pending = [];
      }
      return current;
    },
    addStep(step, coverage, result) {
      if (result === undefined) {
        pending.push(() => blendStepIntoCopy(step, coverage, current));
      } else {
        current = result;
        pending = [];
      }
    },
  };
}
