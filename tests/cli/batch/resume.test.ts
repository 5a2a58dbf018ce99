import { appendFileSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fromSamples, makeFolder, makeGradient, makeSamples } from '../corpus.js';
import { listOutputs, listTree, type ProgramRun, runCli } from '../run-cli.js';

const root = makeFolder();
afterAll(root.remove);
const png = await fromSamples(makeGradient(20, 15), 20, 15).png().toBuffer();
const otherPng = await fromSamples(makeSamples(20, 15, 3, 8), 20, 15).png().toBuffer();

let count = 0;
/** A folder of photos `in/` and a finished run of them in `out/`. */
async function finished(names: readonly string[] = ['a.png', 'b.png', 'sub/c.png']) {
  const path = join(root.path, String((count += 1)));
  const at = (...parts: readonly string[]): string => join(path, ...parts);
  for (const name of names) {
    mkdirSync(join(at('in', name), '..'), { recursive: true });
    writeFileSync(at('in', name), png);
  }
  const run = (...more: readonly string[]): Promise<ProgramRun> => runCli(['retouch', at('in'), '-o', at('out'), '--exposure', '0.5', ...more]);
  expect(await run()).toMatchObject({ code: 0, stderr: '' });
  return { path, at, run, journal: at('out', '.openretouch', 'batch.jsonl') };
}
const stampOf = (path: string): string => `${statSync(path, { bigint: true }).mtimeNs}`;

