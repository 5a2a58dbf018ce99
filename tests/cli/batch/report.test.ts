import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { type BatchReport, countPhotos, type ReportPhoto } from '../../../packages/cli/src/batch/report/batch-report.js';
import { renderReport } from '../../../packages/cli/src/batch/report/render-report.js';
import { readReport } from '../../../packages/cli/src/batch/report/read-report.js';
import { fromSamples, makeFolder, makeGradient, sharp } from '../corpus.js';
import { runCli } from '../run-cli.js';

const root = makeFolder();
afterAll(root.remove);
const at = (...names: readonly string[]): string => join(root.path, ...names);
const schema = JSON.parse(readFileSync(new URL('../../../packages/cli/report.schema.json', import.meta.url), 'utf8')) as object;
const isReport = new Ajv.default({ strict: true, strictRequired: false }).compile<BatchReport>(schema);
const jpeg = await fromSamples(makeGradient(40, 30), 40, 30).jpeg().toBuffer();
mkdirSync(at('in', 'sub'), { recursive: true });
for (let i = 0; i < 20; i += 1) writeFileSync(at('in', i % 3 === 0 ? 'sub' : '', `${i}.jpg`), jpeg);
writeFileSync(at('in', 'bad <script>alert(1)</script>&"\'.jpg'.replace('/', '-')), 'broken');
writeFileSync(at('in', 'x.nef'), '');

const retouch = (...more: readonly string[]) => runCli(['retouch', at('in'), '--exposure', '0.3', ...more]);
const read = (name: string): BatchReport => JSON.parse(readFileSync(at(name), 'utf8')) as BatchReport;
await retouch('-o', at('base-out'), '--report', at('base.json'));
const base = read('base.json');

describe('--report', () => {
  it('writes what was done as JSON of the published schema, and as a page', async () => {
    const { code } = await retouch('-o', at('out'), '--report', at('r.json'), '--report', at('new', 'r.html'));
    expect(code).toBe(1);
    const report = read('r.json');
    expect(isReport(report) || isReport.errors).toBe(true);
    expect(report.counts).toEqual({ photos: 21, retouched: 20, kept: 0, failed: 1, unreached: 0 });
    expect(report.photos[0]).toMatchObject({ status: 'failed', error: { code: 'invalid-file', message: expect.stringMatching(/not a photo/) as string } });
    expect(report.photos[1]).toMatchObject({ status: 'retouched', width: 40, height: 30 });
    expect(report.leftOut.unsupported).toEqual([at('in', 'x.nef')]);
    expect(readFileSync(at('new', 'r.html'), 'utf8')).toMatch(/<h1>1 of 21 photos failed<\/h1>/);
  });

  it('is replaced by the next run, which tells what was finished before', async () => {
    await retouch('-o', at('out'), '--report', at('r.json'));
    const report = read('r.json');
    expect(isReport(report) || isReport.errors).toBe(true);
    expect(report.counts).toMatchObject({ kept: 20, failed: 1 });
    expect(report.photos[1]).toMatchObject({ status: 'kept', width: 40, decided: [] });
  });

  it.each([
    ['a name that says no format', ['--report', 'r.txt'], 2, /--report: .*r\.txt \(expected a name that ends in \.json or \.html\)/],
    ['an input', ['--report', 'in/0.json', '--dry-run'], 2, /--report: with --dry-run/],
    ['one name twice', ['--report', 'twice.json', '--report', './twice.json'], 2, /expected a file of its own/],
    ['a file that is no report', ['--report', 'other.json'], 1, /other\.json: exists already and is no report/],
    ['a page that is no report', ['--report', 'other.html'], 1, /other\.html: exists already and is no report/],
    ['a folder', ['--report', 'folder.json'], 1, /folder\.json: is no file/],
  ])('is refused for %s, before anything is written', async (_, more, code, message) => {
    writeFileSync(at('other.json'), '{}');
    writeFileSync(at('other.html'), '<p>mine');
    mkdirSync(at('folder.json'), { recursive: true });
    const run = await retouch('-o', at('never'), ...more.map((word) => (word.startsWith('-') ? word : at(word))));
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(readFileSync(at('other.json'), 'utf8')).toBe('{}');
  });
});

