import { describeValue, HostError, type HostErrorCode } from '../../errors.js';

/** A promise of the contract that a host did not keep. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
}

/** @throws ConformanceError with the claim that does not hold. */
export function expectTrue(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new ConformanceError(claim);
}

export function expectEqual<T>(actual: T, expected: T, what: string): void {
  expectTrue(Object.is(actual, expected), `${what}: ${describeValue(actual)} (expected ${describeValue(expected)})`);
}

/** @returns what the promise was rejected with. */
export async function expectRejection(promise: Promise<unknown>, what: string): Promise<unknown> {
  const outcome = await promise.then(
    () => ({ isRejected: false, error: undefined }),
    (error: unknown) => ({ isRejected: true, error }),
  );
  expectTrue(outcome.isRejected, `${what}: went through (expected it to be refused)`);
  return outcome.error;
}

/** Expects a HostError of one of the codes. */
export async function expectHostError(promise: Promise<unknown>, codes: readonly HostErrorCode[], what: string): Promise<HostError> {
  const error = await expectRejection(promise, what);
  const code = HostError.isInstance(error) ? error.code : undefined;
  expectTrue(code !== undefined && (codes as readonly string[]).includes(code), `${what}: failed with ${describeError(error)} (expected HostError ${codes.join(' or ')})`);
  return error as HostError;
}

export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : describeValue(error);
}