describe('a run started again', () => {
  it('says that all is done and touches nothing', async () => {
    const { path, at, run } = await finished();
    const [before, stamp] = [listTree(path), stampOf(at('out', 'a.png'))];
    expect(await run()).toEqual({ code: 0, stderr: '', stdout: 'all 3 photos are finished already, nothing to do\n' });
    expect(listTree(path)).toEqual(before);
    expect(stampOf(at('out', 'a.png'))).toBe(stamp);
  });

  it('does what is missing, and new photos', async () => {
    const { at, run } = await finished();
    rmSync(at('out', 'b.png'));
    writeFileSync(at('in', 'd.png'), png);
    const stamp = stampOf(at('out', 'a.png'));
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^resumed: 2 of 4 photos are finished already, 2 to go\n/);
    expect(stdout.match(/ -> /g)).toHaveLength(2);
    expect(readFileSync(at('out', 'b.png'))).toEqual(readFileSync(at('out', 'a.png')));
    expect(stampOf(at('out', 'a.png'))).toBe(stamp);
  });

  it('tries again what failed', async () => {
    const { at, run } = await finished();
    writeFileSync(at('in', 'd.png'), 'broken');
    expect((await run()).code).toBe(1);
    expect((await run()).stdout).toMatch(/^resumed: 3 of 4 photos are finished already, 1 to go\n/);
    writeFileSync(at('in', 'd.png'), png);
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    expect(listOutputs(at('out'))).toEqual(['a.png', 'b.png', 'd.png', 'sub', join('sub', 'c.png')]);
  });

  it('does a photo again that has changed', async () => {
    const { at, run } = await finished();
    writeFileSync(at('in', 'b.png'), otherPng);
    expect((await run()).stdout).toMatch(/^resumed: 2 of 3 .*1 to go\n.*b\.png -> /);
    expect(readFileSync(at('out', 'b.png'))).not.toEqual(readFileSync(at('out', 'a.png')));
    expect((await run()).stdout).toMatch(/^all 3 photos are finished/);
  });

  it('knows photos and results again that were touched, or moved as a whole', async () => {
    const { at, run, path } = await finished();
    utimesSync(at('in', 'a.png'), 1, 1);
    utimesSync(at('out', 'b.png'), 1, 1);
    expect((await run()).stdout).toMatch(/^all 3 photos are finished/);
    cpSync(path, `${path}-copy`, { recursive: true });
    const moved = await runCli(['retouch', join(`${path}-copy`, 'in'), '-o', join(`${path}-copy`, 'out'), '--exposure', '0.5']);
    expect(moved.stdout).toMatch(/^all 3 photos are finished/);
  });

  it('takes over what was written just as a run was cut off, and does what was only announced', async () => {
    const { at, run, journal } = await finished();
    const lines = readFileSync(journal, 'utf8').split('\n').filter((line) => !line.startsWith('{"done"'));
    writeFileSync(journal, lines.join('\n'));
    rmSync(at('out', 'b.png'));
    const { temporary } = JSON.parse(lines.find((line) => line.startsWith('{"write":"b.png"')) ?? '') as { temporary: string };
    writeFileSync(at('out', temporary), 'half a ph');
    writeFileSync(at('out', '.openretouch-0123.tmp'), 'of another program');
    expect((await run()).stdout).toMatch(/^resumed: 2 of 3 .*1 to go\n/);
    expect(existsSync(at('out', temporary))).toBe(false);
    expect(existsSync(at('out', '.openretouch-0123.tmp'))).toBe(true);
  });

  it('goes on with a torn journal', async () => {
    const { run, journal } = await finished();
    writeFileSync(journal, readFileSync(journal).subarray(0, -20));
    expect((await run()).stdout).toMatch(/^all 3 photos are finished/);
    appendFileSync(journal, '{"write":"z');
    expect((await run()).stdout).toMatch(/^all 3 photos are finished/);
  });

  it('with other settings is refused, saying which, and touches nothing', async () => {
    const { path, run, at } = await finished();
    const before = listTree(path);
    for (const [more, difference] of [
      [['--exposure', '0.6'], 'recipe "Command line", [0-9a-f]{8} (now "Command line", [0-9a-f]{8})'],
      [['--quality', '80'], "--quality the format's own (now 80)"],
      [['--bit-depth', '16'], "--bit-depth the photo's own (now 16)"],
      [['--format', 'png'], "--format the photo's own (now png)"],
      [['--mask', at('in', 'a.png')], 'mask "selection" none (now [0-9a-f]{8})'],
    ] as const) {
      const { code, stderr } = await run(...more);
      expect(code).toBe(1);
      const pattern = difference.replace(/[()]/g, '\\$&');
      expect(stderr).toMatch(new RegExp(`^openretouch: .*a\\.png: was made by an earlier run with other settings: ${pattern}, and so were 2 other outputs \\(expected the same settings, another folder, or --force to do them again\\)\\n$`));
      expect((await run(...more, '--dry-run')).stderr).toBe(stderr);
    }
    expect(listTree(path)).toEqual(before);
  });

  it('with other settings and --force does all again, and can itself be resumed', async () => {
    const { at, run } = await finished();
    const before = readFileSync(at('out', 'a.png'));
    expect((await run('--exposure', '0.9', '--force')).stdout.match(/ -> /g)).toHaveLength(3);
    expect(readFileSync(at('out', 'a.png'))).not.toEqual(before);
    rmSync(at('out', 'b.png'));
    expect((await run('--exposure', '0.9', '--force')).stdout).toMatch(/^resumed: 2 of 3 .*1 to go\n/);
    expect((await run('--exposure', '0.9')).stdout).toMatch(/^all 3 photos are finished/);
  });

  it('that is only to be tried says what is left', async () => {
    const { at, run } = await finished();
    rmSync(at('out', 'b.png'));
    expect((await run('--dry-run')).stdout).toMatch(/^resumed: 2 of 3 .*1 to go\n.*b\.png -> .*b\.png\n$/);
    expect(existsSync(at('out', 'b.png'))).toBe(false);
    expect(JSON.parse((await run('--dry-run', '--json')).stdout)).toMatchObject({ kept: 2, photos: [{ output: at('out', 'b.png') }] });
  });
});

