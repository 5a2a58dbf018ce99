import { defineOperation } from '../../packages/core/src/operations/operation.js';
import type { GroupParameter, NumberParameter } from '../../packages/core/src/operations/parameter.js';

const number = (fallback: number, minimum: number, maximum: number, unit: string): NumberParameter => ({ kind: 'number', description: 'A number.', default: fallback, minimum, maximum, slider: [minimum, maximum], step: 0.01, unit });
const side: GroupParameter = { kind: 'group', description: 'One side.', fields: { turn: number(0, -30, 30, 'deg'), size: number(1, 0, 2, '') } };

/** An operation with two groups of the same fields and a number beside them, but no main parameter. */
export const GROUPED_OPERATION = defineOperation<{ left: object; right: object; shift: number }>({
  name: 'groupedForTests',
  title: 'Grouped',
  summary: 'Does nothing.',
  definition: "I' = I",
  source: 'tests',
  parameters: { left: side, right: side, shift: number(0, -1, 1, '') },
  produces: ['matrix'],
  laws: { keepsGrey: () => true },
  resolve: () => ({ transforms: [] }),
});
