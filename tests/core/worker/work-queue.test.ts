import { describe, expect, it } from 'vitest';
import { WorkQueue } from '../../../packages/core/src/worker/work-queue.js';
import { pause } from './helpers.js';

describe('a queue of work', () => {
  it('does one piece at a time, in the order asked for, whatever fails', async () => {
    const queue = new WorkQueue(pause);
    const log: string[] = [];
    const piece = (name: string, fails = false) =>
      queue.run(async () => {
        log.push(`${name} begins`);
        await pause();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const results = await Promise.allSettled([piece('a'), piece('b', true), piece('c')]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('ends work at once when its signal is heard, also while other work runs, and does not begin it', async () => {
    const queue = new WorkQueue(pause);
    let finish = (): void => undefined;
    const running = queue.run(() => new Promise<void>((resolve) => (finish = resolve)));
    const controller = new AbortController();
    let hasBegun = false;
    const waiting = queue.run(() => void (hasBegun = true), { signal: controller.signal });
    controller.abort('mine');
    await expect(waiting).rejects.toBe('mine');
    await pause();
    finish();
    await running;
    await queue.run(() => undefined);
    expect(hasBegun).toBe(false);
  });

  it('looks at a signal that cannot be heard before it begins, and when work is done', async () => {
    const queue = new WorkQueue(pause);
    const signal = { aborted: false, reason: 'late' };
    await expect(queue.run(() => void (signal.aborted = true), { signal })).rejects.toBe('late');
    await expect(queue.run(() => 1, { signal })).rejects.toBe('late');
  });

  it('tells work under way that a newer piece took its lane', async () => {
    const queue = new WorkQueue(pause);
    const seen: unknown[] = [];
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const older = queue.run(
      async (signal) => {
        begin();
        while (!signal.aborted) await pause();
        seen.push(signal.reason);
      },
      { lane: 'preview' },
    );
    const settled = expect(older).rejects.toMatchObject({ code: 'superseded', fields: { lane: 'preview' } });
    await begun;
    expect(await queue.run(() => 'newer', { lane: 'preview' })).toBe('newer');
    await settled;
    expect(seen).toMatchObject([{ code: 'superseded' }]);
    expect(await queue.run(() => 'later', { lane: 'preview' })).toBe('later');
  });
});