describe('what the journal does not own', () => {
  it('an output edited by hand is left as it is, and replaced with --force alone', async () => {
    const { at, run } = await finished();
    writeFileSync(at('out', 'a.png'), otherPng);
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^all 3 photos are finished already, nothing to do\nleft as it is: .*a\.png, changed since it was written\n$/) as string });
    expect(readFileSync(at('out', 'a.png'))).toEqual(otherPng);
    expect((await run('--force')).stdout).toMatch(/^resumed: 2 of 3 /);
    expect(readFileSync(at('out', 'a.png'))).toEqual(readFileSync(at('out', 'b.png')));
  });

  it('an output edited by hand whose photo has changed too is refused', async () => {
    const { at, run } = await finished();
    writeFileSync(at('out', 'a.png'), 'edited');
    writeFileSync(at('in', 'a.png'), otherPng);
    expect(await run()).toMatchObject({ code: 1, stderr: expect.stringMatching(/a\.png: was changed since an earlier run wrote it \(expected it put away, or --force to replace it\)\n$/) as string });
    expect(readFileSync(at('out', 'a.png'), 'utf8')).toBe('edited');
  });

  it('the result of another folder with the same names is never replaced', async () => {
    const { at, run } = await finished();
    renameSync(at('in'), at('first'));
    mkdirSync(at('in'));
    copyFileSync(at('first', 'a.png'), at('in', 'new.png'));
    mkdirSync(at('second'));
    writeFileSync(at('second', 'a.png'), otherPng);
    const before = readFileSync(at('out', 'a.png'));
    const refused = await runCli(['retouch', at('second'), '-o', at('out'), '--exposure', '0.5']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/a\.png: exists already \(expected free names, or --force\)\n$/) as string });
    expect(readFileSync(at('out', 'a.png'))).toEqual(before);
    // Free names may join, with any settings.
    expect(await run('--quality', '70')).toMatchObject({ code: 0 });
  });

  it('a strange file in the way is refused, and damaged lines of the journal are mentioned', async () => {
    const { at, run, journal } = await finished();
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, lines.map((line) => (line.includes('"a.png"') ? line.slice(0, 30) : line)).join('\n'));
    expect((await run()).stderr).toMatch(/a\.png: exists already \(2 damaged lines of the journal passed over\) \(expected free names, or --force\)\n$/);
    expect(existsSync(at('out', 'a.png'))).toBe(true);
  });
});

it('a run that is refused or fails as a whole leaves no folder behind', async () => {
  const { at } = await finished(['a.png']);
  mkdirSync(at('broken'));
  writeFileSync(at('broken', 'x.png'), 'no photo');
  expect((await runCli(['retouch', at('broken'), '-o', at('new'), '--exposure', '1'])).code).toBe(1);
  expect(existsSync(at('new'))).toBe(false);
});

describe('another run at work in the same folder', () => {
  const lockOf = (at: (...parts: readonly string[]) => string): string => at('out', '.openretouch', 'batch.lock');

  it('is not disturbed', async () => {
    const { at, run } = await finished();
    const { hostname } = await import('node:os');
    writeFileSync(lockOf(at), JSON.stringify({ pid: process.ppid, host: hostname(), started: null }));
    expect(await run()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/out: another run \(process \d+\) is at work there \(expected it to end first\)\n$/) as string });
    expect(existsSync(lockOf(at))).toBe(true);
  });

  it.each([
    ['that has died', { pid: 2 ** 22 + 1, started: null }],
    ['whose number belongs to another process now', { pid: process.ppid, started: 'another-boot:1' }],
    ['of another machine', { pid: process.ppid, host: 'elsewhere', started: null }],
    ['with this very number, as in containers', { pid: process.pid, started: null }],
  ])('%s does not hold this one up', async (_, holder) => {
    const { at, run } = await finished();
    const { hostname } = await import('node:os');
    writeFileSync(lockOf(at), JSON.stringify({ host: hostname(), ...holder }));
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^all 3/) as string });
    expect(existsSync(lockOf(at))).toBe(false);
  });
});
