import { canonicalOperation } from './canonical.js';
import type { Recipe } from './recipe.js';

/** Operations of two recipes that are the same one, by index; and those that are in one recipe alone. */
export interface OperationPairs {
  /** In the order of b. */
  readonly pairs: readonly OperationPair[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

export interface OperationPair {
  readonly a: number;
  readonly b: number;
  /** Whether it stands elsewhere among those both recipes have. */
  readonly isMoved: boolean;
}

/**
 * Finds which operation of a became which of b: of one kind first those that say the same, in order, then the others in order.
 *
 * @remarks The fewest operations count as moved: all but a longest run of pairs that keeps its order.
 */
export function pairOperations(a: Recipe, b: Recipe): OperationPairs {
  const left = a.operations.map((entry) => ({ op: entry.op, text: canonicalOperation(entry, a.assets) }));
  const right = b.operations.map((entry) => ({ op: entry.op, text: canonicalOperation(entry, b.assets) }));
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  for (const isSame of [(i: number, j: number) => left[i].text === right[j].text, (i: number, j: number) => left[i].op === right[j].op]) {
    for (const i of left.keys()) {
      if (partner.has(i)) continue;
      const j = right.findIndex((_, index) => !taken.has(index) && isSame(i, index));
      if (j < 0) continue;
      partner.set(i, j);
      taken.add(j);
    }
  }
  const pairs = [...partner].map(([i, j]) => ({ a: i, b: j })).sort((first, second) => first.b - second.b);
  const kept = longestRisingRun(pairs.map((pair) => pair.a));
  return {
    pairs: pairs.map((pair) => ({ ...pair, isMoved: !kept.has(pair.a) })),
    removed: [...left.keys()].filter((i) => !partner.has(i)),
    added: [...right.keys()].filter((j) => !taken.has(j)),
  };
}

/** @returns the members of a longest rising subsequence of distinct numbers; quadratic, for the few hundred a recipe may have. */
function longestRisingRun(numbers: readonly number[]): ReadonlySet<number> {
  const lengths: number[] = [];
  const before: number[] = [];
  let end = -1;
  for (const [i, number] of numbers.entries()) {
    lengths[i] = 1;
    before[i] = -1;
    for (let k = 0; k < i; k += 1) {
      if (numbers[k] < number && lengths[k] + 1 > lengths[i]) {
        lengths[i] = lengths[k] + 1;
        before[i] = k;
      }
    }
    if (end < 0 || lengths[i] > lengths[end]) end = i;
  }
  const members = new Set<number>();
  for (let i = end; i >= 0; i = before[i]) members.add(numbers[i]);
  return members;
}
