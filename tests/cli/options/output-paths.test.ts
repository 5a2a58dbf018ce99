import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, extname, isAbsolute, join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { PHOTO_FORMATS, type PhotoFormat } from '../../../packages/cli/src/files/photo.js';
import { formatOfName, type InputPhoto, type OutputOptions, planOutputs } from '../../../packages/cli/src/options/output-paths.js';
import { makeFolder } from '../corpus.js';

const folder = makeFolder();
afterAll(folder.remove);
const at = (...names: readonly string[]): string => join(folder.path, ...names);

const plan = (inputs: readonly string[], output: string, options: Partial<OutputOptions> = {}) =>
  planOutputs(
    inputs.map((path): InputPhoto => ({ path, relativePath: basename(path) })),
    { output, hasFolderInput: false, ...options },
  );

/** Names as photographers and their programs make them: both forms of accents, either case, sub-folders. */
const segment = fc.array(fc.constantFrom('a', 'A', 'b', 'B', '\u00e9', 'e\u0301', 'E\u0301', 'ß', 'S', ' '), { minLength: 1, maxLength: 6 }).map((letters) => letters.join('')).filter((text) => text.trim() !== '');
const name = fc.tuple(fc.array(segment, { maxLength: 2 }), segment, fc.constantFrom('jpg', 'JPEG', 'png', 'webp', 'avif', 'tif', 'TIFF'));
const names = fc.uniqueArray(
  name.map(([folders, base, extension]) => join(...folders, `${base}.${extension}`)),
  { minLength: 2, maxLength: 12 },
);
const formats = fc.constantFrom<PhotoFormat | undefined>(undefined, 'jpeg', 'png', 'webp', 'avif', 'tiff');

/** What two names become on a file system that keeps neither case nor the form of accents. */
const folded = new Intl.Collator('en', { sensitivity: 'accent' });

describe('planOutputs', () => {
  it('puts every photo of a folder into the output folder under a name of its own, or refuses all', () => {
    fc.assert(
      fc.property(names, formats, (relativePaths, format) => {
        const inputs = relativePaths.map((relativePath) => ({ path: at('in', relativePath), relativePath }));
        let plans;
        try {
          plans = planOutputs(inputs, { output: at('nowhere'), hasFolderInput: true, ...(format === undefined ? {} : { format }) });
        } catch (error) {
          expect((error as Error).message).toContain('would both become');
          return;
        }
        plans.forEach((one, i) => {
          const below = relative(at('nowhere'), one.output);
          expect(below.startsWith('..') || isAbsolute(below)).toBe(false);
          expect(join(below, '..')).toBe(join(relativePaths[i], '..'));
          expect(basename(below, extname(below))).toBe(basename(relativePaths[i], extname(relativePaths[i])));
          expect(formatOfName(one.output)).toBe(one.format);
          expect(one.format).toBe(format ?? formatOfName(relativePaths[i]));
          for (const other of plans.slice(i + 1)) expect(folded.compare(one.output, other.output), `${one.output} and ${other.output}`).not.toBe(0);
        });
      }),
      { seed: 20240229, numRuns: 300 },
    );
  });

  it('follows the extension of a single output, in any case, and each one a format has', () => {
    for (const [format, { extensions }] of Object.entries(PHOTO_FORMATS)) {
      for (const extension of extensions) {
        expect(plan([at('a.jpg')], at(`out.${extension}`))).toEqual([{ input: at('a.jpg'), output: at(`out.${extension}`), format }]);
        expect(plan([at('a.jpg')], at(`out.${extension.toUpperCase()}`), { format: format as PhotoFormat })[0].format).toBe(format);
      }
    }
  });

  it('takes any name with --format', () => {
    expect(plan([at('a.jpg')], at('out'), { format: 'png' })[0]).toMatchObject({ output: at('out'), format: 'png' });
    expect(plan([at('a.jpg')], at('out.tmp'), { format: 'png' })[0]).toMatchObject({ output: at('out.tmp'), format: 'png' });
  });

  it.each([
    ['that exists', () => at('there')],
    ['that ends in a slash', () => `${at('not-there')}/`],
    ['for several photos', () => at('several')],
  ])('makes a folder of an output %s', (_, output) => {
    mkdirSync(at('there'), { recursive: true });
    const inputs = output() === at('several') ? [at('a.jpg'), at('b.png')] : [at('a.jpg')];
    expect(plan(inputs, output())[0].output).toBe(join(output(), 'a.jpg'));
  });

  it('keeps the spelling of an extension that stands for the format, and gives a new one otherwise', () => {
    expect(plan([at('a.JPEG'), at('b.png')], at('several'), { format: 'jpeg' }).map(({ output }) => basename(output))).toEqual(['a.JPEG', 'b.jpg']);
    expect(plan([at('a.b.c.jpg'), at('no-extension')], at('several'), { format: 'webp' }).map(({ output }) => basename(output))).toEqual(['a.b.c.webp', 'no-extension.webp']);
  });

  it('sees one output behind two linked folders', () => {
    mkdirSync(at('linked', 'real'), { recursive: true });
    symlinkSync('real', at('linked', 'alias'));
    const inputs = [
      { path: at('x', 'a.jpg'), relativePath: join('real', 'a.jpg') },
      { path: at('y', 'a.jpg'), relativePath: join('alias', 'a.jpg') },
    ];
    expect(() => planOutputs(inputs, { output: at('linked'), hasFolderInput: true })).toThrow('would both become');
  });

  it('never writes over any input, whatever the way to it', () => {
    for (const name of ['one.png', 'two.png']) writeFileSync(at(name), name);
    mkdirSync(at('links'));
    linkSync(at('two.png'), at('links', 'one.png'));
    expect(() => plan([at('one.png'), at('two.png')], at('links'))).toThrow(/links.one\.png: is the input .*two\.png/);
    symlinkSync(folder.path, at('links', 'back'));
    expect(() => plan([at('one.png')], at('links', 'back', 'one.png'))).toThrow('is the input itself');
  });
});
