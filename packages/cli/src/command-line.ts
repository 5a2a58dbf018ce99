import { InvalidArgumentError } from '@openretouch/core';
import { parseShard } from './batch/shard.js';
import { analyseFiles } from './commands/analyse.js';
import { bakePhoto, type BakeOptions } from './commands/bake.js';
import { compareFiles } from './commands/compare.js';
import { Command, Option } from './commander.js';
import type { CommandContext } from './commands/context.js';
import { addModels } from './commands/models/command-line.js';
import { addPresets } from './commands/presets/command-line.js';
import { mergeReportFiles } from './commands/report.js';
import { retouchFiles, type RetouchOptions } from './commands/retouch.js';
import { addStyle } from './commands/style/command-line.js';
import { PHOTO_FORMATS } from './files/photo.js';
import { LOOK_WRITERS } from './looks/write-look.js';
import { EXPOSURE_SLOT, exposureMaskPath } from './options/learned-mode.js';
import { parseMasks } from './options/masks.js';
import { withOutputFlags } from './options/output-flags.js';
import { formatOfExtension } from './options/output-paths.js';
import { parseBitDepth } from './options/parse-bit-depth.js';
import { parseNumberInRange, parseWholeNumber } from './options/parse-number.js';
import { type ParsedOptions, recipeOptions, withRecipeFlags } from './options/recipe-flags.js';
import type { Output } from './report.js';

/** Reading order of the help: what is most often wanted first. */
const ROOT_EXAMPLES = `
Examples:
  openretouch retouch photo.jpg -o better.jpg --preset auto
  openretouch retouch holiday/ -o retouched/ --preset warm --strength 0.6
  openretouch presets list

"openretouch <command> --help" shows a command's options and examples.`;

const RETOUCH_EXAMPLES = `
Examples:
  openretouch retouch photo.jpg -o better.jpg --preset auto
  openretouch retouch holiday/ -o retouched/ --preset auto --format webp --quality 80
  openretouch retouch archive/ -o retouched/ --preset auto --jobs 8 --report report.html
  openretouch retouch wedding/ -o album/ --mode csrnet --series 0.5
  openretouch retouch photo.jpg -o out.jpg --exposure 0.5 --contrast "gain=1.2 pivot=0.5"
  openretouch retouch photo.jpg -o out.jpg --levels "black=auto white=auto" --mask sky.png
  openretouch retouch --preset warm --saturation 1.1 --print-recipe > mine.retouch.json`;

const BAKE_EXAMPLES = `
Examples:
  openretouch bake photo.jpg --preset warm -o warm.cube --size 33
  openretouch bake photo.jpg --preset warm -o warm.hald.png --bit-depth 16
  openretouch bake photo.jpg --preset warm -o warm.png --format tiles`;

const BAKED_FORMATS = LOOK_WRITERS.filter(({ isBaked }) => isBaked).map(({ name }) => name);

/** Beyond any machine's cores. */
const MAXIMUM_JOBS = 1024;

/** What the command line says, and what runs it. */
export function createCommandLine(context: CommandContext, stdout: Output, addFailures: (count: number) => void): Command {
  const program = new Command('openretouch')
    .description('Retouches photos on your own machine. Nothing is ever sent anywhere.')
    .version(context.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => undefined, getOutHelpWidth: () => 100, getOutHasColors: () => false })
    .addHelpText('after', ROOT_EXAMPLES);
  addRetouch(program, context, addFailures);

  withOutputFlags(program.command('analyse').description('print what is seen in photos: spread, clipping, light'))
    .argument('<photos...>', 'photos or folders')
    .action(async (photos: string[]) => addFailures(await analyseFiles(photos, context)));

  withOutputFlags(withRecipeFlags(program.command('bake').description('write the result for one photo as a LUT or curves with the measured error').argument('<photo>')))
    .requiredOption('-o, --output <path>', 'the new file: .cube, .hald.png, .tiles.png or .acv')
    .option('--format <format>', `${BAKED_FORMATS.join(', ')}; by default from the name of the output`)
    .option('--size <nodes>', 'nodes an edge; by default 33, in pictures 64. Pictures take squares: 16, 25, 36, 64, ...')
    .option('--bit-depth <8|16>', 'bits a channel of a picture; by default 16 for hald, 8 for tiles')
    .option('--force', 'replace an existing file')
    .addHelpText('after', BAKE_EXAMPLES)
    .action((photo: string, options: ParsedOptions) => bakePhoto(readBakeOptions(photo, options), context));

  addPresets(program, context, addFailures);
  addReport(program, context);
  addStyle(program, context, addFailures);
  addModels(program, context, addFailures);

  withOutputFlags(program.command('compare').description('print PSNR, SSIM and CIEDE2000 between two pictures of one size'))
    .argument('<a>')
    .argument('<b>')
    .action((a: string, b: string) => compareFiles(a, b, context));
  return program;
}

