import { expect, it } from 'vitest';
import { formatDuration, formatRate, RunProgress } from '../../../packages/cli/src/batch/progress.js';

it('tells the rate of the last half minute and the time that is left at it', () => {
  const progress = new RunProgress(1000, 0, 100);
  for (let index = 0; index < 100; index += 1) {
    progress.begin(index, `${index}.jpg`);
    progress.end(index, false);
    progress.describe(100 + (index + 1) * 0.1);
  }
  expect(progress.describe(110)).toBe('10 %  100 of 1000  10.0 photos/s  1 min 30 s left');
  // Then one photo a second for a minute.
  for (let index = 100; index < 160; index += 1) {
    progress.begin(index, `${index}.jpg`);
    progress.end(index, index === 150);
    progress.describe(111 + index - 100);
  }
  expect(progress.describe(170)).toBe('16 %  160 of 1000  1.0 photos/s  14 min 00 s left  1 failed');
});

it('does not count what was finished before as speed', () => {
  const progress = new RunProgress(1000, 900, 0);
  expect(progress.describe(0)).toBe('90 %  900 of 1000');
  progress.begin(900, 'a.jpg');
  progress.end(900, false);
  expect(progress.describe(2)).toBe('90 %  901 of 1000  0.5 photos/s  3 min 18 s left');
});

it('counts photos in hand by their part', () => {
  const progress = new RunProgress(4, 0, 0);
  for (const index of [0, 1]) progress.begin(index, `${index}.jpg`);
  progress.advance(0, 0.5);
  progress.advance(1, 0.5);
  expect(progress.describe(1)).toBe('25 %  0 of 4  1.0 photos/s  3 s left');
});

it('names a photo that is alone, escaped, and is silent when all is done', () => {
  const progress = new RunProgress(1, 0, 0);
  progress.begin(0, 'a\u001b[31m.jpg');
  expect(progress.describe(1)).toBe('0 %  a\\u001b[31m.jpg');
  progress.end(0, false);
  expect(progress.describe(2)).toBe('');
});

it.each([
  [0.4, '0 s'],
  [59.4, '59 s'],
  [59.6, '1 min 00 s'],
  [3599, '59 min 59 s'],
  [3600, '1 h 00 min'],
  [36_030, '10 h 01 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it('slow runs are told by the minute', () => {
  expect([12.34, 0.5, 0.25].map(formatRate)).toEqual(['12.3 photos/s', '0.5 photos/s', '15.0 photos/min']);
});
