import type { ApplyReport } from '@openretouch/core';

/** @returns how pixels were computed, as a line for people. */
export function describeApplied({ kernels, kind, precision, reason }: ApplyReport): string {
  return `computed by ${kernels} (${kind}), ${precision}: ${reason}`;
}
