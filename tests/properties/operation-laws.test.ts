import { describe, expect, it } from 'vitest';
import { BROKEN_SUBJECTS, SOUND_SUBJECT, whileRegistered } from '../helpers/broken-operations.js';
import { OPERATION_LAWS } from '../helpers/laws/index.js';

describe('the laws of operations', () => {
  it('have one broken subject each', () => {
    expect(Object.keys(BROKEN_SUBJECTS).sort()).toEqual(OPERATION_LAWS.map((law) => law.claim).sort());
  });

  describe.each(OPERATION_LAWS.map((law) => [law.claim, law] as const))('%s', (claim, law) => {
    it('holds for a sound operation that joins the registry', () => whileRegistered(SOUND_SUBJECT.operation, () => law.check(SOUND_SUBJECT)));

    it('does not hold for a broken one', async () => {
      const subject = BROKEN_SUBJECTS[claim];
      await whileRegistered(subject.operation, () => expect(law.check(subject)).rejects.toSatisfy(isFailedClaim));
    });
  });
});

/** A claim that failed, not a mistake in the law or in the subject. */
function isFailedClaim(error: unknown): boolean {
  const { name, cause } = error as Error;
  return name === 'AssertionError' || (cause as Error | undefined)?.name === 'AssertionError';
}
