import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecipe, type Recipe } from '@openretouch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeriesPart } from '../../packages/cli/src/batch/photo-task.js';
import type { BatchReport } from '../../packages/cli/src/batch/report/batch-report.js';
import { readSmallPhoto, takeBurst } from '../helpers/bursts.js';
import { writePng } from '../helpers/photos.js';
import { makeFolder } from './corpus.js';
import { type BuiltProgram, buildProgram, listOutputs, runCli } from './run-cli.js';

const folder = makeFolder();
const at = (name: string): string => join(folder.path, name);
let program: BuiltProgram;

beforeAll(async () => {
  mkdirSync(at('in'));
  const [lake, tulips] = [await readSmallPhoto('mountain-lake'), await readSmallPhoto('tulips')];
  for (const [index, raster] of takeBurst(lake, [-0.5, 0.5, 0.1, -3], 1).entries()) await writePng(raster, at(`in/lake-${index}.png`));
  for (const [index, raster] of takeBurst(tulips, [-0.4, 0.3], 2).entries()) await writePng(raster, at(`in/tulips-${index}.png`));
  await writePng(await readSmallPhoto('espresso'), at('in/espresso.png'));
  program = await buildProgram();
});
afterAll(() => {
  program.remove();
  folder.remove();
});

const argv = (out: string, ...more: string[]): string[] => ['retouch', at('in'), '-o', `${at(out)}/`, '--preset', 'warm', ...more];
const bytesIn = (out: string): Record<string, string> => Object.fromEntries(listOutputs(at(out)).map((name) => [name, readFileSync(at(`${out}/${name}`), 'hex')]));

interface PrintedRun {
  readonly series: { readonly scenes: readonly { readonly number: number; readonly photos: readonly string[]; readonly leftOut: readonly string[] }[] };
  readonly photos: readonly { readonly input: string; readonly series: SeriesPart }[];
}

async function runJson(out: string, ...more: string[]): Promise<PrintedRun> {
  const { code, stdout, stderr } = await runCli(argv(out, '--json', ...more));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as PrintedRun;
}

