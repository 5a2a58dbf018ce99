import { describe, it } from 'vitest';
import { applyPlan } from '../../packages/core/src/apply/apply-plan.js';
import { OPERATIONS } from '../../packages/core/src/operations/registry.js';
import { APPLY_LAWS } from '../helpers/laws/apply-laws.js';
import { OPERATION_LAWS } from '../helpers/laws/index.js';
import { applyReference } from '../helpers/laws/law.js';
import { TOLERANCES } from '../tolerances.js';

describe.each(OPERATIONS.map((operation) => [operation.name, operation] as const))('%s', (_, operation) => {
  for (const law of OPERATION_LAWS) {
    if (law.appliesTo?.(operation) === false) continue;
    it(law.claim, () => law.check({ operation, apply: applyReference }));
  }

  describe('compiled', () => {
    for (const law of APPLY_LAWS) {
      it(law.claim, () => law.check({ operation, apply: applyPlan, slackLevels: TOLERANCES.apply.levels8 }));
    }
  });
});
