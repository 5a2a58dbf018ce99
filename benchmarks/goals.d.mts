export interface JudgedGoal {
  readonly goal: string;
  readonly unit: string;
  readonly maximum?: number;
  readonly minimum?: number;
  readonly value?: number;
  readonly verdict: string;
}

export function judgeGoals(rows: readonly Readonly<Record<string, string | number | undefined>>[]): JudgedGoal[];
export function describeGoal(goal: JudgedGoal): string;
