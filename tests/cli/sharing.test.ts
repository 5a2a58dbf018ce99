import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPreset, hashRecipe, type Recipe } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { readStoredRecipe } from '../../packages/cli/src/files/read-stored-recipe.js';
import { fromSamples, makeFolder, makeGradient } from './corpus.js';
import { runCli } from './run-cli.js';

const folder = makeFolder();
afterAll(folder.remove);
const at = (name: string): string => join(folder.path, name);
const WARM = findPreset('warm')?.recipe as Recipe;
folder.write('photo.jpg', await fromSamples(makeGradient(64, 48), 64, 48).jpeg().toBuffer());

/** Runs and expects success without a word on stderr. */
async function succeed(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(argv);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('retouch stores the recipe', () => {
  it.each(['jpg', 'png', 'webp', 'avif', 'tif'])('in .%s', async (extension) => {
    await succeed('retouch', at('photo.jpg'), '-o', at(`warm.${extension}`), '--preset', 'warm');
    const stored = await readStoredRecipe(at(`warm.${extension}`));
    expect(stored && hashRecipe(stored)).toBe(hashRecipe(WARM));
  });

  it('as it ran: flags and strength included', async () => {
    await succeed('retouch', at('photo.jpg'), '-o', at('more.jpg'), '--preset', 'warm', '--exposure', '0.5', '--strength', '0.8');
    const { operations, strength } = (await readStoredRecipe(at('more.jpg'))) as Recipe;
    expect(operations).toEqual([...WARM.operations, { op: 'exposure', ev: 0.5 }]);
    expect(strength).toBe(0.8);
  });

  it('and nothing that tells of files and folders', async () => {
    const text = readFileSync(at('more.jpg'), 'latin1');
    for (const word of [folder.path, 'photo.jpg', 'more.jpg']) expect(text).not.toContain(word);
  });

  it('unless told not to', async () => {
    await succeed('retouch', at('photo.jpg'), '-o', at('without.jpg'), '--preset', 'warm', '--no-recipe');
    expect(await readStoredRecipe(at('without.jpg'))).toBeUndefined();
    expect(readFileSync(at('without.jpg'), 'latin1')).not.toContain('openretouch');
    folder.write('r.retouch.json', JSON.stringify(WARM));
    await succeed('retouch', at('photo.jpg'), '-o', at('from-file.jpg'), '--no-recipe', '--recipe', at('r.retouch.json'));
    expect(readFileSync(at('from-file.jpg'))).toEqual(readFileSync(at('without.jpg')));
  });

  it('in the place of an earlier one, and says so', async () => {
    const lines = await succeed('retouch', at('more.jpg'), '-o', at('twice.jpg'), '--preset', 'soft');
    expect(lines).toContain('this photo was retouched before, with "Warm"; the new file stores the new recipe alone');
    expect((await readStoredRecipe(at('twice.jpg')))?.name).toBe('Soft portrait');
    expect(await succeed('retouch', at('more.jpg'), '-o', at('thrice.jpg'), '--preset', 'soft', '--no-recipe')).toContain('that is no longer stored');
    expect(readFileSync(at('thrice.jpg'), 'latin1')).not.toContain('Warm');
  });
});
