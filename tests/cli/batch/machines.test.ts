import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { BatchReport } from '../../../packages/cli/src/batch/report/batch-report.js';
import { fromSamples, makeFolder, makeGradient } from '../corpus.js';
import { type BuiltProgram, buildProgram, finish, listOutputs, runCli } from '../run-cli.js';

const page = readFileSync(new URL('../../../docs/batch.md', import.meta.url), 'utf8');
const blockOf = (language: string): string => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1] ?? '';
const folder = makeFolder();
const at = (...names: readonly string[]): string => join(folder.path, ...names);
const PHOTO_COUNT = 24;
let program: BuiltProgram;

beforeAll(async () => {
  program = await buildProgram();
  mkdirSync(at('in', 'sub'), { recursive: true });
  for (let i = 1; i <= PHOTO_COUNT; i += 1) writeFileSync(at('in', i % 3 === 0 ? 'sub' : '', `${i}.jpg`), await fromSamples(makeGradient(30 + i, 20), 30 + i, 20).jpeg().toBuffer());
  // What the pages call "openretouch" and "npx --yes openretouch@0.1.0".
  mkdirSync(at('bin'));
  writeFileSync(at('bin', 'openretouch'), `#!/bin/sh\nexec "${process.execPath}" "${program.main}" "$@"\n`);
  writeFileSync(at('bin', 'npx'), `#!/bin/sh\n[ "$1" = --yes ] && [ "\${2%@*}" = openretouch ] || exit 99\nshift 2\nexec "${at('bin', 'openretouch')}" "$@"\n`);
  for (const name of ['openretouch', 'npx']) chmodSync(at('bin', name), 0o755);
});
afterAll(() => {
  program.remove();
  folder.remove();
});
const environment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({ ...process.env, PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`, ...more });

/** Every photo is there once, and the merged report says so. */
async function expectWhole(name: string, reports: readonly string[], shardCount: number): Promise<void> {
  expect(listOutputs(at(name)).filter((path) => path.endsWith('.jpg'))).toHaveLength(PHOTO_COUNT);
  expect(reports).toHaveLength(shardCount);
  const merged = await runCli(['report', 'merge', ...reports, '-o', at(`${name}.json`)]);
  expect(merged).toMatchObject({ code: 0, stderr: '' });
  const { counts, photos } = JSON.parse(readFileSync(at(`${name}.json`), 'utf8')) as BatchReport;
  expect(counts).toMatchObject({ photos: PHOTO_COUNT, failed: 0, unreached: 0 });
  expect(new Set(photos.map(({ output }) => output)).size).toBe(PHOTO_COUNT);
  for (const { output } of photos) expect(existsSync(output)).toBe(true);
}

const hasParallel = spawnSync('parallel', ['--version'], { stdio: 'ignore' }).status === 0;
// Skipped where GNU parallel is not installed; .ci/setup.sh installs it.
describe.skipIf(!hasParallel || process.platform === 'win32')('GNU parallel', () => {
  it('runs the shards of the page as local processes, and the whole is done', async () => {
    mkdirSync(at('reports'));
    const [command] = blockOf('bash').replaceAll('\\\n', ' ').trim().split('\n');
    const local = command
      .replace('--sshloginfile machines.txt --jobs 1', '--jobs 4')
      .replace('/mnt/photos/archive', at('in'))
      .replace('/mnt/photos/retouched', at('parallel'))
      .replace('/mnt/photos/reports', at('reports'));
    expect(local).not.toContain('/mnt/');
    execFileSync('bash', ['-ec', local], { env: environment({ PARALLEL_HOME: at('parallel-home') }), stdio: ['ignore', 'pipe', 'pipe'] });
    await expectWhole('parallel', Array.from({ length: 8 }, (_, i) => at('reports', `shard-${i + 1}.json`)), 8);
  });
});

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: {
    readonly completionMode: string;
    readonly completions: number;
    readonly backoffLimitPerIndex: number;
    readonly podFailurePolicy: { readonly rules: readonly { action: string; onExitCodes: { values: readonly number[] } }[] };
    readonly template: { readonly spec: { readonly restartPolicy: string; readonly containers: readonly [{ readonly command: readonly string[]; readonly env: readonly { name: string; value: string }[]; readonly volumeMounts: readonly { name: string }[] }]; readonly volumes: readonly { name: string }[] } };
  };
}
describe.skipIf(process.platform === 'win32')('the Kubernetes manifest', () => {
  const manifest = (): Manifest => parse(blockOf('yaml')) as Manifest;

  /** Runs a pod's command as a local process. */
  const startPod = (index: number) => {
    const { command } = manifest().spec.template.spec.containers[0];
    const env = environment({ JOB_COMPLETION_INDEX: String(index), PHOTOS: at('in'), RESULTS: at('pods'), REPORTS: at('pod-reports') });
    return spawn(command[0], command.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'] });
  };

  it('is an Indexed Job whose shards are as many as its pods', () => {
    const { apiVersion, kind, spec } = manifest();
    expect({ apiVersion, kind, completionMode: spec.completionMode }).toEqual({ apiVersion: 'batch/v1', kind: 'Job', completionMode: 'Indexed' });
    const { containers, volumes, restartPolicy } = spec.template.spec;
    expect(restartPolicy, 'as backoffLimitPerIndex asks').toBe('Never');
    expect(spec.backoffLimitPerIndex).toBeGreaterThan(0);
    expect(spec.podFailurePolicy.rules).toMatchObject([{ action: 'FailIndex', onExitCodes: { values: [1, 2] } }]);
    expect(containers[0].command.join(' ')).toContain(`--shard "$((JOB_COMPLETION_INDEX + 1))/${spec.completions}"`);
    expect(containers[0].volumeMounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));
    expect(containers[0].env.map(({ name }) => name)).toEqual(['PHOTOS', 'RESULTS', 'REPORTS']);
  });

  it('does the whole with one local process for each pod, some of which are killed and started again', async () => {
    const { completions } = manifest().spec;
    for (let first = 0; first < completions; first += 4) {
      const pods = Array.from({ length: Math.min(4, completions - first) }, (_, i) => first + i).map((index) => ({ index, child: startPod(index) }));
      const ended = pods.map(({ child }) => finish(child));
      // One of each four dies at some moment of its life.
      setTimeout(() => pods[first === 0 ? 1 : 2].child.kill('SIGKILL'), 400);
      for (const [i, { index }] of pods.entries()) {
        const { code, stderr } = await ended[i];
        if (code === null) expect(await finish(startPod(index))).toMatchObject({ code: 0, stderr: '' });
        else expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      }
    }
    await expectWhole('pods', Array.from({ length: completions }, (_, i) => at('pod-reports', `shard-${i + 1}.json`)), completions);
  });
});
