import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromSamples, makeFolder, makeGradient } from '../corpus.js';
import { type BuiltProgram, buildProgram, finish, listOutputs, listTree } from '../run-cli.js';

const folder = makeFolder();
const at = (...names: readonly string[]): string => join(folder.path, ...names);
let program: BuiltProgram;
beforeAll(async () => {
  program = await buildProgram();
  mkdirSync(at('in', 'sub'), { recursive: true });
  for (let i = 1; i <= 10; i += 1) {
    const gradient = makeGradient(300 + i, 200);
    const format = i % 3 === 0 ? 'png' : 'jpg';
    const picture = fromSamples(gradient, 300 + i, 200);
    writeFileSync(at('in', i % 2 === 0 ? 'sub' : '', `${i}.${format}`), await (format === 'png' ? picture.png() : picture.jpeg()).toBuffer());
  }
  writeFileSync(at('in', 'broken.jpg'), 'no photo');
});
afterAll(() => {
  program.remove();
  folder.remove();
});

const retouch = (name: string, ...more: readonly string[]): string[] => ['retouch', at('in'), '-o', at(name), '--preset', 'auto', ...more];

/** Names and hashes of all outputs; a file still being written is none. */
function contentOf(name: string): Record<string, string> {
  const files = listOutputs(at(name)).filter((path) => /\.(?:jpg|png|avif)$/.test(path));
  return Object.fromEntries(files.map((path) => [path, createHash('sha256').update(readFileSync(at(name, path))).digest('hex')]));
}

/** Process ids of a process's children, as Linux lists them. */
function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter((text) => text !== '').map(Number));
}
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const isLinux = process.platform === 'linux' && existsSync(`/proc/${process.pid}/task/${process.pid}/children`);

describe('worker processes', () => {
  it('give the same bytes however many there are, AVIF included', async () => {
    for (const format of [[], ['--format', 'avif']]) {
      const contents = [];
      for (const jobs of ['1', '4']) {
        const name = `jobs-${jobs}${format.join('')}`;
        const { code, stderr } = await program.run(retouch(name, '--jobs', jobs, ...format));
        expect({ code, stderr }).toEqual({ code: 1, stderr: `openretouch: ${at('in', 'broken.jpg')}: not a photo (accepted: JPEG, PNG, WebP, AVIF and TIFF)\n` });
        contents.push(contentOf(name));
      }
      expect(Object.keys(contents[0])).toHaveLength(10);
      expect(contents[1]).toEqual(contents[0]);
    }
  });

  it('give the same bytes as this process does with a photo alone', async () => {
    const { code } = await program.run(['retouch', at('in', '1.jpg'), '-o', at('alone.avif'), '--preset', 'auto']);
    expect(code).toBe(0);
    expect(createHash('sha256').update(readFileSync(at('alone.avif'))).digest('hex')).toBe(contentOf('jobs-4--formatavif')['1.avif']);
  });

  it('tell what failed as fields under --json, and with the stack under --verbose', async () => {
    const { stderr, stdout } = await program.run(retouch('json', '--jobs', '2', '--json', '--verbose'));
    const [line] = stderr.split('\n');
    expect(JSON.parse(line)).toMatchObject({ error: { name: 'InvalidFileError', code: 'invalid-file', path: at('in', 'broken.jpg') } });
    expect(stderr).toMatch(/\n {4}at /);
    const { photos } = JSON.parse(stdout) as { photos: { input: string; status: string }[] };
    expect(photos).toHaveLength(11);
    expect(photos.find(({ input }) => input.endsWith('broken.jpg'))).toMatchObject({ status: 'failed', error: { code: 'invalid-file' } });
  });

  it.skipIf(!isLinux)('that die cost the photo they had in hand and are replaced', async () => {
    const child = program.spawn(retouch('crash', '--jobs', '2', '--json', '--format', 'avif'));
    const ended = finish(child);
    const pid = child.pid ?? 0;
    const killed = new Set<number>();
    await expect
      .poll(
        () => {
          // Outputs appear one by one: a worker that has written one has the next photo in hand.
          if (existsSync(at('crash')) && listOutputs(at('crash')).some((path) => path.endsWith('.avif'))) {
            for (const worker of childrenOf(pid)) {
              if (killed.size >= 2 || killed.has(worker)) continue;
              process.kill(worker, 'SIGKILL');
              killed.add(worker);
            }
          }
          return killed.size;
        },
        { interval: 5, timeout: 30_000 },
      )
      .toBe(2);
    const { code, stdout } = await ended;
    expect(code).toBe(1);
    const { retouched, failed, photos } = JSON.parse(stdout) as { retouched: number; failed: number; photos: { status: string; error?: { code: string; message: string; exit: string } }[] };
    const died = photos.filter(({ error }) => error?.code === 'worker-died');
    expect(died.length).toBeGreaterThan(0);
    expect(died.length).toBeLessThanOrEqual(2);
    expect(died[0].error).toMatchObject({ exit: 'SIGKILL', message: expect.stringMatching(/in\/.*: the process that worked on it ended \(SIGKILL\); the system may have been out of memory/) as string });
    expect([retouched, failed]).toEqual([10 - died.length, 1 + died.length]);
    expect(listTree(at('crash')).filter((path) => path.endsWith('.tmp'))).toEqual([]);
    // The same command again does what is missing, and the whole is as if nothing had happened.
    await program.run(retouch('crash', '--jobs', '2', '--format', 'avif'));
    expect(contentOf('crash')).toEqual(contentOf('jobs-1--formatavif'));
  });

  it.skipIf(!isLinux)('end with the run, also when it is killed', async () => {
    const child = program.spawn(retouch('killed', '--jobs', '2', '--format', 'avif'));
    const ended = finish(child);
    let workers: number[] = [];
    await expect.poll(() => (workers = child.exitCode === null ? childrenOf(child.pid ?? 0) : workers).length, { interval: 5, timeout: 30_000 }).toBe(2);
    child.kill('SIGKILL');
    await ended;
    await expect.poll(() => workers.filter(isRunning), { interval: 20, timeout: 20_000 }).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a run that is killed', () => {
  it('and started again gives what an undisturbed run gives, nothing twice and nothing left over', async () => {
    const random = (() => {
      let state = 20261124;
      return () => (state = (state * 48271) % 2147483647) / 2147483647;
    })();
    const undisturbed = contentOf('jobs-1');
    for (let round = 0; round < 3; round += 1) {
      rmSync(at('resumed'), { recursive: true, force: true });
      const wanted = 1 + Math.floor(random() * 7);
      const child = program.spawn(retouch('resumed', '--jobs', '2'));
      const ended = finish(child);
      await expect.poll(() => existsSync(at('resumed')) && Object.keys(contentOf('resumed')).length >= wanted, { interval: 2, timeout: 30_000 }).toBe(true);
      child.kill('SIGKILL');
      await ended;
      const { code, stdout } = await program.run(retouch('resumed', '--jobs', '2'));
      expect(code).toBe(1);
      const [, keptCount] = /^resumed: (\d+) of 11 photos/.exec(stdout) ?? [];
      expect(Number(keptCount)).toBeGreaterThanOrEqual(wanted);
      expect(stdout.match(/ -> /g)).toHaveLength(10 - Number(keptCount));
      expect(contentOf('resumed')).toEqual(undisturbed);
      expect(listTree(at('resumed')).filter((path) => path.endsWith('.tmp'))).toEqual([]);
    }
  });
});
