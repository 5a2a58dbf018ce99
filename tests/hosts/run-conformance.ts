import { CONFORMANCE_CASES, type ConformanceFixture, runConformanceCase } from '@openretouch/core/host-conformance';
import { describe, test } from 'vitest';

/**
 * Makes a vitest suite of the host contract.
 *
 * @param createFixture - a fresh host with an empty document.
 */
export function testHost(name: string, createFixture: () => Promise<ConformanceFixture> | ConformanceFixture): void {
  describe(`${name} keeps the host contract`, () => {
    for (const one of CONFORMANCE_CASES) {
      test(one.name, async (context) => {
        const outcome = await runConformanceCase(one, createFixture);
        if (outcome.status === 'failed') throw outcome.error;
        if (outcome.status === 'skipped') context.skip(outcome.reason);
      });
    }
  });
}
