import { describe, it } from 'vitest';
import { applyPlan } from '../../packages/core/src/apply/apply-plan.js';
import { OPERATIONS } from '../../packages/core/src/operations/registry.js';
import { OPERATION_LAWS } from '../helpers/laws/index.js';

describe.each(OPERATIONS.map((operation) => [operation.name, operation] as const))('%s', (_, operation) => {
  for (const law of OPERATION_LAWS) {
    if (law.appliesTo?.(operation) === false) continue;
    it(law.claim, () => law.check({ operation, apply: applyPlan }));
  }
});
