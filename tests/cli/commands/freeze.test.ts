import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RasterComparison } from '@openretouch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSmallPhoto, takeBurst } from '../../helpers/bursts.js';
import { writePng } from '../../helpers/photos.js';
import { makeFolder } from '../corpus.js';
import { runCli } from '../run-cli.js';

const folder = makeFolder();
const at = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  const [dark] = takeBurst(await readSmallPhoto('mountain-lake'), [-0.5], 1);
  await writePng(dark, at('photo.png'));
});
afterAll(() => folder.remove());

describe('openretouch presets freeze', () => {
  it('writes a preset that gives its photo the same pixels and every other one the same map', async () => {
    const out = at('frozen.retouch.json');
    const { code, stdout, stderr } = await runCli(['presets', 'freeze', at('photo.png'), '--mode', 'csrnet', '-o', out, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { size, error, perPhoto } = JSON.parse(stdout) as { size: number; error: RasterComparison; perPhoto: number[] };
    expect([size, perPhoto]).toEqual([33, []]);
    expect(readFileSync(out).length).toBeLessThan(512 * 1024);
    await runCli(['retouch', at('photo.png'), '-o', at('decided.png'), '--mode', 'csrnet', '--no-recipe']);
    await runCli(['retouch', at('photo.png'), '-o', at('by-preset.png'), '--preset', out, '--no-recipe']);
    const compared = JSON.parse((await runCli(['compare', at('decided.png'), at('by-preset.png'), '--json'])).stdout) as RasterComparison;
    expect(compared.ciede2000.maximum).toBeLessThanOrEqual(error.ciede2000.maximum + 1e-9);
    expect(error.ciede2000.mean).toBeLessThan(0.1);
    expect((await runCli(['presets', 'convert', out, '-o', at('frozen.cube')])).code).toBe(0);
  });

  it('refuses a look that is the same already, another name, and a file that is there', async () => {
    const freeze = (...flags: string[]) => runCli(['presets', 'freeze', at('photo.png'), ...flags]);
    expect((await freeze('--preset', 'warm', '-o', at('no.retouch.json'))).stderr).toContain('nothing to freeze');
    expect((await freeze('--mode', 'csrnet', '-o', at('no.cube'))).stderr).toContain('expected one that ends in .retouch.json');
    folder.write('there.retouch.json', '{}');
    expect((await freeze('--preset', 'auto', '-o', at('there.retouch.json'))).stderr).toContain('exists already');
    expect((await freeze('--mode', 'cudi', '-o', at('no.retouch.json'))).stderr).toContain('no colour map was decided');
    expect(existsSync(at('no.retouch.json'))).toBe(false);
  });
});
