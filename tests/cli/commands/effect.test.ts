import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder, makeGradient, sharp } from '../corpus.js';
import { runCli } from '../run-cli.js';

const folder = makeFolder();
afterAll(folder.remove);

const photo = folder.write('photo.png', await sharp(makeGradient(40, 30), { raw: { width: 40, height: 30, channels: 3 } }).png().toBuffer());
const brighter = ['--exposure', '0.4', '--saturation', 'gain=1.2 axis=oklab'];
const words = 'brighter by 0.4 EV, 20 % more saturation';

const json = async (...argv: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await runCli([...argv, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as unknown;
};

describe('what a retouch did', () => {
  it('is told in words in the document of each photo', async () => {
    expect(await json('retouch', photo, '-o', `${folder.path}/out.png`, ...brighter)).toMatchObject({ photos: [{ status: 'retouched', effect: words }] });
  });

  it('is told in reports', async () => {
    const report = `${folder.path}/report.json`;
    const page = `${folder.path}/report.html`;
    await json('retouch', photo, '-o', `${folder.path}/reported/`, '--report', report, '--report', page, ...brighter);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ photos: [{ effect: words }] });
    expect(readFileSync(page, 'utf8')).toContain(words);
  });

  it('is told of a bake, in words and numbers', async () => {
    const { effect } = (await json('bake', photo, '-o', `${folder.path}/a.cube`, ...brighter)) as { effect: { sentence: string; measured: { exposureEv: number } } };
    expect(effect.sentence).toBe(words);
    expect(effect.measured.exposureEv).toBeCloseTo(0.4, 2);
  });

  it('is told of a look in plain words, where it is the same for every photo', async () => {
    expect((await runCli(['presets', 'show', `${folder.path}/a.cube`, '--plain'])).stdout).toContain(`In all: ${words}`);
    expect((await runCli(['presets', 'show', 'auto', '--plain'])).stdout).not.toContain('In all');
  });
});

describe('sliders baked for one photo', () => {
  it('are a preset of what was decided for it', async () => {
    const output = `${folder.path}/own.sliders.retouch.json`;
    const result = await json('bake', photo, '-o', output, ...brighter);
    expect(result).toMatchObject({ format: 'sliders', fitError: { photo: { mean: expect.any(Number) as number } } });
    expect(await json('presets', 'show', output)).toMatchObject({ recipe: { operations: [{ op: 'exposure', ev: 0.4 }, { op: 'saturation', gain: 1.2, axis: 'oklab' }] } });
  });
});
