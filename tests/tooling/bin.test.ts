import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../packages/cli/bin', import.meta.url));

describe('the openretouch command', () => {
  let copy = '';
  const run = (): ReturnType<typeof spawnSync> => spawnSync(process.execPath, [join(copy, 'bin/openretouch.js')], { encoding: 'utf8' });

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'bin-'));
    writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
    cpSync(bin, join(copy, 'bin'), { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  it('says how to build it where it is not built, and fails', () => {
    const { status, stdout, stderr } = run();
    expect(stderr).toContain('npm run build');
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  it('lets a fault inside the built program through as it is', () => {
    mkdirSync(join(copy, 'dist'));
    writeFileSync(join(copy, 'dist/main.js'), "import 'no-such-library';\n");
    const { status, stderr } = run();
    expect(stderr).toContain('no-such-library');
    expect(status).toBe(1);
  });
});
