import { describe, expect, it } from 'vitest';
import { WorkersInWaiting } from '../../packages/kernels/src/threads/workers-in-waiting.js';

/** Workers that count their starts, and a clock that work moves. */
function setUp(startsAfterMilliseconds: number) {
  let [starts, time] = [0, 0];
  const waiting = new WorkersInWaiting({ start: () => void (starts += 1) }, startsAfterMilliseconds, () => time);
  const work = (milliseconds: number, leftCount: number, count: number): number => waiting.watch(leftCount, count, () => (time += milliseconds));
  return { work, starts: () => starts };
}

describe('workers in waiting', () => {
  it('start at once where nothing says otherwise', () => {
    expect(setUp(0).starts()).toBe(1);
  });

  it('are left alone by a picture that is done before', () => {
    const { work, starts } = setUp(100);
    for (let left = 12; left > 0; left -= 1) work(4, left, 1);
    expect(starts()).toBe(0);
  });

  it('start after the first piece of a picture that will take longer', () => {
    const { work, starts } = setUp(100);
    work(4, 24, 1);
    expect(starts()).toBe(0);
    work(4, 25, 1);
    expect(starts()).toBe(1);
  });

  it('start when many small pictures have taken as long, and only once', () => {
    const { work, starts } = setUp(100);
    for (let picture = 0; picture < 9; picture += 1) work(10, 1, 1);
    expect(starts()).toBe(0);
    for (let picture = 0; picture < 9; picture += 1) work(10, 1, 1);
    expect(starts()).toBe(1);
  });

  it('hand on what the work gives', () => {
    expect(setUp(100).work(3, 1, 1)).toBe(3);
  });
});
