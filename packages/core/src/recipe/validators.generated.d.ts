import type { StructuralFault } from './describe-fault.js';

/** The recipe schema compiled ahead of time; leaves its faults in `errors`. */
export const validateRecipeStructure: {
  (value: unknown): boolean;
  errors?: readonly StructuralFault[] | null;
};
