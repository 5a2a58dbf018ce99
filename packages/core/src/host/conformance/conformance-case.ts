import type { Ability, ConformanceFixture } from './fixture.js';

/** One promise of the contract. */
export interface ConformanceCase {
  /** Reads as a claim about the host. */
  readonly name: string;
  /** Hosts that lack one of these skip the case. */
  readonly requires?: readonly Ability[];
  /**
   * @param fixture - fresh, used for this case alone.
   * @returns why there was nothing to check, or nothing.
   * @throws ConformanceError when the promise is not kept.
   */
  run(fixture: ConformanceFixture): Promise<void | { readonly skipped: string }>;
}
