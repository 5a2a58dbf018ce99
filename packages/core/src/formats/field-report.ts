/** What became of one field when a look went from one format into another. */
export interface FieldReport {
  /** As the source format names it, with its place where a name is not enough: `Saturation`, `operations[2].axis`. */
  readonly field: string;
  /** The value found there, as text. */
  readonly value: string;
  /** `mapped` keeps the meaning, `approximated` comes near it, `dropped` has no counterpart, `neutral` does nothing in the source either. */
  readonly status: 'mapped' | 'approximated' | 'dropped' | 'neutral';
  /** What it became, in the words of the target; absent for `dropped` and `neutral`. */
  readonly becomes?: string;
  /** The reason, for people. */
  readonly why: string;
}
