import { execFile } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A clone is the first thing a newcomer waits for. */
const CLONE_BYTES = 25 * 1024 * 1024;

/** The npm that runs this test must not lend its settings to the npm of a stranger. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_(config_local_prefix|lifecycle|package|command)|NODE_ENV|NODE_OPTIONS|VITEST)/i.test(name)));

interface Outcome {
  readonly status: number;
  readonly output: string;
}

async function run(command: string, args: readonly string[], cwd: string): Promise<Outcome> {
  const options = { cwd, env: environment, maxBuffer: 1e8, shell: process.platform === 'win32' };
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, options);
    return { status: 0, output: stdout + stderr };
  } catch (failure) {
    const { code, stdout, stderr } = failure as { code?: number; stdout?: string; stderr?: string };
    return { status: typeof code === 'number' ? code : -1, output: `${stdout ?? ''}${stderr ?? ''}${String(failure)}` };
  }
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? folderBytes(path) : lstatSync(path).size);
  }, 0);
}

// The tests stand in the order of a newcomer's steps: each needs what the one before it left.
describe.sequential('a fresh clone of the last commit', () => {
  let folder = '';
  let clone = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fresh-clone-'));
    clone = join(folder, 'openretouch');
    const { status, output } = await run('git', ['clone', '--quiet', '--single-branch', '--no-tags', pathToFileURL(root).href, clone], folder);
    expect(status, output).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is small', () => {
    expect(folderBytes(clone)).toBeLessThan(CLONE_BYTES);
  });

  it('installs with npm ci', async () => {
    const { status, output } = await run('npm', ['ci'], clone);
    expect(status, output).toBe(0);
  });

  it('stays as it was committed', async () => {
    const { output } = await run('git', ['status', '--porcelain'], clone);
    expect(output).toBe('');
  });

  it('has the command', async () => {
    const { version } = JSON.parse(readFileSync(join(clone, 'packages/cli/package.json'), 'utf8')) as { version: string };
    const { status, output } = await run('npx', ['--no-install', 'openretouch', '--version'], clone);
    expect(output.trim()).toBe(version);
    expect(status).toBe(0);
  });

  it('lets a script import the core', async () => {
    writeFileSync(join(clone, 'newcomer.mjs'), "import { retouch } from '@openretouch/core';\nconsole.log(typeof retouch);\n");
    const { output } = await run(process.execPath, ['newcomer.mjs'], clone);
    expect(output.trim()).toBe('function');
  });

  it('installs without devDependencies and says that nothing was built', async () => {
    const { status, output } = await run('npm', ['ci', '--omit=dev'], clone);
    expect(output).toContain('openretouch: not built, devDependencies are absent');
    expect(status, output).toBe(0);
  });
});
