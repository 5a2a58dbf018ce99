import { totalmem } from 'node:os';

/** @returns the machine's memory in bytes, or the container's where it is given less. */
export function availableMemoryBytes(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
