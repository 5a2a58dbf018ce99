import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MemoryBudget } from '../../../packages/cli/src/batch/memory-budget.js';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('photos in hand never take more than the budget, except one alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 30 }), async (total, wishes) => {
      const budget = new MemoryBudget(total);
      const held: { bytes: number; giveBack: () => void }[] = [];
      let admittedCount = 0;
      const all = wishes.map(async (bytes) => {
        const giveBack = await budget.acquire(bytes);
        admittedCount += 1;
        held.push({ bytes, giveBack });
      });
      while (admittedCount < wishes.length || held.length > 0) {
        await settle();
        const inHand = held.reduce((sum, { bytes }) => sum + bytes, 0);
        expect(budget.lentBytes).toBe(inHand);
        if (held.filter(({ bytes }) => bytes > 0).length > 1) expect(inHand).toBeLessThanOrEqual(total);
        expect(held.length, 'somebody is let in').toBeGreaterThan(0);
        held.shift()?.giveBack();
      }
      await Promise.all(all);
      expect(budget.lentBytes).toBe(0);
    }),
    { seed: 20261124, numRuns: 100 },
  );
});

it('a large photo is not passed by small ones that came later', async () => {
  const budget = new MemoryBudget(10);
  const order: string[] = [];
  const giveBack = await budget.acquire(8);
  const large = budget.acquire(10).then((release) => (order.push('large'), release()));
  const small = budget.acquire(1).then((release) => (order.push('small'), release()));
  await settle();
  expect(order).toEqual([]);
  giveBack();
  await Promise.all([large, small]);
  expect(order).toEqual(['large', 'small']);
});

it('who stops waiting leaves the queue to the next', async () => {
  const budget = new MemoryBudget(10);
  const giveBack = await budget.acquire(8);
  const controller = new AbortController();
  const large = budget.acquire(10, controller.signal);
  const small = budget.acquire(2);
  controller.abort();
  await expect(large).rejects.toThrow(/abort/i);
  (await small)();
  giveBack();
  giveBack();
  expect(budget.lentBytes).toBe(0);
});