describe('openretouch retouch --series', () => {
  it('says scenes, shifts and who was left out, in lines, in JSON, in the report and in the photos', async () => {
    const { series, photos } = await runJson('told', '--series', '0.5', '--report', at('told.json'));
    expect(series).toMatchObject({ share: 0.5, aloneCount: 1, unseen: [] });
    expect(series.scenes).toEqual([
      { number: 1, photos: [0, 1, 2, 3].map((index) => at(`in/lake-${index}.png`)), leftOut: [at('in/lake-3.png')] },
      { number: 2, photos: [0, 1].map((index) => at(`in/tulips-${index}.png`)), leftOut: [] },
    ]);
    const lake = photos.find(({ input }) => input.endsWith('lake-0.png'))?.series;
    expect(lake).toMatchObject({ status: 'moved', scene: 1, share: 0.5 });
    const stored = await runCli(['presets', 'show', at('told/lake-0.png')]);
    expect(parseRecipe(stored.stdout).operations.slice(-(lake?.operations.length ?? 0))).toEqual(lake?.operations);
    const report = JSON.parse(readFileSync(at('told.json'), 'utf8')) as BatchReport;
    expect(report.settings.series).toBe(0.5);
    expect(report.photos.find(({ input }) => input.endsWith('lake-3.png'))?.series).toMatchObject({ status: 'left-out', scene: 1 });
    rmSync(at('told'), { recursive: true });
    const { stdout } = await runCli(argv('told', '--series', '0.5'));
    expect(stdout).toContain('series: 2 scenes of 6 photos, 1 alone');
    expect(stdout).toContain('left out of scene 1: ');
    expect(stdout).toMatch(/ {2}series: scene 1 \(4 photos\): Exposure at|White balance|Levels/);
  });

  it('gives the bytes of a run without it at 0', async () => {
    await runJson('zero', '--series', '0');
    await runJson('none');
    expect(bytesIn('zero')).toEqual(bytesIn('none'));
  });

  it('gives the same bytes by several jobs, in two shards, and when it goes on', async () => {
    await runJson('whole', '--series', '0.5');
    const jobs = await program.run(argv('jobs', '--series', '0.5', '--jobs', '2'));
    expect(jobs).toMatchObject({ code: 0, stderr: '' });
    expect(bytesIn('jobs')).toEqual(bytesIn('whole'));
    for (const shard of ['1/2', '2/2']) await runJson('shards', '--series', '0.5', '--shard', shard);
    expect(bytesIn('shards')).toEqual(bytesIn('whole'));
    rmSync(at('whole/lake-1.png'));
    expect(await runJson('whole', '--series', '0.5')).toMatchObject({ retouched: 1, kept: 6 });
    expect(bytesIn('whole')).toEqual(bytesIn('jobs'));
    const { code, stderr } = await runCli(argv('whole', '--series', '0.7'));
    expect(code).toBe(1);
    expect(stderr).toContain('--series 0.5 (now 0.7)');
  });

  it('does again what a new photo of the scene has changed, and nothing else', async () => {
    await runJson('grown', '--series', '0.5');
    const [more] = takeBurst(await readSmallPhoto('tulips'), [0.6], 5);
    await writePng(more, at('in/tulips-2.png'));
    try {
      expect(await runJson('grown', '--series', '0.5')).toMatchObject({ retouched: 3, kept: 5 });
      await runJson('fresh', '--series', '0.5');
      expect(bytesIn('grown')).toEqual(bytesIn('fresh'));
    } finally {
      rmSync(at('in/tulips-2.png'));
    }
  });

  it('tells beforehand what it would do, and prints a recipe a photo', async () => {
    const { series, photos } = await runJson('dry', '--series', '1', '--dry-run');
    expect(series.scenes).toHaveLength(2);
    expect(existsSync(at('dry'))).toBe(false);
    const { stdout } = await runCli(['retouch', at('in'), '--preset', 'warm', '--series', '1', '--print-recipe']);
    const printed = JSON.parse(stdout) as { input: string; recipe: Recipe }[];
    const common = printed.find(({ input }) => input.endsWith('espresso.png'))?.recipe.operations ?? [];
    expect(printed.map(({ recipe }) => recipe.operations)).toEqual(photos.map(({ series: part }) => [...common, ...part.operations]));
  });

  it('leaves a photo that cannot be read to its turn, where it fails as ever', async () => {
    folder.write('in/broken.png', readFileSync(at('in/espresso.png')).subarray(0, 2000));
    try {
      const { code, stdout, stderr } = await runCli(argv('broken', '--series', '0.5', '--json'));
      expect(code).toBe(1);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(JSON.parse(stdout)).toMatchObject({ failed: 1, retouched: 7, series: { unseen: [at('in/broken.png')] } });
    } finally {
      rmSync(at('in/broken.png'));
    }
  });

  it('writes nothing when it is stopped while it looks', async () => {
    const controller = new AbortController();
    controller.abort();
    const { code } = await runCli(argv('stopped', '--series', '0.5'), { signal: controller.signal });
    expect(code).toBe(130);
    expect(existsSync(at('stopped'))).toBe(false);
  });

  it.each([
    [['--series', '1.5'], '--series: 1.5 (expected 0 to 1)'],
    [['--series', 'much'], '--series: "much" (expected a number)'],
  ])('refuses %j', async (flags, message) => {
    const { code, stderr } = await runCli(argv('refused', ...flags));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('refuses a single file as output, and masks; one photo in a folder is on its own', async () => {
    const single = await runCli(['retouch', at('in/lake-0.png'), '-o', at('one.png'), '--preset', 'warm', '--series', '0.5']);
    expect(single).toMatchObject({ code: 2 });
    expect(single.stderr).toContain('--series: with the output file');
    const masked = await runCli(argv('masked', '--series', '0.5', '--mask', at('in/lake-0.png')));
    expect(masked.stderr).toContain('--series: with a mask');
    const { code, stdout } = await runCli(['retouch', at('in/lake-0.png'), '-o', `${at('one')}/`, '--preset', 'warm', '--series', '0.5']);
    expect(code).toBe(0);
    expect(stdout).toContain('series: no other photo of its scene');
  });
});
