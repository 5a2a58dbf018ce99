import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifest } from '@openretouch/models';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userModelsFolder } from '../../../packages/cli/src/models/models-folder.js';
import { makeFolder, makeGradient, sharp } from '../corpus.js';
import { listTree, type ProgramRun, runCli } from '../run-cli.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../../models/import/${name}`, import.meta.url));

let folder: ReturnType<typeof makeFolder>;
let models: string;
let checkpoint: string;

beforeEach(() => {
  folder = makeFolder();
  models = join(folder.path, 'models');
  checkpoint = join(folder.path, 'csrnet.pth');
  copyFileSync(fixture('csrnet.pth'), checkpoint);
});
afterEach(() => folder.remove());

const run = (...argv: string[]): Promise<ProgramRun> => runCli(['models', ...argv], { modelsFolder: models });
const json = ({ stdout }: ProgramRun): unknown => JSON.parse(stdout);

describe('models import', () => {
  it('stores two graphs and their manifest in a folder of the model', async () => {
    const { code, stdout, stderr } = await run('import', checkpoint, '--licence', 'for research only');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('imported-csrnet and imported-csrnet-map: CSRNet as published, which looks at the photo at 500 px; licence for research only');
    expect(listTree(models)).toEqual(['imported-csrnet', 'imported-csrnet/decide.onnx', 'imported-csrnet/manifest.json', 'imported-csrnet/map.onnx']);
  });

  it('is listed and verified afterwards, beside what is shipped', async () => {
    await run('import', checkpoint, '--id', 'expert-c', '--condition-size', '400');
    const listed = json(await run('list', '--json')) as { id: string; source: string; size?: number[]; licence: string }[];
    expect(listed.map(({ id }) => id)).toEqual([...manifest.models.map(({ id }) => id), 'expert-c', 'expert-c-map']);
    expect(listed.find(({ id }) => id === 'expert-c')).toMatchObject({ source: 'imported', size: [400, 400], licence: 'not stated', measuredQuality: [] });
    const { code, stdout, stderr } = await run('verify');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toHaveLength(manifest.models.length + 2);
  });

  it('can look at tiles, and says so', async () => {
    const { code, stdout, stderr } = await run('import', checkpoint, '--id', 'tiled', '--condition', 'tiles');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('which looks at the photo in 1024 tiles of 19 px');
    expect((await run('list')).stdout).toMatch(/tiled {2,}csrnet · .* · looks at 1024 tiles of 19 px ·/);
    expect((json(await run('list', '--json')) as { id: string }[]).find(({ id }) => id === 'tiled')).toMatchObject({ size: [19, 19], tileCount: 1024 });
    expect((await run('verify', 'tiled')).code).toBe(0);
  });

  it.each([
    [['--condition', 'all'], '--condition: "all" (expected copy or tiles)'],
    [['--condition', 'tiles', '--condition-size', '500'], '--condition-size: "500" beside --condition tiles'],
  ])('refuses %j', async (flags, message) => {
    const { code, stderr } = await run('import', checkpoint, ...flags);
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
    expect(existsSync(models)).toBe(false);
  });

  it('goes where --models says', async () => {
    const other = join(folder.path, 'deep', 'other');
    await run('import', checkpoint, '--models', other);
    expect(existsSync(join(other, 'imported-csrnet', 'manifest.json'))).toBe(true);
    expect(existsSync(models)).toBe(false);
  });

  it('replaces a model with --force alone', async () => {
    await run('import', checkpoint);
    const refused = await run('import', checkpoint, '--condition-size', '300');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('exists already (expected a free id, or --force)');
    expect(readFileSync(join(models, 'imported-csrnet', 'manifest.json'), 'utf8')).toContain('500');
    expect((await run('import', checkpoint, '--condition-size', '300', '--force')).code).toBe(0);
    expect(readFileSync(join(models, 'imported-csrnet', 'manifest.json'), 'utf8')).toContain('300');
    expect(readdirSync(models)).toEqual(['imported-csrnet']);
  });

  it.each([
    ['an id with a path', ['--id', '../evil'], 2, '--id: "../evil"'],
    ['an id of a shipped model', ['--id', 'csrnet-neutral'], 2, 'would make a second "csrnet-neutral"'],
    ['an id whose map would be a shipped model', ['--id', 'csrnet'], 2, 'would make a second "csrnet-map"'],
    ['a condition size out of range', ['--condition-size', '9'], 2, '--condition-size: 9 (expected a whole number, 32 to 2048)'],
  ])('refuses %s', async (_, flags, code, message) => {
    const result = await run('import', checkpoint, ...flags);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
    expect(existsSync(models)).toBe(false);
  });

  it('writes nothing for a file that would run code, and names what it tried', async () => {
    writeFileSync(checkpoint, Buffer.concat([Buffer.from('\x80\x02cposix\nsystem\n(X\x04\0\0\0exittR.', 'latin1')]));
    const { code, stderr } = await run('import', checkpoint);
    expect(code).toBe(1);
    expect(stderr).toContain('csrnet.pth: the first pickle, byte 2: the name "posix.system"');
    expect(stderr).toContain('nothing was run');
    expect(existsSync(models)).toBe(false);
  });

  it.each([
    ['a missing file', 'none.pth', 'no such file'],
    ['a folder', '', 'a folder'],
  ])('refuses %s', async (_, name, message) => {
    const { code, stderr } = await run('import', join(folder.path, name));
    expect(code).toBe(1);
    expect(stderr).toContain(`${message} (expected a checkpoint)`);
  });

  it('leaves nothing behind where the models folder is a file', async () => {
    writeFileSync(models, 'mine');
    const { code, stderr } = await run('import', checkpoint);
    expect(code).toBe(1);
    expect(stderr).toContain('models: a file (expected a folder of models)');
    expect(readFileSync(models, 'utf8')).toBe('mine');
  });
});

