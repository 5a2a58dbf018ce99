export interface MeasuredRun {
  readonly code: number | null;
  readonly seconds: number;
  readonly samples: readonly { readonly done: number; readonly bytes: number }[];
}

/** Runs the program and samples its memory, its workers' included, beside the number of photos done. */
export function measureRun(main: string, argv: readonly string[], countDone: () => number): Promise<MeasuredRun>;
