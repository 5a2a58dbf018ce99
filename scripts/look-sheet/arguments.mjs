// What the command line of look-sheet.mjs may say.
import { parseArgs } from 'node:util';

export const USAGE = `Usage: node scripts/look-sheet.mjs [options]
  --photos DIR    photos to show the looks on (default: the photos of the docs, from samples/ and tests/photos/good)
  --presets PATH  a *.retouch.json file or a folder of them, instead of the built-in looks; may be given again
  --looks a,b     only the looks of these ids
  --crop          pages show the photos' middle at 100 % instead of whole photos
  --out DIR       where the sheets go (default: out/looks)
  --docs          write the pictures of docs/looks.md instead
  --styles        write the picture of the built-in personal styles instead`;

/** @returns what was asked for; throws an Error whose message is for people. */
export function readArguments(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      photos: { type: 'string' },
      presets: { type: 'string', multiple: true },
      looks: { type: 'string' },
      crop: { type: 'boolean', default: false },
      out: { type: 'string' },
      docs: { type: 'boolean', default: false },
      styles: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const fixed = values.docs ? '--docs' : values.styles ? '--styles' : undefined;
  if (fixed !== undefined && ((values.docs && values.styles) || values.photos !== undefined || values.presets !== undefined || values.looks !== undefined || values.crop || values.out !== undefined)) {
    throw new Error(`${fixed}: the pictures of the docs show what is built in on fixed photos (expected no other option)`);
  }
  return { ...values, looks: values.looks?.split(',') };
}
