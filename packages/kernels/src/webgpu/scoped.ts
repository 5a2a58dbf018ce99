import type { GpuDevice, GpuErrorFilter } from './gpu.js';

const FILTERS: readonly GpuErrorFilter[] = ['validation', 'out-of-memory', 'internal'];

/**
 * Runs `work` so that what the device finds wrong with it is known: calls on a device do not throw, and what is invalid simply is not done.
 *
 * @param work - must not wait for anything: scopes are a stack that everyone who shares the device pushes to.
 * @returns what `work` did, and a promise that rejects with what was wrong.
 */
export function scoped<T>(device: GpuDevice, work: () => T): { readonly result: T; readonly checked: Promise<void> } {
  for (const filter of FILTERS) device.pushErrorScope(filter);
  let popped: Promise<({ readonly message: string } | null)[]> | undefined;
  const pop = (): Promise<({ readonly message: string } | null)[]> => (popped ??= Promise.all(FILTERS.map(() => device.popErrorScope())));
  try {
    const result = work();
    const checked = pop().then((errors) => {
      const found = errors.find((error) => error !== null);
      if (found !== undefined && found !== null) throw new Error(found.message);
    });
    return { result, checked };
  } finally {
    pop().catch(() => {});
  }
}