describe('the page of a report', () => {
  it('shows names and messages as text, whatever they hold', async () => {
    await retouch('-o', at('out'), '--report', at('page.html'));
    const page = readFileSync(at('page.html'), 'utf8');
    expect(page).not.toMatch(/<script/i);
    expect(page).toContain('bad &lt;script&gt;alert(1)&lt;-script&gt;&amp;&quot;&#39;.jpg');
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/(?:src|href)=|url\(|@import/);
  });

  const many = (count: number, more: Partial<ReportPhoto> = {}): BatchReport => {
    const photos = Array.from({ length: count }, (_, i): ReportPhoto => ({ input: `in/roll/photo-${i}.jpg`, output: `out/roll/photo-${i}.jpg`, status: 'retouched', seconds: 0.5, width: 6000, height: 4000, ...more }));
    return { ...base, counts: countPhotos(photos), set: { id: '0'.repeat(16), count }, photos };
  };
  it('stays small with ten thousand photos, and with more', () => {
    expect(renderReport(many(10_000)).length).toBeLessThan(4e6);
    const page = renderReport(many(50_000));
    expect(page.length).toBeLessThan(4e6);
    expect(page).toContain('40\u202f000 more photos are in the JSON report.');
  });

  it('cuts what is long', () => {
    const notes = Array.from({ length: 500 }, () => 'n'.repeat(5000));
    const page = renderReport(many(100, { notes }));
    expect(page.length).toBeLessThan(100 * 4000 + 20_000);
    expect(page).toContain('and 494 more');
  });

  it('shows control characters and turned text as escapes', () => {
    const page = renderReport(many(1, { input: 'a\u0000\u202egpj.\ud800' }));
    expect(page).toContain('a\\u0000\\u202egpj.\\ud800');
  });
});

