import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePngChunk } from '@openretouch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromSamples, makeBrandedFile, makeFolder, makeGradient, makePictureTiff, makeSamples, makeTiff, pictureFields, sharp } from './corpus.js';
import { listOutputs, listTree, type ProgramRun, runCli } from './run-cli.js';

const folder = makeFolder();
const at = (...names: readonly string[]): string => join(folder.path, ...names);
afterAll(folder.remove);

const jpeg = await fromSamples(makeGradient(32, 24), 32, 24).jpeg().toBuffer();
const png = await fromSamples(makeGradient(32, 24), 32, 24).png().toBuffer();
const recipe = (operations: unknown, more: object = {}): string => JSON.stringify({ schema: 'openretouch/recipe@1', name: 'test', operations, ...more });
const cube = (row: string): string => `LUT_3D_SIZE 2\n${`0 0 0\n`.repeat(7)}${row}\n`;
const frames = sharp(Buffer.from(makeSamples(8, 16, 3, 8)), { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } });
const claim = (width: number, height: number): Buffer => {
  const header = Buffer.from(png.subarray(16, 29));
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([png.subarray(0, 8), makePngChunk('IHDR', header), png.subarray(33)]);
};
const frameOffset = jpeg.indexOf(Buffer.of(0xff, 0xc0));
const twelveBit = Buffer.from(jpeg);
twelveBit[frameOffset + 4] = 12;

beforeAll(async () => {
  folder.write('good.jpg', jpeg);
  folder.write('good.png', png);
  folder.write('zero.jpg', '');
  folder.write('text.jpg', 'hello');
  folder.write('letter.txt', 'hello');
  folder.write('cut.jpg', jpeg.subarray(0, jpeg.length / 2));
  folder.write('renamed.jpg', makeBrandedFile('heic', 'mif1'));
  folder.write('photo.heic', makeBrandedFile('heic', 'mif1'));
  folder.write('photo.cr3', makeBrandedFile('crx ', 'isom'));
  folder.write('photo.dng', makeTiff([pictureFields(1, 1, { offset: 8, byteLength: 3, more: [{ tag: 0xc612, type: 1, value: Uint8Array.of(1, 4, 0, 0) }] })]));
  folder.write('moving.webp', await frames.clone().webp({ loop: 0 }).toBuffer());
  folder.write('moving.gif', await frames.clone().gif().toBuffer());
  folder.write('pages.tif', makeTiff([pictureFields(1, 1, { offset: 8, byteLength: 3 }), pictureFields(1, 1, { offset: 8, byteLength: 3 })]));
  folder.write('lab.tif', makePictureTiff(1, 1, new Uint8Array(3), { photometric: 8 }));
  folder.write('12bit.jpg', twelveBit);
  folder.write('huge.png', claim(40_000, 30_000));
  folder.write('clear.png', await fromSamples(Uint8Array.from({ length: 64 }, (_, i) => i * 4), 4, 4).png().toBuffer());
  folder.write('wide.jpg', await sharp({ create: { width: 20_000, height: 2, channels: 3, background: 'grey' } }).jpeg().toBuffer());
  folder.write('small-mask.png', await sharp({ create: { width: 3, height: 3, channels: 3, background: 'white' } }).png().toBuffer());
  folder.write('not-json.json', '{"schema": ');
  folder.write('not-json.retouch.json', '{"schema": ');
  folder.write('proto.retouch.json', '{"schema":"openretouch/recipe@1","name":"x","operations":[],"__proto__":{"polluted":true}}');
  folder.write('large.retouch.json', `{"schema":"openretouch/recipe@1","name":"${'x'.repeat(10 * 1024 * 1024)}","operations":[]}`);
  folder.write('newer.retouch.json', '{"schema":"openretouch/recipe@99","name":"x","operations":[]}');
  folder.write('range.retouch.json', recipe([{ op: 'exposure', ev: 12 }, { op: 'contrast', gain: -1 }]));
  folder.write('masked.retouch.json', recipe([{ op: 'exposure', ev: 1, mask: { slot: 'sky' } }]));
  folder.write('optional.retouch.json', recipe([{ op: 'exposure', ev: 1, mask: { slot: 'sky', optional: true } }]));
  folder.write('twice.retouch.json', recipe([{ op: 'exposure', ev: 1 }, { op: 'exposure', ev: 2 }]));
  folder.write('sound.cube', cube('1 1 1'));
  folder.write('nan.cube', cube('nan 0 0'));
  folder.write('short.cube', 'LUT_3D_SIZE 2\n0 0 0\n');
  folder.write('large.cube', 'LUT_3D_SIZE 130\n0 0 0\n');
  folder.write('photo-512.png', await sharp(fileURLToPath(new URL('../../samples/dark-meadow.jpg', import.meta.url))).resize(512, 512, { fit: 'cover' }).png().toBuffer());
  folder.write('AdobeRGB.png', readFileSync(new URL('../formats/hald/look-8.png', import.meta.url)));
  folder.write('short.3dl', '3DMESH\nMesh 4 12\n0 0 0\n');
  folder.write('cut.acv', Uint8Array.of(0, 4, 0, 1, 0, 2));
  folder.write('good.acv', readFileSync(new URL('../formats/acv/valid/composite.acv', import.meta.url)));
  folder.write('file', '');
  folder.write('taken.jpg', 'somebody else');
  linkSync(at('good.jpg'), at('hard-link.jpg'));
  symlinkSync('good.jpg', at('soft-link.jpg'));
  symlinkSync('loop.jpg', at('loop.jpg'));
  mkdirSync(at('empty'));
  mkdirSync(at('raws'));
  writeFileSync(at('raws', 'a.nef'), '');
  for (const name of ['one', 'two']) {
    mkdirSync(at(name));
    writeFileSync(at(name, 'same.jpg'), jpeg);
  }
  writeFileSync(at('two', 'Other.jpg'), jpeg);
  writeFileSync(at('one', 'other.png'), png);
  mkdirSync(at('forms'));
  writeFileSync(at('forms', 'é.jpg'.normalize('NFC')), jpeg);
  mkdirSync(at('forms2'));
  writeFileSync(at('forms2', 'é.jpg'.normalize('NFD')), jpeg);
  mkdirSync(at('looping'));
  writeFileSync(at('looping', 'a.jpg'), jpeg);
  symlinkSync('b.jpg', at('looping', 'b.jpg'));
});

