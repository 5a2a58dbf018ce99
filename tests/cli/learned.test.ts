import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareRasters, parseRecipe } from '@openretouch/core';
import { manifest } from '@openretouch/models';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BatchSettings, differencesOf, settingsId } from '../../packages/cli/src/batch/settings.js';
import { hashModels } from '../../packages/cli/src/models/open-decider.js';
import { recipeOf } from '../helpers/arbitrary-operation.js';
import { listPhotos, PHOTO_FOLDERS, readPhoto } from '../helpers/photos.js';
import { makeFolder } from './corpus.js';
import { runCli } from './run-cli.js';

const folder = makeFolder();
const at = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  for (const [index, path] of listPhotos(PHOTO_FOLDERS.good).slice(0, 2).entries()) {
    await sharp(path).resize(240, 240, { fit: 'inside' }).png().toFile(at(`photo-${index}.png`));
  }
});
afterAll(() => folder.remove());

describe('openretouch retouch --mode csrnet', () => {
  it('retouches a photo, says which weights decided, and stores the recipe', async () => {
    const { code, stdout, stderr } = await runCli(['retouch', at('photo-0.png'), '-o', at('out.png'), '--mode', 'csrnet', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const neutral = manifest.models.find(({ id }) => id === 'csrnet-neutral');
    expect(stdout).toContain(`csrnet-neutral@${neutral?.sha256.slice(0, 16) ?? ''}`);
    expect(compareRasters(await readPhoto(at('out.png')), await readPhoto(at('photo-0.png'))).ciede2000.mean).toBeGreaterThan(0.3);
    const shown = await runCli(['presets', 'show', at('out.png')]);
    expect(shown.stdout).toContain('csrnet');
  });

  it('gives the same bytes by the operation flag, and half of it at half the strength', async () => {
    const run = async (name: string, ...flags: string[]): Promise<Buffer> => {
      const { code, stderr } = await runCli(['retouch', at('photo-0.png'), '-o', at(name), '--no-recipe', ...flags]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return readFileSync(at(name));
    };
    expect(await run('a.png', '--mode', 'csrnet')).toEqual(await run('b.png', '--csrnet', '1'));
    await run('half.png', '--csrnet', '0.5');
    const [photo, full, half] = await Promise.all(['photo-0.png', 'a.png', 'half.png'].map((name) => readPhoto(at(name))));
    // Half of what was clipped to the end of the range is not half of what it was.
    const isClipped = (index: number): boolean => full.data[index] === 0 || full.data[index] === 255;
    const distance = (index: number): number => (isClipped(index) ? 0 : Math.abs(half.data[index] - (photo.data[index] + full.data[index]) / 2));
    expect(Math.max(...Array.from(half.data.keys(), distance))).toBeLessThanOrEqual(1);
  });

  it('puts the learned retouch between the look and the operations', async () => {
    const { stdout } = await runCli(['retouch', '--preset', 'warm', '--exposure', '0.2', '--mode', 'csrnet', '--style', 'neutral:0.5,soft:0.5', '--print-recipe']);
    const { operations } = parseRecipe(stdout);
    expect(operations.slice(-2)).toEqual([{ op: 'csrnet', style: { neutral: 0.5, soft: 0.5 } }, { op: 'exposure', ev: 0.2 }]);
    expect(operations.length).toBeGreaterThan(2);
  });

  it('writes nothing where a model is not there', async () => {
    const { code, stderr } = await runCli(['retouch', at('photo-0.png'), at('photo-1.png'), '-o', `${at('none')}/`, '--csrnet', 'model=csrnet-of-mine']);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(at('none'))).toBe(false);
  });

  it('is baked into a LUT for one photo, and refused as a look for all', async () => {
    expect((await runCli(['bake', at('photo-0.png'), '-o', at('learned.cube'), '--mode', 'csrnet', '--size', '17'])).code).toBe(0);
    expect(readFileSync(at('learned.cube'), 'utf8')).toContain('LUT_3D_SIZE 17');
    await runCli(['presets', 'new', at('mine.retouch.json'), '--name', 'Mine', '--csrnet', '0.8']);
    const { code, stderr } = await runCli(['presets', 'convert', at('mine.retouch.json'), '-o', at('mine.cube')]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('operations[0] (csrnet): is decided by the photo');
  });

  it('goes on where a run with the same weights was stopped', async () => {
    mkdirSync(at('in'));
    for (const index of [0, 1]) await sharp(at(`photo-${index}.png`)).toFile(at(`in/photo-${index}.png`));
    const argv = ['retouch', at('in'), '-o', `${at('many')}/`, '--mode', 'csrnet', '--json'];
    expect(JSON.parse((await runCli(argv)).stdout)).toMatchObject({ retouched: 2, failed: 0 });
    expect(JSON.parse((await runCli(argv)).stdout)).toMatchObject({ kept: 2, retouched: 0 });
    const journals = readdirSync(at('many/.openretouch')).filter((name) => name.endsWith('.jsonl'));
    expect(readFileSync(at(`many/.openretouch/${journals[0]}`), 'utf8')).toContain((await hashModels(recipeOf([{ op: 'csrnet' }]), undefined))['csrnet-neutral']);
  });
});

describe('the settings of a run', () => {
  const settings: BatchSettings = { program: '1', recipeName: 'Mine', recipe: 'ab', storesRecipe: true, format: null, quality: null, bitDepth: null, masks: {}, kernels: 'wasm' };
  const learned = { ...settings, models: { 'csrnet-neutral': '11111111ffff' } };

  it('differ with the weights, and say so', () => {
    const retrained = { ...settings, models: { 'csrnet-neutral': '22222222ffff' } };
    expect(new Set([settings, learned, retrained].map(settingsId)).size).toBe(3);
    expect(differencesOf(learned, retrained)).toEqual(['model csrnet-neutral 11111111 (now 22222222)']);
    expect(differencesOf(settings, learned)).toEqual(['model csrnet-neutral none (now 11111111)']);
  });

  it('name every model that decides, and the map it decides for', async () => {
    expect(Object.keys(await hashModels(recipeOf([{ op: 'csrnet' }, { op: 'exposure', ev: 1 }]), undefined))).toEqual(['csrnet-map', 'csrnet-neutral']);
    expect(await hashModels(recipeOf([{ op: 'csrnet', enabled: false }]), undefined)).toEqual({});
  });
});