describe('an imported model', () => {
  it('retouches photos, in other colours than the shipped one, and is named by its weights', async () => {
    await run('import', checkpoint);
    const photo = folder.write('photo.png', await sharp(makeGradient(60, 40), { raw: { width: 60, height: 40, channels: 3 } }).png().toBuffer());
    const retouch = async (name: string, ...flags: string[]): Promise<Buffer> => {
      const { code, stdout, stderr } = await runCli(['retouch', photo, '-o', join(folder.path, name), '--no-recipe', ...flags], { modelsFolder: models });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/Learned retouch: .* \(model "(imported-csrnet|csrnet-neutral)@[0-9a-f]{16}"\)/);
      return readFileSync(join(folder.path, name));
    };
    const own = await retouch('own.png', '--csrnet', 'model=imported-csrnet');
    expect(own).not.toEqual(await retouch('shipped.png', '--mode', 'csrnet'));
    expect(own).toEqual(await retouch('again.png', '--csrnet', 'model=imported-csrnet'));
  });

  it('that is gone is named, with the folders that could not be read', async () => {
    mkdirSync(join(models, 'broken'), { recursive: true });
    writeFileSync(join(models, 'broken', 'manifest.json'), 'models:');
    const { code, stderr } = await runCli(['retouch', checkpoint, '-o', join(folder.path, 'out.png'), '--csrnet', 'model=imported-csrnet'], { modelsFolder: models });
    expect(code).toBe(1);
    expect(stderr).toMatch(/model "imported-csrnet": not at hand .*; not read: .*manifest\.json: no JSON/);
  });
});

