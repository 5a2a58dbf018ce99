import { READ_CASES } from './cases-read.js';
import { SAFETY_CASES } from './cases-safety.js';
import { TEXT_CASES } from './cases-text.js';
import { UNDO_CASES } from './cases-undo.js';
import { WRITE_CASES } from './cases-write.js';
import type { ConformanceCase } from './conformance-case.js';
import { type ConformanceFixture, reasonToSkip } from './fixture.js';

/** Every promise, in the order of the contract. */
export const CONFORMANCE_CASES: readonly ConformanceCase[] = [...READ_CASES, ...WRITE_CASES, ...UNDO_CASES, ...SAFETY_CASES, ...TEXT_CASES];

export type ConformanceOutcome =
  | { readonly name: string; readonly status: 'passed' }
  | { readonly name: string; readonly status: 'skipped'; readonly reason: string }
  | { readonly name: string; readonly status: 'failed'; readonly error: unknown };

/** Makes a fresh host with an empty document. */
export type CreateFixture = () => Promise<ConformanceFixture> | ConformanceFixture;

/** Runs one case on a fresh fixture, and closes it whatever happens. Never rejects for a broken promise: the outcome says so. */
export async function runConformanceCase({ name, requires = [], run }: ConformanceCase, createFixture: CreateFixture): Promise<ConformanceOutcome> {
  const fixture = await createFixture();
  try {
    const reason = reasonToSkip(requires, fixture, await fixture.host.capabilities());
    if (reason !== undefined) return { name, status: 'skipped', reason };
    const answer = await run(fixture);
    return answer === undefined ? { name, status: 'passed' } : { name, status: 'skipped', reason: answer.skipped };
  } catch (error) {
    return { name, status: 'failed', error };
  } finally {
    await fixture.close();
  }
}

/** Runs all cases, one after the other. */
export async function runConformance(createFixture: CreateFixture): Promise<ConformanceOutcome[]> {
  const outcomes: ConformanceOutcome[] = [];
  for (const one of CONFORMANCE_CASES) outcomes.push(await runConformanceCase(one, createFixture));
  return outcomes;
}
