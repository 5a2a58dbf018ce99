import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPreset, mainParameterOf, OPERATIONS, parseCube, parseRecipe, PRESETS } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { fromSamples, makeFolder, makeGradient, makeIccProfile, WIDE_SPACES } from './corpus.js';
import { TOLERANCES } from '../tolerances.js';
import { listTree, runCli } from './run-cli.js';

const folder = makeFolder();
const at = (...names: readonly string[]): string => join(folder.path, ...names);
afterAll(folder.remove);

const gradient = makeGradient(32, 24);
folder.write('a.png', await fromSamples(gradient, 32, 24).png().toBuffer());
folder.write('brighter.png', await fromSamples(gradient.map((value) => Math.min(255, value + 10)), 32, 24).png().toBuffer());
folder.write('a16.png', await fromSamples(Uint16Array.from(gradient, (value) => value * 257), 32, 24).png().toBuffer());
folder.write('clear.png', await fromSamples(Uint8Array.from({ length: 32 * 24 * 4 }, (_, i) => (i % 4 === 3 ? 128 : gradient[Math.floor(i / 4) * 3 + (i % 4)])), 32, 24).png().toBuffer());
folder.write('broken.png', 'broken');

async function json<T>(...argv: readonly string[]): Promise<T> {
  const { stdout, stderr, code } = await runCli([...argv, '--json']);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout) as T;
}

interface Comparison {
  readonly isEqual: boolean;
  readonly psnr: number | null;
  readonly ssim: number;
  readonly ciede2000: { readonly mean: number; readonly p99: number; readonly maximum: number };
  readonly notes: readonly string[];
}

describe('compare', () => {
  it('finds a picture equal to itself, at another bit depth and below transparency too', async () => {
    for (const [name, notes] of [['a.png', []], ['a16.png', []], ['clear.png', ['transparency is not compared']]] as const) {
      expect(await json<Comparison>('compare', at('a.png'), at(name))).toMatchObject({ isEqual: true, psnr: null, ssim: 1, ciede2000: { mean: 0, maximum: 0 }, notes });
    }
  });

  it('gives the PSNR of a known difference', async () => {
    const { psnr, isEqual, ssim } = await json<Comparison>('compare', at('a.png'), at('brighter.png'));
    // Every value up to 245 differs by 10, the others by less.
    const allByTen = 20 * Math.log10(255 / 10);
    expect(psnr).toBeGreaterThanOrEqual(allByTen);
    expect(psnr).toBeLessThan(allByTen + TOLERANCES.cli.clippedDecibels);
    expect(isEqual).toBe(false);
    expect(ssim).toBeLessThan(1);
  });

  it('compares colours and not numbers where the spaces differ', async () => {
    await runCli(['retouch', at('a.png'), '-o', at('same.png'), '--exposure', '0']);
    const { colorants, gamma } = WIDE_SPACES.adobeRgb;
    const wide = await fromSamples(gradient, 32, 24).withIccProfile(iccFile(makeIccProfile('Adobe RGB', gamma, colorants))).png().toBuffer();
    folder.write('wide.png', wide);
    const { isEqual, notes } = await json<Comparison>('compare', at('a.png'), at('wide.png'));
    expect(isEqual).toBe(false);
    expect(notes[0]).toMatch(/wide\.png: /);
  });

  it('prints three lines for people', async () => {
    expect((await runCli(['compare', at('a.png'), at('a.png')])).stdout).toBe('PSNR       infinite (equal)\nSSIM       1.0000\nCIEDE2000  mean 0.000, p99 0.00, max 0.00\n');
  });
});

