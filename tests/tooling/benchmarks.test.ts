import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { describeGoal, judgeGoals } from '../../benchmarks/goals.mjs';
import { readPage, renderPages } from '../../benchmarks/readme-table.mjs';
import { readResults, writeResults } from '../../benchmarks/results-file.mjs';

const folder = mkdtempSync(join(tmpdir(), 'openretouch-results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['README.md', /\| one 33-node LUT \| (\d+ ms)/],
  ['benchmarks/README.md', /\| LUT 33: at most 8 times memcpy \| (\S+)/],
])('the tables of %s', (page, cell) => {
  const text = readPage(page);

  test('are those of the results on file', () => {
    expect(renderPages()[page] === text, 'run "npm run bench -- --readme"').toBe(true);
  });

  test('are made anew between their marks, and nothing else is', () => {
    const found = cell.exec(text);
    if (found === null) throw new Error(`${page}: no ${String(cell)}`);
    const tampered = text.replace(found[0], found[0].replace(found[1], 'fast'));
    expect(tampered).not.toBe(text);
    expect(renderPages((path) => (path === page ? tampered : readPage(path)))[page] === text).toBe(true);
  });

  test('cannot be made where the marks are gone', () => {
    expect(() => renderPages((path) => (path === page ? '# A page\n' : readPage(path)))).toThrow(`${page}: no "<!-- benchmarks:`);
  });
});

describe('results on file', () => {
  const rows = [
    { version: '2', task: 'chain: exposure, "auto"', value: 1.5 },
    { version: '2', task: 'LUT 33', value: undefined },
  ];

  test('come back as they were written, commas and quotes included', () => {
    const path = join(folder, 'quotes.csv');
    writeResults(path, '2', rows, ['version', 'task', 'value']);
    expect(readResults(path)).toEqual([
      { version: '2', task: 'chain: exposure, "auto"', value: '1.5' },
      { version: '2', task: 'LUT 33', value: '' },
    ]);
  });

  test('of one version take the place of those it had, and leave the others', () => {
    const path = join(folder, 'versions.csv');
    writeResults(path, '1', [{ version: '1', task: 'old', value: 1 }], ['version', 'task', 'value']);
    writeResults(path, '2', rows, ['version', 'task', 'value']);
    writeResults(path, '2', [{ version: '2', task: 'new', value: 3 }], ['version', 'task', 'value']);
    expect(readResults(path).map(({ task }) => task)).toEqual(['old', 'new']);
  });
});

describe('a goal', () => {
  const row = (task: string, milliseconds: number, megapixels = 12): Record<string, string> => ({ task, megapixels: String(megapixels), median_cpu_ms: String(milliseconds) });
  const judge = (goal: string, rows: readonly Record<string, string>[]): string => {
    const found = judgeGoals(rows).find((candidate) => candidate.goal === goal);
    if (found === undefined) throw new Error(`no goal ${goal}`);
    return describeGoal(found);
  };

  test('is met, met with its stretch, or missed', () => {
    const goal = 'LUT 33: at most 8 times memcpy';
    expect([7.5, 5, 9].map((times) => judge(goal, [row('memcpy', 1), row('wasm: LUT 33', times)]))).toEqual([
      '7.50x (at most 8x): met',
      '5x (at most 8x): met, and the stretch of 6',
      '9x (at most 8x): missed',
    ]);
  });

  test('is not measured where the peer was not installed, or at another size', () => {
    const goal = 'LUT 33: at least 5 times as fast as OpenColorIO';
    expect(judge(goal, [row('wasm: LUT 33', 1)])).toBe('not measured');
    expect(judge(goal, [row('wasm: LUT 33', 1), row('OpenColorIO', 6, 24)])).toBe('not measured');
    expect(judge(goal, [row('wasm: LUT 33', 1), row('OpenColorIO', 6)])).toBe('6x (at least 5x): met');
  });
});
