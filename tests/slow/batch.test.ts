import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePhotos } from '../../scripts/batch/make-photos.mjs';
import { measureRun } from '../../scripts/batch/measure-run.mjs';
import { type BuiltProgram, buildProgram, finish } from '../cli/run-cli.js';
import { TOLERANCES } from '../tolerances.js';

const folder = mkdtempSync(join(tmpdir(), 'openretouch-batch-'));
const at = (...names: readonly string[]): string => join(folder, ...names);
let program: BuiltProgram;
beforeAll(async () => {
  program = await buildProgram();
  await makePhotos(at('many'), 2000);
  await makePhotos(at('few'), 40, 7);
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Paths and hashes of all results; the journal's folder is not one. */
function contentOf(name: string): Record<string, string> {
  const files = existsSync(at(name)) ? readdirSync(at(name), { recursive: true, encoding: 'utf8' }) : [];
  const photos = files.filter((path) => !path.startsWith('.openretouch') && /\.\w+$/.test(path)).sort();
  return Object.fromEntries(photos.map((path) => [path, createHash('sha256').update(readFileSync(at(name, path))).digest('hex')]));
}

it.skipIf(process.platform !== 'linux')('two thousand photos take no more memory than ten thousand settle at', async () => {
  const { code, samples } = await measureRun(program.main, ['retouch', at('many'), '-o', at('many-out'), '--exposure', '0.3', '--jobs', '2', '--quiet'], () => readdirSync(at('many-out'), { recursive: true }).length);
  expect(code).toBe(0);
  expect(Object.keys(contentOf('many-out'))).toHaveLength(2000);
  const peak = Math.max(...samples.map(({ bytes }) => bytes));
  expect(peak, `${(peak / 1e6).toFixed(0)} MB`).toBeLessThan(TOLERANCES.batch.memoryBytes);
});

describe.skipIf(process.platform === 'win32')('a run killed at ten moments', () => {
  it('and resumed each time gives the bytes of an undisturbed run', async () => {
    const argv = (name: string): string[] => ['retouch', at('few'), '-o', at(name), '--preset', 'auto', '--jobs', '2'];
    expect((await program.run(argv('undisturbed'))).code).toBe(0);
    const expected = contentOf('undisturbed');
    const total = Object.keys(expected).length;
    expect(total).toBe(40);
    let state = 20261124;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    const finishedOf = (name: string): string[] => Object.keys(contentOf(name)).filter((path) => !path.endsWith('.tmp'));
    for (let round = 0; round < 10; round += 1) {
      const name = `killed-${round}`;
      const wanted = Math.floor(random() * (total - 8));
      const delayMilliseconds = random() * 60;
      const child = program.spawn(argv(name));
      const ended = finish(child);
      await expect.poll(() => finishedOf(name).length, { interval: 2, timeout: 60_000 }).toBeGreaterThanOrEqual(wanted);
      await new Promise((resolve) => setTimeout(resolve, delayMilliseconds));
      child.kill('SIGKILL');
      expect(await ended, `round ${round} was killed on its way`).toMatchObject({ signal: 'SIGKILL' });
      for (const path of finishedOf(name)) expect(contentOf(name)[path], path).toBe(expected[path]);
      const { code, stdout } = await program.run(argv(name));
      expect(code).toBe(0);
      const kept = Number(/^resumed: (\d+) of 40 photos/.exec(stdout)?.[1] ?? 0);
      expect(kept, 'nothing is lost').toBeGreaterThanOrEqual(wanted);
      expect(stdout.match(/ -> /g), 'nothing is done twice').toHaveLength(total - kept);
      expect(contentOf(name)).toEqual(expected);
    }
  });
});
