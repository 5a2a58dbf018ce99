import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromSamples, makeFolder, makeGradient, sharp } from './corpus.js';
import { type BuiltProgram, buildProgram, finish, listOutputs, runCli } from './run-cli.js';

const folder = makeFolder();
const at = (...names: readonly string[]): string => join(folder.path, ...names);
let program: BuiltProgram;
beforeAll(async () => {
  program = await buildProgram();
  mkdirSync(at('in'));
  const photo = await fromSamples(makeGradient(600, 400), 600, 400).jpeg().toBuffer();
  for (let i = 1; i <= 12; i += 1) writeFileSync(at('in', `${i}.jpg`), photo);
});
afterAll(() => {
  program.remove();
  folder.remove();
});

const version = (JSON.parse(readFileSync(new URL('../../packages/cli/package.json', import.meta.url), 'utf8')) as { version: string }).version;

describe('the program as a process', () => {
  it('answers with the version of its package', async () => {
    expect(await program.run(['--version'])).toEqual({ code: 0, signal: null, stdout: `${version}\n`, stderr: '' });
  });

  it('ends with 1 for bad input and 2 for a command line that makes no sense', async () => {
    expect(await program.run(['analyse', at('none.jpg')])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^openretouch: .*none\.jpg: no such file or folder\n$/) as string });
    expect(await program.run(['retouch', at('in'), '-o', at('out')])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe.skipIf(process.platform === 'win32')('signals', () => {
  /** Starts a long run and waits for its first finished photo. */
  async function interrupt(name: string, signals: readonly NodeJS.Signals[], more: readonly string[] = []) {
    const child = program.spawn(['retouch', at('in'), '-o', at(name), '--preset', 'auto', '--format', 'avif', ...more]);
    const ended = finish(child);
    await expect.poll(() => existsSync(at(name)) && readdirSync(at(name)).some((file) => file.endsWith('.avif')), { interval: 5, timeout: 30_000 }).toBe(true);
    for (const signal of signals) child.kill(signal);
    return ended;
  }

  it('Ctrl-C keeps what is finished, whole, and leaves nothing of the photo in hand', async () => {
    const { code, stdout, stderr } = await interrupt('stopped', ['SIGINT']);
    expect(code).toBe(130);
    const files = listOutputs(at('stopped'));
    expect(stderr).toBe(`openretouch: interrupted: ${files.length} of 12 photos are finished and kept, the rest are untouched\n`);
    expect(files.length).toBeLessThan(12);
    expect(files.every((file) => /^\d+\.avif$/.test(file))).toBe(true);
    expect(stdout.match(/ -> /g)).toHaveLength(files.length);
    for (const file of files) expect(await sharp(at('stopped', file)).metadata()).toMatchObject({ width: 600, height: 400 });
  });

  it('Ctrl-C under --json still gives the document of what was done', async () => {
    const { code, stdout, stderr } = await interrupt('stopped-json', ['SIGINT'], ['--json', '--quiet']);
    expect(code).toBe(130);
    const finished = listOutputs(at('stopped-json')).length;
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, retouched: finished, failed: 0 });
    expect(JSON.parse(stderr)).toEqual({ error: { name: 'InterruptedError', code: 'interrupted', message: expect.any(String) as string, finished, total: 12 } });
  });

  it('a second Ctrl-C ends at once and leaves no unfinished file', async () => {
    const { code } = await interrupt('stopped-twice', ['SIGINT', 'SIGINT']);
    expect(code).toBe(130);
    expect(listOutputs(at('stopped-twice')).every((file) => /^\d+\.avif$/.test(file))).toBe(true);
  });

  it('a request to end is answered in the same way', async () => {
    expect((await interrupt('terminated', ['SIGTERM'])).code).toBe(143);
  });
});

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  it('whose reader goes away loses the lines and no photo', () => {
    const script = `"$0" "$1" retouch "$2" -o "$3" --exposure 0.1 | true; echo "\${PIPESTATUS[0]}"`;
    const output = execFileSync('bash', ['-c', script, process.execPath, program.main, at('in'), at('piped')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(output).toBe('0\n');
    expect(listOutputs(at('piped'))).toHaveLength(12);
  });

  it.skipIf(!existsSync('/dev/full'))('that takes nothing more is named', () => {
    const script = `"$0" "$1" presets list > /dev/full`;
    const run = () => execFileSync('sh', ['-c', script, process.execPath, program.main], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(run).toThrow(expect.objectContaining({ status: 1, stderr: 'openretouch: the output could not be written (ENOSPC)\n' }));
  });
});

it('a run that is told to stop before it starts writes nothing', async () => {
  const controller = new AbortController();
  controller.abort();
  const run = await runCli(['retouch', at('in'), '-o', at('never'), '--preset', 'auto'], { signal: controller.signal });
  expect(run).toMatchObject({ code: 130, stdout: '', stderr: 'openretouch: interrupted\n' });
  expect(existsSync(at('never'))).toBe(false);
});