describe('models verify', () => {
  it.each([
    ['a byte is changed', (bytes: Buffer) => bytes.fill(bytes[9000] ^ 1, 9000, 9001), 'SHA-256'],
    ['the file is cut short', (bytes: Buffer) => bytes.subarray(0, 9000), 'bytes 9000 (expected'],
    ['the file is longer', (bytes: Buffer) => Buffer.concat([bytes, bytes]), 'at most'],
  ])('fails where %s', async (_, change, message) => {
    await run('import', checkpoint);
    const path = join(models, 'imported-csrnet', 'map.onnx');
    writeFileSync(path, change(readFileSync(path)));
    const { code, stdout, stderr } = await run('verify');
    expect(code).toBe(1);
    expect(stderr).toContain('imported-csrnet-map: ');
    expect(stderr).toContain(message);
    expect(stdout).toContain('imported-csrnet: sound');
  });

  it('fails where graphs are swapped, hashes and all', async () => {
    await run('import', checkpoint);
    const path = join(models, 'imported-csrnet', 'manifest.json');
    const stored = JSON.parse(readFileSync(path, 'utf8')) as { models: { file: string; sha256: string; byteCount: number }[] };
    const [decide, map] = stored.models;
    [decide.file, map.file, decide.sha256, map.sha256, decide.byteCount, map.byteCount] = [map.file, decide.file, map.sha256, decide.sha256, map.byteCount, decide.byteCount];
    writeFileSync(path, JSON.stringify(stored));
    expect((await run('verify', 'imported-csrnet')).stderr).toContain('inputs modulation, pixels (expected copy');
  });

  it('refuses an id no model has, and says which are near', async () => {
    const { code, stderr } = await run('verify', 'csrnet-nutral');
    expect(code).toBe(2);
    expect(stderr).toContain('"csrnet-nutral": no such model (expected csrnet-neutral');
  });
});

describe('a folder of models', () => {
  it.each([
    ['of another version', '{ "schema": "openretouch/models@9", "models": [] }', 'schema: "openretouch/models@9" (expected "openretouch/models@1"'],
    ['that is no JSON', 'models:', 'manifest.json: no JSON'],
    ['with a file elsewhere', JSON.stringify({ schema: 'openretouch/models@1', models: [{ ...manifest.models[0], id: 'x', file: '../../secret' }] }), 'models[0].file: "../../secret" (expected a path below the manifest)'],
    ['with an absolute file', JSON.stringify({ schema: 'openretouch/models@1', models: [{ ...manifest.models[0], id: 'x', file: '/etc/passwd' }] }), 'models[0].file: "/etc/passwd"'],
    ['with a model that is shipped', JSON.stringify({ schema: 'openretouch/models@1', models: [manifest.models[0]] }), `has a model "${manifest.models[0].id}"`],
    ['with a tensor without a shape', JSON.stringify({ schema: 'openretouch/models@1', models: [{ ...manifest.models[0], id: 'x', inputs: [{ name: 'a' }] }] }), 'models[0].inputs[0].shape: undefined'],
  ])('with a manifest %s is named, and the other models are listed', async (_, text, message) => {
    mkdirSync(join(models, 'broken'), { recursive: true });
    writeFileSync(join(models, 'broken', 'manifest.json'), text);
    await run('import', checkpoint);
    const { code, stdout, stderr } = await run('list');
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stdout).toContain('imported-csrnet-map');
  });

  it('can be copied to another place, model by model', async () => {
    await run('import', checkpoint);
    const other = join(folder.path, 'elsewhere');
    cpSync(join(models, 'imported-csrnet'), join(other, 'imported-csrnet'), { recursive: true });
    expect((await run('verify', 'imported-csrnet', 'imported-csrnet-map', '--models', other)).code).toBe(0);
  });

  it('that does not exist holds none', async () => {
    const { code, stdout } = await run('list');
    expect(code).toBe(0);
    expect(stdout).not.toContain('imported');
  });
});

describe('the folder of the user\'s models', () => {
  it.each([
    ['linux', {}, '/home/ann/.local/share/openretouch/models'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/openretouch/models'],
    ['linux', { XDG_DATA_HOME: 'data' }, '/home/ann/.local/share/openretouch/models'],
    ['linux', { OPENRETOUCH_MODELS: 'here', XDG_DATA_HOME: '/data' }, 'here'],
    ['linux', { OPENRETOUCH_MODELS: '' }, '/home/ann/.local/share/openretouch/models'],
    ['darwin', {}, '/home/ann/Library/Application Support/openretouch/models'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/openretouch/models'],
  ] as const)('on %s with %j is %s', (platform, variables, expected) => {
    expect(userModelsFolder({ platform, variables, home: '/home/ann' })).toBe(expected);
  });
});
