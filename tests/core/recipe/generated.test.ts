import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pathOf = (path: string): string => `${root}${path}`;

describe('generated files', () => {
  it('are what the registry and the presets say', () => {
    expect(execFileSync(process.execPath, ['scripts/generate.mjs', '--check'], { cwd: root, encoding: 'utf8' })).toBe('');
  });

  it('hold no eval, no new Function and no require', () => {
    expect(readFileSync(pathOf('packages/core/src/recipe/validators.generated.js'), 'utf8').replaceAll('\\\n', '')).not.toMatch(/\b(eval|new Function|require)\b/);
  });
});

describe('scripts/generate.mjs', () => {
  let copy: string;
  const generate = (...flags: string[]) => spawnSync(process.execPath, ['scripts/generate.mjs', ...flags], { cwd: copy, encoding: 'utf8' });

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'openretouch-generate-'));
    for (const path of ['scripts', 'docs', 'packages/core/src', 'packages/core/schema', 'packages/panel/src/catalogue', 'package.json', 'README.md', 'benchmarks']) cpSync(pathOf(path), join(copy, path), { recursive: true });
    symlinkSync(pathOf('node_modules'), join(copy, 'node_modules'), 'junction');
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('names the stale file, and only that one, and repairs it', () => {
    appendFileSync(join(copy, 'docs/operations.md'), 'edited by hand\n');
    const check = generate('--check');
    expect({ status: check.status, stderr: check.stderr }).toEqual({ status: 1, stderr: 'docs/operations.md: stale (run "npm run generate")\n' });
    expect(generate().stdout).toBe('wrote docs/operations.md\n');
    expect(generate('--check').status).toBe(0);
  });

  it('turns a new file and its place in a group into a look, and refuses one without a group or under another name', () => {
    const presets = join(copy, 'packages/core/src/presets');
    const groups = join(presets, 'groups.ts');
    const addToGroup = (id: string): void => writeFileSync(groups, readFileSync(groups, 'utf8').replace("'faded'", `'faded', '${id}'`));
    const look = { schema: 'openretouch/recipe@1', id: 'bright', name: 'Bright', description: 'Lifts the light.', operations: [{ op: 'exposure', ev: 0.5 }] };
    writeFileSync(join(presets, 'bright.retouch.json'), JSON.stringify(look));
    expect(generate().stderr).toContain('bright.retouch.json: in 0 groups of groups.ts (expected 1)');
    addToGroup('bright');
    expect(generate().stdout.trim().split('\n')).toEqual(['wrote packages/core/src/presets/presets.generated.ts', 'wrote docs/looks.md']);
    expect(readFileSync(join(presets, 'presets.generated.ts'), 'utf8')).toContain(JSON.stringify(look));
    writeFileSync(join(presets, 'dull.retouch.json'), JSON.stringify(look));
    addToGroup('dull');
    const refused = generate();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('dull.retouch.json: id is "bright" (expected "dull", the file\'s name)');
  });
});

describe('recipes in a script context without host objects and without code generation', () => {
  const context = createContext({}, { codeGeneration: { strings: false, wasm: false } });
  const run = (code: string): unknown => runInContext(code, context);

  beforeAll(async () => {
    const contents = "export { parseRecipe, hashRecipe, findPreset } from './packages/core/src/index.ts';";
    const { outputFiles } = await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, write: false, format: 'iife', globalName: 'core', target: 'es2022' });
    run(outputFiles[0].text);
  });

  it('cannot make code from text, which is what editors forbid', () => {
    expect(() => run("new Function('return 1')")).toThrow(/Code generation from strings disallowed/);
    expect(run('typeof TextDecoder + typeof fetch + typeof process')).toBe('undefinedundefinedundefined');
  });

  it('are read, hashed and refused as anywhere', () => {
    expect(run("core.hashRecipe(core.findPreset('auto').recipe)")).toMatch(/^[0-9a-f]{64}$/);
    expect(run(`core.parseRecipe('{"schema":"openretouch/recipe@1","name":"é","operations":[{"op":"exposure","ev":1}]}').operations[0].ev`)).toBe(1);
    const refuse = `try { core.parseRecipe('{"schema":"openretouch/recipe@1","name":"","operations":[{"op":"exposure","ev":12}]}') } catch (error) { error.message }`;
    expect(run(refuse)).toBe('name: "" (expected text of 1 to 200 characters); operations[0].ev: 12 (expected -5 to 5 EV)');
  });
});