type Row = readonly [name: string, code: 1 | 2, argv: (file: typeof at) => readonly string[], message: RegExp];

const retouch = (file: typeof at, input: string, ...more: readonly string[]): string[] => ['retouch', file(input), '-o', file('out.png'), '--preset', 'auto', ...more];
const withPreset = (file: typeof at, preset: string): string[] => ['retouch', file('good.jpg'), '-o', file('out.png'), '--preset', file(preset)];

const PHOTOS: readonly Row[] = [
  ['a missing photo', 1, (file) => retouch(file, 'none.jpg'), /none\.jpg: no such file/],
  ['an empty file', 1, (file) => retouch(file, 'zero.jpg'), /zero\.jpg: empty file/],
  ['text named as a photo', 1, (file) => retouch(file, 'text.jpg'), /text\.jpg: not a photo/],
  ['a file cut short', 1, (file) => retouch(file, 'cut.jpg'), /cut\.jpg: JPEG damaged or cut short/],
  ['a renamed HEIC', 1, (file) => retouch(file, 'renamed.jpg'), /renamed\.jpg: HEIC photo .*export it as JPEG or TIFF first/],
  ['HEIC', 1, (file) => retouch(file, 'photo.heic'), /HEIC photo/],
  ['camera raw', 1, (file) => retouch(file, 'photo.cr3'), /Canon CR3 camera raw .*develop it in a raw converter/],
  ['DNG', 1, (file) => retouch(file, 'photo.dng'), /DNG camera raw/],
  ['an animated WebP', 1, (file) => retouch(file, 'moving.webp'), /animated WebP/],
  ['a GIF', 1, (file) => retouch(file, 'moving.gif'), /GIF/],
  ['a TIFF of two pages', 1, (file) => retouch(file, 'pages.tif'), /2 pages/],
  ['Lab', 1, (file) => retouch(file, 'lab.tif'), /Lab TIFF/],
  ['12-bit JPEG', 1, (file) => retouch(file, '12bit.jpg'), /12-bit JPEG/],
  ['huge dimensions in a header', 1, (file) => retouch(file, 'huge.png'), /40000 x 30000 pixels \(expected at most 500 megapixels\)/],
  ['a circle of links', 1, (file) => retouch(file, 'loop.jpg'), /a symbolic link that leads in a circle/],
  ['a folder without photos', 1, (file) => retouch(file, 'empty'), /no photos found \(expected JPEG/],
  ['a folder of raw files', 1, (file) => retouch(file, 'raws'), /no photos found .*a\.nef/],
  ['transparency into JPEG', 1, (file) => ['retouch', file('clear.png'), '-o', file('out.jpg'), '--preset', 'auto'], /JPEG: no transparency.*PNG, WebP/],
  ['a side longer than WebP has', 1, (file) => ['retouch', file('wide.jpg'), '-o', file('out.webp'), '--exposure', '0.1'], /wide\.jpg: WebP: 20000 x 2 pixels \(expected at most 16383/],
  ['a name that is not UTF-8', 1, () => ['retouch', 'p\ufffd.jpg', '-o', 'out.png', '--preset', 'auto'], /no such file/],
  ['a name that would forge a line', 1, (file) => retouch(file, 'a\nopenretouch: all fine\u001b[2K.jpg'), /a\\u000aopenretouch: all fine\\u001b/],
];

const RECIPES: readonly Row[] = [
  ['a missing recipe', 1, (file) => withPreset(file, 'none.retouch.json'), /none\.retouch\.json: no such file \(expected a look\)/],
  ['a folder as recipe', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--recipe', file('one')], /one: a folder \(expected a look\)/],
  ['broken JSON', 1, (file) => withPreset(file, 'not-json.retouch.json'), /not-json\.retouch\.json: .*line 1/],
  ['a recipe with __proto__', 1, (file) => withPreset(file, 'proto.retouch.json'), /proto\.retouch\.json: .*__proto__/],
  ['a preset of 10 MB', 1, (file) => withPreset(file, 'large.retouch.json'), /large\.retouch\.json: \d+ bytes \(expected a preset of at most 524288 bytes\)/],
  ['text named like a photo as look', 1, (file) => withPreset(file, 'text.jpg'), /text\.jpg: not a photo \(accepted: JPEG/],
  ['an empty look', 1, (file) => withPreset(file, 'zero.jpg'), /zero\.jpg: empty file \(accepted: preset/],
  ['a preset as LUT', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--lut', file('optional.retouch.json')], /optional\.retouch\.json: a preset that is more than one LUT \(expected a LUT; --preset takes any look\)/],
  ['a newer recipe', 1, (file) => withPreset(file, 'newer.retouch.json'), /newer\.retouch\.json: .*recipe@99/],
  ['parameters out of range', 1, (file) => withPreset(file, 'range.retouch.json'), /operations\[0\]\.ev: 12 \(expected -5 to 5 EV\); operations\[1\]\.gain: -1/],
  ['NaN in a LUT', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--lut', file('nan.cube')], /nan\.cube: line 9/],
  ['a LUT cut short', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--lut', file('short.cube')], /short\.cube: .*expected 8/],
  ['a LUT larger than a recipe takes', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--lut', file('large.cube')], /large\.cube: line 1: LUT_3D_SIZE 130 \(expected a whole number, 2 to 129/],
  ['a photo of the size of a LUT as LUT', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--lut', file('photo-512.png')], /photo-512\.png: 512 x 512 pixels .*\(expected a LUT, not a photo\)/],
  ['a LUT between other colours', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--lut', file('AdobeRGB.png')], /AdobeRGB\.png: the name says "AdobeRGB" \(expected a LUT between sRGB or Display P3 colours/],
  ['a .3dl cut short', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--lut', file('short.3dl')], /short\.3dl: line 3: 1 rows of three numbers \(expected 4913 for 17 nodes an edge\)/],
  ['curves cut short', 1, (file) => withPreset(file, 'cut.acv'), /cut\.acv: byte 4: the end of the file within the curve of composite/],
  ['curves as LUT', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--lut', file('good.acv')], /good\.acv: a \.acv curves that is more than one LUT/],
  ['a photo as LUT', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--lut', file('good.jpg')], /good\.jpg: /],
  ['a look that is not there', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--preset', 'vivd'], /--preset: no look "vivd" \(expected auto, .*did you mean vivid\?/],
  ['preset and recipe together', 2, (file) => retouch(file, 'good.jpg', '--recipe', file('range.retouch.json')), /--preset and --recipe \(expected one of the two\)/],
  ['nothing to do', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png')], /nothing to do \(expected --preset, --recipe, --mode, --match, or an operation/],
  ['a value out of range', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--exposure', '12'], /--exposure: 12 \(expected -5 to 5 EV\)/],
  ['a value that is no number', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--exposure', '0x1'], /--exposure: "0x1" \(expected a number\)/],
  ['a parameter that is not there', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--contrast', 'gian=2'], /--contrast: "gian=2" \(expected gain=\.\.\., pivot=/],
  ['strength above 1', 2, (file) => retouch(file, 'good.jpg', '--strength', '1.5'), /--strength: 1\.5 \(expected 0 to 1\)/],
  ['an unknown style', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--mode', 'csrnet', '--style', 'x'], /--style: "x" \(expected neutral, warm, vivid, soft, or shares/],
  ['a mix with an unknown style', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--mode', 'csrnet', '--style', 'warm:0.5,gloomy:1'], /--style: "gloomy"/],
  ['a style without a mode', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--style', 'warm'], /--style: without --mode \(expected --mode csrnet or pienet\)/],
  ['a learned mode said twice', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--mode', 'csrnet', '--csrnet', '0.5'], /--mode csrnet and --csrnet \(expected one of the two\)/],
  ['a personal style that is not named', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--mode', 'pienet'], /--mode pienet: without a style \(expected --style with a built-in style or a style file, or --match PHOTO\)/],
  ['a model that is not there', 1, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--csrnet', 'model=csrnet-of-mine'], /model "csrnet-of-mine": not at hand \(expected one of csrnet-neutral/],
  ['an unknown mode', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--mode', 'magic'], /--mode: "magic" \(expected csrnet, pienet, cudi\)/],
  ['a CuDi exposure out of range', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.png'), '--mode', 'cudi', '--cudi-exposure', '0.9'], /--cudi-exposure: 0\.9 \(expected 0\.2 to 0\.8\)/],
];

const MASKS: readonly Row[] = [
  ['a mask of another size', 1, (file) => retouch(file, 'good.jpg', '--mask', file('small-mask.png')), /small-mask\.png: mask of 3 x 3 \(expected 32 x 24/],
  ['a missing mask', 1, (file) => retouch(file, 'good.jpg', '--mask', file('none.png')), /none\.png: no such file/],
  ['a mask that is no picture', 1, (file) => retouch(file, 'good.jpg', '--mask', file('text.jpg')), /text\.jpg: not a photo/],
  ['a mask for no slot', 2, (file) => retouch(file, 'good.jpg', '--mask', `sky=${file('good.png')}`), /--mask sky=\.\.\.: no operation has the slot "sky"/],
  ['two masks for one slot', 2, (file) => retouch(file, 'good.jpg', '--mask', file('good.png'), '--mask', file('good.png')), /--mask: two masks for the whole result/],
  ['a slot left empty', 1, (file) => withPreset(file, 'masked.retouch.json'), /--mask: none for the slot "sky"/],
];

const OUTPUTS: readonly Row[] = [
  ['no output', 2, (file) => ['retouch', file('good.jpg'), '--preset', 'auto'], /-o: missing/],
  ['an output without extension', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out'), '--preset', 'auto'], /no extension \(expected \.jpg, \.png, \.webp, \.avif, \.tif, --format/],
  ['an output with an unknown extension', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.gif'), '--preset', 'auto'], /the extension "\.gif" \(expected \.jpg/],
  ['an extension that contradicts --format', 2, (file) => retouch(file, 'good.jpg', '--format', 'jpeg'), /out\.png: its extension stands for PNG, --format for JPEG/],
  ['an unknown format', 2, (file) => retouch(file, 'good.jpg', '--format', 'bmp'), /--format: "bmp" \(expected jpeg, png, webp, avif, tiff\)/],
  ['no jobs at all', 2, (file) => retouch(file, 'good.jpg', '--jobs', '0'), /--jobs: 0 \(expected a whole number, 1 to 1024\)/],
  ['half a job', 2, (file) => retouch(file, 'good.jpg', '--jobs', '1.5'), /--jobs: 1\.5 \(expected a whole number, 1 to 1024\)/],
  ['jobs in words', 2, (file) => retouch(file, 'good.jpg', '--jobs', 'all'), /--jobs: "all" \(expected a number\)/],
  ['a shard beyond the last', 2, (file) => retouch(file, 'good.jpg', '--shard', '3/2'), /--shard: "3\/2" \(expected i\/n with n from 1 to 10000 and i from 1 to n, e\.g\. 1\/8\)/],
  ['a shard counted from 0', 2, (file) => retouch(file, 'good.jpg', '--shard', '0/2'), /--shard: "0\/2" \(expected i\/n/],
  ['a shard of a single output file', 2, (file) => retouch(file, 'good.jpg', '--shard', '1/2'), /--shard: with the output file .* \(expected a folder\)/],
  ['a report of no known kind', 2, (file) => retouch(file, 'good.jpg', '--report', file('report.pdf')), /--report: .*report\.pdf \(expected a name that ends in \.json or \.html\)/],
  ['a report over a file that is none', 1, (file) => retouch(file, 'good.jpg', '--report', file('not-json.json')), /not-json\.json: exists already and is no report/],
  ['a report over the output', 2, (file) => ['retouch', file('good.jpg'), '-o', file('out.jpg'), '--exposure', '1', '--report', file('x.json'), '--report', file('x.json')], /--report: .*x\.json \(expected a file of its own, no input, output or other report\)/],
  ['quality out of range', 2, (file) => retouch(file, 'good.jpg', '--quality', '101'), /--quality: 101 \(expected a whole number, 1 to 100\)/],
  ['a bit depth of 12', 2, (file) => retouch(file, 'good.jpg', '--bit-depth', '12'), /--bit-depth: "12" \(expected 8 or 16\)/],
  ['16-bit JPEG', 2, (file) => ['retouch', file('good.png'), '-o', file('out.jpg'), '--preset', 'auto', '--bit-depth', '16'], /--bit-depth: 16 for .*out\.jpg \(expected 8: JPEG holds no more\)/],
  ['an output that is there', 1, (file) => ['retouch', file('good.jpg'), '-o', file('taken.jpg'), '--preset', 'auto'], /taken\.jpg: exists already \(expected free names, or --force\)/],
  ['the input as output', 2, (file) => ['retouch', file('good.jpg'), '-o', file('good.jpg'), '--preset', 'auto', '--force'], /good\.jpg: is the input itself/],
  ['the input through another path', 2, (file) => ['retouch', file('good.jpg'), '-o', join(file('one'), '..', 'good.jpg'), '--preset', 'auto', '--force'], /is the input itself/],
  ['the input through a symbolic link', 2, (file) => ['retouch', file('good.jpg'), '-o', file('soft-link.jpg'), '--preset', 'auto', '--force'], /soft-link\.jpg: is the input itself/],
  ['the input through a hard link', 2, (file) => ['retouch', file('good.jpg'), '-o', file('hard-link.jpg'), '--preset', 'auto', '--force'], /hard-link\.jpg: is the input itself/],
  ['another input as output', 2, (file) => ['retouch', file('good.jpg'), file('good.png'), '-o', `${file()}/`, '--format', 'png', '--preset', 'auto', '--force'], /both become|is the input/],
  ['two inputs with one output name', 2, (file) => ['retouch', file('one'), file('two'), '-o', file('out'), '--preset', 'auto'], /one.same\.jpg and .*two.same\.jpg would both become .*same\.jpg/],
  ['two output names that differ by case alone', 2, (file) => ['retouch', file('one', 'other.png'), file('two', 'Other.jpg'), '-o', file('out'), '--format', 'png', '--preset', 'auto'], /other\.png and .*Other\.png, which is one name on many systems/],
  ['two output names that differ by the form of an accent', 2, (file) => ['retouch', file('forms'), file('forms2'), '-o', file('out'), '--preset', 'auto'], /would both become/],
  ['a file as output folder', 2, (file) => ['retouch', file('one'), '-o', file('file'), '--preset', 'auto'], /-o .*file: is a file \(expected a folder/],
  ['a photo name as output folder', 2, (file) => ['retouch', file('one'), '-o', file('new.jpg'), '--preset', 'auto'], /-o .*new\.jpg: is the name of a photo \(expected a folder for 2 photos/],
  ['an output folder that cannot be made', 1, (file) => ['retouch', file('good.jpg'), '-o', file('file', 'sub', 'out.jpg'), '--preset', 'auto'], /the folder cannot be made, a file has/],
];

const OTHERS: readonly Row[] = [
  ['no command', 2, () => ['presets'], /presets: no command/],
  ['an unknown command', 2, () => ['retuch', 'x'], /unknown command 'retuch' \(Did you mean retouch\?\)/],
  ['a photo without a command', 2, () => ['photo.jpg', '-o', 'out.jpg'], /expected a command before it, e\.g\. "openretouch retouch/],
  ['an unknown option', 2, (file) => retouch(file, 'good.jpg', '--forse'), /unknown option '--forse' \(Did you mean --force\?\)/],
  ['bake into something else', 2, (file) => ['bake', file('good.jpg'), '-o', file('look.jpg'), '--preset', 'auto'], /look\.jpg: no extension of a look \(expected .*\.cube LUT \(\.cube\)/],
  ['bake into a picture of a kind nobody named', 2, (file) => ['bake', file('good.jpg'), '-o', file('look.png'), '--preset', 'auto'], /look\.png: an extension of several formats \(expected --format hald or tiles\)/],
  ['bake into a preset', 2, (file) => ['bake', file('good.jpg'), '-o', file('look.retouch.json'), '--preset', 'auto'], /a preset holds operations \(expected cube, hald, tiles, acv/],
  ['bake with no number of nodes', 2, (file) => ['bake', file('good.jpg'), '-o', file('look.cube'), '--preset', 'auto', '--size', '130'], /--size: 130 \(expected a whole number, 2 to 129\)/],
  ['bake of a Hald picture that is none', 2, (file) => ['bake', file('good.jpg'), '-o', file('look.hald.png'), '--preset', 'auto', '--size', '33'], /--size: 33 nodes an edge in a Hald picture of a LUT \(expected a square: 4, 9, 16/],
  ['bake of mixed channels into curves', 2, (file) => ['bake', file('good.jpg'), '-o', file('look.acv'), '--saturation', '1.2'], /mixes channels .*\(expected one curve a channel/],
  ['bake of a masked recipe', 2, (file) => ['bake', file('good.jpg'), '-o', file('look.cube'), '--recipe', file('masked.retouch.json')], /operations\[0\] \(exposure\): has the mask "sky"/],
  ['bake of a recipe with an optional mask', 2, (file) => ['bake', file('good.jpg'), '-o', file('look.cube'), '--recipe', file('optional.retouch.json')], /has the mask "sky" \(expected a recipe without masks/],
  ['bake of an unreadable photo', 1, (file) => ['bake', file('text.jpg'), '-o', file('look.cube'), '--preset', 'auto'], /text\.jpg: not a photo/],
  ['compare of two sizes', 1, (file) => ['compare', file('good.jpg'), file('clear.png')], /good\.jpg has 32 x 24 pixels, .*clear\.png 4 x 4 \(expected one size\)/],
  ['compare with a missing file', 1, (file) => ['compare', file('good.jpg'), file('none.png')], /none\.png: no such file/],
  ['analyse of a damaged photo', 1, (file) => ['analyse', file('cut.jpg')], /cut\.jpg: JPEG damaged/],
  ['convert of a missing look', 1, (file) => ['presets', 'convert', file('none.cube'), '-o', file('new.cube')], /none\.cube: no such file/],
  ['convert of what is no look', 1, (file) => ['presets', 'convert', file('letter.txt'), '-o', file('new.cube')], /letter\.txt: not a look \(accepted: preset /],
  ['convert of a look that looks at the photo', 1, (file) => ['presets', 'convert', 'auto', '-o', file('new.cube')], /auto: operations\[0\] \(whiteBalance\): is decided by the photo/],
  ['convert of a masked look', 1, (file) => ['presets', 'convert', file('masked.retouch.json'), '-o', file('new.cube')], /masked\.retouch\.json: operations\[0\] \(exposure\): has the mask "sky"/],
  ['convert into an unknown format', 2, (file) => ['presets', 'convert', 'warm', '-o', file('new.docx')], /new\.docx: no extension of a look \(expected preset/],
  ['convert into a format that is not there', 2, (file) => ['presets', 'convert', 'warm', '-o', file('new.cube'), '--format', 'docx'], /--format: "docx" \(expected preset, cube/],
  ['convert over a file', 1, (file) => ['presets', 'convert', 'warm', '-o', file('nan.cube')], /nan\.cube: exists already/],
  ['convert over the look itself', 2, (file) => ['presets', 'convert', file('nan.cube'), '-o', file('nan.cube'), '--force'], /nan\.cube: is the input itself/],
  ['convert of two looks into one name', 2, (file) => ['presets', 'convert', file('nan.cube'), file('one', 'nan.cube'), '-o', `${file('folder')}/`], /would both become/],
  ['convert of several into a file', 2, (file) => ['presets', 'convert', 'warm', 'soft', '-o', file('file')], /-o .*file: is a file \(expected a folder for 2 looks\)/],
  ['convert with a report over the look', 2, (file) => ['presets', 'convert', file('nan.cube'), '-o', file('new.cube'), '--report', file('nan.cube'), '--force'], /nan\.cube: is the input itself/],
  ['convert into a LUT of one node', 2, (file) => ['presets', 'convert', 'warm', '-o', file('new.cube'), '--size', '1'], /--size: 1 \(expected a whole number, 2 to 129\)/],
  ['new without anything to do', 2, (file) => ['presets', 'new', file('new.retouch.json'), '--name', 'x'], /nothing to do \(expected --from, or an operation/],
  ['new under another extension', 2, (file) => ['presets', 'new', file('new.txt'), '--exposure', '1'], /new\.txt: not the name of a preset \(expected one that ends in \.retouch\.json\)/],
  ['new over a file', 1, (file) => ['presets', 'new', file('range.retouch.json'), '--exposure', '1'], /range\.retouch\.json: exists already/],
  ['new with a value out of range', 2, (file) => ['presets', 'new', file('new.retouch.json'), '--exposure', '12'], /--exposure: 12 \(expected -5 to 5 EV\)/],
  ['new from a look that is not there', 2, (file) => ['presets', 'new', file('new.retouch.json'), '--from', 'wram'], /--from: no look "wram" .*did you mean warm\?/],
  ['edit of a built-in look', 2, () => ['presets', 'edit', 'warm', '--exposure', '1'], /warm: a built-in look, which stays as it is/],
  ['edit of a LUT', 1, (file) => ['presets', 'edit', file('sound.cube'), '--exposure', '1'], /sound\.cube: no preset \(expected a \.retouch\.json file; presets convert makes one\)/],
  ['edit without a change', 2, (file) => ['presets', 'edit', file('masked.retouch.json')], /nothing to change \(expected an operation, --remove/],
  ['edit that removes what is not there', 2, (file) => ['presets', 'edit', file('masked.retouch.json'), '--remove', 'saturation'], /--remove: "saturation" \(expected exposure\)/],
  ['edit that removes and sets one operation', 2, (file) => ['presets', 'edit', file('masked.retouch.json'), '--remove', 'exposure', '--exposure', '1'], /--remove exposure and --exposure \(expected one of the two\)/],
  ['edit of one of several', 2, (file) => ['presets', 'edit', file('twice.retouch.json'), '--exposure', '1'], /--exposure: the look has 2 of it \(expected one, or none; --remove exposure/],
  ['edit that takes the name away', 2, (file) => ['presets', 'edit', file('masked.retouch.json'), '--name', ''], /--name: "" \(expected text of 1 to 200 characters\)/],
  ['new with an author too long', 2, (file) => ['presets', 'new', file('new.retouch.json'), '--exposure', '1', '--author', 'x'.repeat(201)], /--author: .* \(expected text of 1 to 200 characters\)/],
  ['diff with a missing look', 1, (file) => ['presets', 'diff', 'warm', file('none.cube')], /none\.cube: no such file/],
  ['diff on a photo that is none', 1, (file) => ['presets', 'diff', 'warm', 'soft', '--photo', file('text.jpg')], /text\.jpg: not a photo/],
  ['show of an unknown look', 2, () => ['presets', 'show', 'atuo'], /look: no look "atuo" .*did you mean auto\?/],
];

/** Every bad input ends in one line and changes nothing on the disk. */
async function expectOneLine(run: ProgramRun, code: number, before: readonly string[]): Promise<string> {
  const lines = run.stderr.split('\n');
  expect(lines.pop()).toBe('');
  expect(lines, run.stderr).toHaveLength(1);
  expect(run.stderr).not.toMatch(/^\s+at /m);
  expect(run.code).toBe(code);
  expect(listTree(folder.path)).toEqual(before);
  expect(readFileSync(at('taken.jpg'), 'utf8')).toBe('somebody else');
  return lines[0];
}

describe.each([
  ['photos', PHOTOS],
  ['recipes', RECIPES],
  ['masks', MASKS],
  ['outputs', OUTPUTS],
  ['other commands', OTHERS],
])('bad %s end in one clear line', (_, rows) => {
  it.each(rows)('%s', async (_name, code, argv, message) => {
    const before = listTree(folder.path);
    const line = await expectOneLine(await runCli(argv(at)), code, before);
    expect(line).toMatch(/^openretouch: /);
    expect(line).toMatch(message);
    const json = await runCli([...argv(at), '--json']);
    const { error } = JSON.parse(await expectOneLine(json, code, before)) as { error: { code: string; message: string; name: string } };
    expect(error.message).toMatch(message);
    expect(error.code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(error.code).not.toBe('internal');
    if (json.stdout !== '') JSON.parse(json.stdout);
  });
});

it('the stack is printed with --verbose alone', async () => {
  const { stderr } = await runCli(['compare', at('good.jpg'), at('none.png'), '--verbose']);
  expect(stderr.split('\n')[0]).toMatch(/^openretouch: .*none\.png: no such file$/);
  expect(stderr).toMatch(/\n {4}at /);
  expect(stderr).toMatch(/caused by .*ENOENT/);
});

it('what a folder holds besides is done, and the rest counts as failed', async () => {
  const run = await runCli(['retouch', at('looping'), '-o', at('looped'), '--exposure', '0.2']);
  expect(run.stderr).toMatch(/^openretouch: .*b\.jpg: a symbolic link that leads in a circle\n$/);
  expect(run.code).toBe(1);
  expect(listOutputs(at('looped'))).toEqual(['a.jpg']);
});
