/** One fault as ajv reports it. @see https://ajv.js.org/api.html#error-objects */
export interface StructuralFault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set where the fault is in the name of a key, not in a value. */
  readonly propertyName?: string;
}

/** The recipe schema compiled ahead of time; leaves its faults in `errors`. */
export const validateRecipeStructure: {
  (value: unknown): boolean;
  errors?: readonly StructuralFault[] | null;
};