describe('analyse', () => {
  it('measures what is there', async () => {
    const [result] = await json<[{ meanRgb: number[]; width: number; clipped: { blackFraction: number } }]>('analyse', at('a.png'));
    expect(result).toMatchObject({ path: at('a.png'), width: 32, height: 24, encoding: 'srgb', bitDepth: 8, notes: [] });
    const mean = gradient.reduce((sum, value, i) => sum + (i % 3 === 0 ? value : 0), 0) / (32 * 24 * 255);
    expect(Math.abs(result.meanRgb[0] - mean)).toBeLessThan(TOLERANCES.analyse.mean);
  });

  it('goes on after a photo that fails', async () => {
    const { stdout, stderr, code } = await runCli(['analyse', at('broken.png'), at('a.png')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^openretouch: .*broken\.png: not a photo .*\n$/);
    expect(stdout).toContain(`${at('a.png')}\n  32 x 24, srgb, 8 bit\n`);
  });

  it('stops when nobody reads its lines any more', async () => {
    const { stdout, stderr, code } = await runCli(['analyse', at('a.png'), at('broken.png')], { readsPieces: 1 });
    expect({ stdout, stderr, code }).toEqual({ stdout: `${at('a.png')}\n`, stderr: '', code: 0 });
  });
});

describe('bake', () => {
  it.each([17, 33, 65])('writes a LUT of %i nodes that says how far it errs', async (size) => {
    const report = await json<{ error: { levels: { mean: number }; photo?: object } }>('bake', at('a.png'), '-o', at(`look${size}.cube`), '--preset', 'auto', '--size', String(size));
    expect(report).toMatchObject({ output: at(`look${size}.cube`), size, space: 'srgb' });
    expect(report.error.photo).toBeDefined();
    expect(parseCube(readFileSync(at(`look${size}.cube`))).table3d?.size).toBe(size);
  });

  it('agrees with the retouch it was made of', async () => {
    await runCli(['bake', at('a.png'), '-o', at('agree.cube'), '--preset', 'warm', '--size', '65']);
    await runCli(['retouch', at('a.png'), '-o', at('by-lut.png'), '--lut', at('agree.cube')]);
    await runCli(['retouch', at('a.png'), '-o', at('direct.png'), '--preset', 'warm']);
    expect((await json<Comparison>('compare', at('by-lut.png'), at('direct.png'))).ciede2000.mean).toBeLessThan(TOLERANCES.cli.bakedCiede2000);
  });

  it('replaces nothing without --force', async () => {
    folder.write('old.cube', 'old');
    expect((await runCli(['bake', at('a.png'), '-o', at('old.cube'), '--preset', 'auto'])).stderr).toMatch(/old\.cube: exists already/);
    expect(readFileSync(at('old.cube'), 'utf8')).toBe('old');
    expect((await runCli(['bake', at('a.png'), '-o', at('old.cube'), '--preset', 'auto', '--force'])).code).toBe(0);
  });

  it('makes the folder it is to write into', async () => {
    await runCli(['bake', at('a.png'), '-o', at('new', 'deep', 'look.cube'), '--preset', 'auto']);
    expect(listTree(at('new'))).toEqual(['deep', join('deep', 'look.cube')]);
  });
});

describe('presets', () => {
  it('lists every built-in look', async () => {
    const { stdout } = await runCli(['presets', 'list']);
    expect([...stdout.matchAll(/^ {2}(\S+)/gm)].map(([, id]) => id)).toEqual(PRESETS.map(({ id }) => id));
    expect(await json<{ id: string }[]>('presets', 'list')).toHaveLength(PRESETS.length);
  });

  it('shows a look as a recipe file', async () => {
    expect(parseRecipe((await runCli(['presets', 'show', 'warm'])).stdout)).toEqual(findPreset('warm')?.recipe);
    expect(await json('presets', 'show', 'warm')).toMatchObject({ recipe: { id: 'warm' }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  });

  it('names every fault of every file', async () => {
    folder.write('good.retouch.json', JSON.stringify(findPreset('soft')?.recipe));
    folder.write('bad.retouch.json', JSON.stringify({ schema: 'openretouch/recipe@1', name: 'x', operations: Array.from({ length: 12 }, () => ({ op: 'exposure', ev: 99 })), colour: 1 }));
    const { stdout, stderr, code } = await runCli(['presets', 'validate', at('good.retouch.json'), at('bad.retouch.json'), at('none.retouch.json')]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^.*good\.retouch\.json: valid preset, "[^"]+", \d operations?\n$/);
    const lines = stderr.trim().split('\n');
    expect(lines.filter((line) => line.includes('].ev: 99'))).toHaveLength(12);
    expect(lines.filter((line) => line.includes('colour'))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/none\.retouch\.json: no such file/);
    expect(lines.every((line) => /^openretouch: .*\.retouch\.json: /.test(line))).toBe(true);
    const report = await runCli(['presets', 'validate', at('good.retouch.json'), at('bad.retouch.json'), '--json']);
    const results = JSON.parse(report.stdout) as { valid: boolean; error?: { issues: unknown[] } }[];
    expect(results.map(({ valid }) => valid)).toEqual([true, false]);
    expect(results[1].error?.issues).toHaveLength(13);
  });
});

describe('help', () => {
  it('shows the accepted range of every operation, and examples at the end', async () => {
    const { stdout, code, stderr } = await runCli(['retouch', '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const operation of OPERATIONS) {
      const main = mainParameterOf(operation)?.parameter;
      if (main?.kind === 'number') expect(stdout).toMatch(new RegExp(`${operation.title}: ${main.minimum} to ${main.maximum}`));
    }
    expect(stdout).toMatch(/Examples:\n( {2}openretouch retouch .*\n)+$/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('offers the learned modes there are', async () => {
    const { stdout } = await runCli(['retouch', '--help']);
    expect(stdout).toMatch(/--mode <csrnet\|pienet\|cudi>/);
  });

  it('is printed where nothing is asked, with the exit code of a mistake', async () => {
    const { stdout, code } = await runCli([]);
    expect(stdout).toMatch(/^Usage: openretouch/);
    expect(code).toBe(2);
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: '0.0.0-test\n', stderr: '' });
  });
});

function iccFile(bytes: Uint8Array): string {
  return folder.write('profile.icc', bytes);
}