describe('report merge', () => {
  const shardRun = (index: number, count: number, name: string, ...more: readonly string[]) => retouch('-o', at(`shards-${count}`), '--shard', `${index}/${count}`, '--report', at(name), ...more);
  const merge = (...names: readonly string[]) => runCli(['report', 'merge', ...names.map((name) => at(name))]);

  it('of all shards is the report of the whole run', async () => {
    for (const index of [1, 2, 3]) await shardRun(index, 3, `s${index}.json`);
    const run = await runCli(['report', 'merge', at('s3.json'), at('s1.json'), at('s2.json'), '-o', at('all.json')]);
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/all\.json: 21 photos of 3 shards, 20 finished, 1 failed\n$/) as string });
    const [merged, whole] = [read('all.json'), base];
    expect(isReport(merged) || isReport.errors).toBe(true);
    expect(merged.shard).toBeNull();
    expect(merged.set).toEqual(whole.set);
    expect(merged.settingsId).toBe(whole.settingsId);
    const inputsOf = ({ photos }: BatchReport): string[] => photos.map(({ input }) => input).sort();
    expect(inputsOf(merged)).toEqual(inputsOf(whole));
    expect((await runCli(['report', 'merge', at('s1.json'), at('s2.json'), at('s3.json'), '-o', at('all.html')])).code).toBe(0);
    expect(readFileSync(at('all.html'), 'utf8')).toMatch(/<h1>1 of 21 photos failed/);
  });

  it.each([
    ['a shard is missing', ['s1.json', 's3.json'], /shard 2 of 3 is missing \(expected the reports of all\)/],
    ['a shard is there twice', ['s1.json', 's2.json', 's2.json'], /shard 2 of 3 is there twice: .*s2\.json and .*s2\.json/],
    ['one is of a whole run', ['s1.json', 'base.json'], /base\.json: of a whole run \(expected the report of a run with --shard\)/],
    ['settings differ', ['s1.json', 'other-settings.json'], /s1\.json and .*other-settings\.json are of runs with different settings: --quality the format's own \(now 80\)/],
    ['shards were counted differently', ['s1.json', 'half.json'], /are of 3 and of 2 shards/],
    ['the photos are other ones', ['s1.json', 'other-set.json'], /are of different sets of photos, 21 and 20/],
    ['photos are missing', ['s1.json', 's2.json', 'less.json'], /the shards hold \d+ photos, \d+ of them distinct, of a set of 21/],
  ])('is refused where %s', async (_, names, message) => {
    await shardRun(2, 2, 'half.json');
    const [one, two, three] = ['s1.json', 's2.json', 's3.json'].map(read);
    writeFileSync(at('other-settings.json'), JSON.stringify({ ...two, settingsId: 'f'.repeat(16), settings: { ...one.settings, quality: 80 } }));
    writeFileSync(at('other-set.json'), JSON.stringify({ ...two, set: { id: '0'.repeat(16), count: 20 } }));
    const less = three.photos.slice(1);
    writeFileSync(at('less.json'), JSON.stringify({ ...three, photos: less, counts: countPhotos(less) }));
    const run = await runCli(['report', 'merge', ...names.map((name) => at(name)), '-o', at('refused.json')]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('is refused for no reports, for what is no report, and without -o', async () => {
    expect((await runCli(['report', 'merge', '-o', at('x.json')])).stderr).toMatch(/missing required argument 'reports'/);
    expect((await merge('s1.json')).stderr).toMatch(/required option '-o, --output <path>' not specified/);
    for (const [name, text, message] of [
      ['none.json', undefined, /none\.json: no such file/],
      ['text.json', 'hello', /text\.json: not JSON/],
      ['future.json', JSON.stringify({ schema: 'openretouch/report@2' }), /schema: "openretouch\/report@2" \(expected a report of the form openretouch\/report@1\)/],
    ] as const) {
      if (text !== undefined) writeFileSync(at(name), text);
      const run = await runCli(['report', 'merge', at(name), '-o', at('refused.json')]);
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(message);
    }
  });
});

describe('reading a report', () => {
  const paths = (value: unknown, path: readonly string[] = []): string[][] =>
    typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...paths(inner, [...path, key])]);

  it('refuses what the schema refuses: every field it needs, taken away or of another kind', async () => {
    const twoPhotos = { ...base, photos: base.photos.slice(0, 2), counts: countPhotos(base.photos.slice(0, 2)) };
    writeFileSync(at('two.json'), JSON.stringify(twoPhotos));
    expect(await readReport(at('two.json'))).toEqual(twoPhotos);
    let refusedCount = 0;
    for (const path of paths(twoPhotos)) {
      for (const change of ['removed', { kind: 'object' }, true] as const) {
        const copy = structuredClone(twoPhotos) as unknown as Record<string, unknown>;
        let place: Record<string, unknown> = copy;
        for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
        const last = path[path.length - 1];
        if (change === 'removed' && Array.isArray(place)) continue;
        if (change === 'removed') Reflect.deleteProperty(place, last);
        else place[last] = change;
        // A reader may be more lenient where it does not look; it must not take for a report what breaks what it uses.
        if (isReport(copy)) continue;
        if (['input', 'output', 'status', 'error', 'photos', 'set', 'shard', 'settingsId', 'counts', 'schema', 'seconds', 'interrupted', 'leftOut', 'settings'].includes(last) && path.length <= 3) {
          writeFileSync(at('broken.json'), JSON.stringify(copy));
          await expect(readReport(at('broken.json')), `${path.join('.')} ${JSON.stringify(change)}`).rejects.toThrow(/broken\.json: /);
          refusedCount += 1;
        }
      }
    }
    expect(refusedCount).toBeGreaterThan(30);
  });
});

it('--shard goes with a folder alone', async () => {
  const run = await runCli(['retouch', at('in', '1.jpg'), '-o', at('one.jpg'), '--exposure', '1', '--shard', '1/2']);
  expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/--shard: with the output file .*one\.jpg \(expected a folder\)\n$/) as string });
});

it('a shard to which no photo falls is done at once', async () => {
  mkdirSync(at('single'));
  writeFileSync(at('single', 'a.jpg'), await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } }).jpeg().toBuffer());
  const runs = await Promise.all([1, 2, 3].map((index) => runCli(['retouch', at('single'), '-o', at('single-out'), '--exposure', '1', '--shard', `${index}/3`])));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(runs.filter(({ stdout }) => stdout.includes(': 1 of 1 photos'))).toHaveLength(1);
  expect(runs.filter(({ stdout }) => stdout.includes(': 0 of 1 photos'))).toHaveLength(2);
});