function addRetouch(program: Command, context: CommandContext, addFailures: (count: number) => void): void {
  withOutputFlags(withRecipeFlags(program.command('retouch').description('retouch photos and folders of photos').argument('[inputs...]', 'photos or folders')))
    .option('-o, --output <path>', 'the new file; a folder for several photos')
    .option('--format <format>', `${Object.keys(PHOTO_FORMATS).join(', ')}; by default from the name of the output, else of the photo`)
    .option('--quality <1..100>', 'for JPEG, WebP and AVIF')
    .option('--bit-depth <8|16>', "bits a channel; by default the photo's own")
    .option('--mask <path>', 'limit the result to a greyscale picture; slot=path fills a slot the recipe names (repeatable)', collect)
    .addOption(recipeSwitch())
    .option('--force', 'replace existing outputs')
    .option('--dry-run', 'say what would be written, write nothing')
    .optionsGroup('Many photos (see docs/batch.md):')
    .option('--jobs <count>', 'photos at once; by default what cores and memory allow')
    .option('--shard <i/n>', 'only the i-th of n parts of the photos, for machine i of n')
    .option('--series <0..1>', 'make photos of one scene come out alike: 0 each on its own, 1 all the same, 0.5 is a good start')
    .option('--report <path>', 'write what was done as .json or .html (repeatable)', collect)
    .option('--print-recipe', 'print the recipe that would run, as JSON, and do nothing else')
    .addHelpText('after', RETOUCH_EXAMPLES)
    .action(async (inputs: string[], options: ParsedOptions) => addFailures(await retouchFiles(readRetouchOptions(inputs, options), context)));
}

function readBakeOptions(photo: string, options: ParsedOptions): BakeOptions {
  const { output, format, size, bitDepth } = options;
  return {
    ...recipeOptions(options),
    photo,
    output: String(output),
    isForced: options['force'] === true,
    ...(typeof format === 'string' ? { format } : {}),
    ...(typeof size === 'string' ? { size: parseWholeNumber(size, '--size', 2, 129) } : {}),
    ...(typeof bitDepth === 'string' ? { bitDepth: parseBitDepth(bitDepth) } : {}),
  };
}

function readRetouchOptions(inputs: readonly string[], options: ParsedOptions): RetouchOptions {
  const { output, format, quality, bitDepth, mask, jobs, shard, series, report } = options;
  return {
    ...recipeOptions(options),
    inputs,
    masks: { ...parseMasks(mask as readonly string[] | undefined), ...exposureMask(options['cudiExposure']) },
    reports: (report as readonly string[] | undefined) ?? [],
    isForced: options['force'] === true,
    isDryRun: options['dryRun'] === true,
    printsRecipe: options['printRecipe'] === true,
    storesRecipe: options['noRecipe'] !== true,
    ...(typeof output === 'string' ? { output } : {}),
    ...(typeof format === 'string' ? { format: parseFormat(format) } : {}),
    ...(typeof quality === 'string' ? { quality: parseWholeNumber(quality, '--quality', 1, 100) } : {}),
    ...(typeof bitDepth === 'string' ? { bitDepth: parseBitDepth(bitDepth) } : {}),
    ...(typeof jobs === 'string' ? { jobs: parseWholeNumber(jobs, '--jobs', 1, MAXIMUM_JOBS) } : {}),
    ...(typeof shard === 'string' ? { shard: parseShard(shard) } : {}),
    ...(typeof series === 'string' ? { series: parseNumberInRange(series, '--series', 0, 1) } : {}),
  };
}

/** A switch of its own: taken for the negation of --recipe, it would take that file away. */
function recipeSwitch(): Option {
  const option = new Option('--no-recipe', 'do not store the recipe in the new files');
  option.negate = false;
  return option;
}

function addReport(program: Command, context: CommandContext): void {
  const report = withOutputFlags(program.command('report').description('work on the reports of runs'));
  withOutputFlags(report.command('merge').description('make one report of those of all shards'))
    .argument('<reports...>', 'the .json reports of all shards of one run')
    .requiredOption('-o, --output <path>', 'the report, .json or .html')
    .option('--force', 'replace a file that is no report')
    .action((paths: string[], options: ParsedOptions) => mergeReportFiles(paths, { output: String(options['output']), isForced: options['force'] === true }, context));
}

function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function parseFormat(text: string): RetouchOptions['format'] & string {
  const format = Object.hasOwn(PHOTO_FORMATS, text) ? (text as keyof typeof PHOTO_FORMATS) : formatOfExtension(text);
  if (format === undefined) throw new InvalidArgumentError(`--format: ${JSON.stringify(text)} (expected ${Object.keys(PHOTO_FORMATS).join(', ')})`, { flag: '--format', value: text });
  return format;
}

/** The mask that `--cudi-exposure` names, in its slot. */
function exposureMask(cudiExposure: unknown): Record<string, string> {
  const path = typeof cudiExposure === 'string' ? exposureMaskPath(cudiExposure) : undefined;
  return path === undefined ? {} : { [EXPOSURE_SLOT]: path };
}
