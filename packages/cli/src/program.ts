import { Command, CommanderError, Option } from 'commander';
import { InvalidArgumentError, type Operation, OPERATIONS, RetouchError, SELECTION_SLOT } from '@openretouch/core';
import { analyseFiles } from './commands/analyse.js';
import { bakeToCube } from './commands/bake.js';
import { compareFiles } from './commands/compare.js';
import type { CommandContext } from './commands/context.js';
import { listPresets, showPreset, validatePresets } from './commands/presets.js';
import { retouchFiles } from './commands/retouch.js';
import { PHOTO_FORMATS, type PhotoFormat } from './files/photo.js';
import type { RecipeOptions } from './options/build-recipe.js';
import { flagName, parseNumber } from './options/parse-operation-flag.js';
import { createReporter } from './report.js';

export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;
export const EXIT_INTERRUPTED = 130;

/** Options as commander hands them over. */
type Parsed = Record<string, string | boolean | string[] | undefined>;

/**
 * Runs the command line.
 *
 * @param argv - arguments after the program's name.
 * @param signal - aborted by Ctrl-C.
 * @returns the exit code: 0, 1 when something failed, 2 for a command line that makes no sense, 130 when interrupted.
 */
export async function runProgram(argv: readonly string[], version: string, signal: AbortSignal): Promise<number> {
  const reporter = createReporter({ isJson: argv.includes('--json'), isVerbose: argv.includes('--verbose'), isQuiet: argv.includes('--quiet') });
  let failedCount = 0;
  const context: CommandContext = { reporter, signal };
  const program = createProgram(version, context, (count) => {
    failedCount += count;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return failedCount > 0 ? EXIT_FAILED : 0;
  } catch (error) {
    if (signal.aborted) {
      reporter.error(new Error('interrupted; photos already finished are kept'));
      return EXIT_INTERRUPTED;
    }
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      reporter.error(new InvalidArgumentError(error.message.replace(/^error: /, ''), { code: error.code }));
      return EXIT_USAGE;
    }
    reporter.error(error);
    return RetouchError.isInstance(error) && error.code === 'invalid-argument' ? EXIT_USAGE : EXIT_FAILED;
  }
}

function createProgram(version: string, context: CommandContext, addFailures: (count: number) => void): Command {
  const program = new Command('openretouch')
    .description("Retouches photos on your own machine. Nothing is ever sent anywhere.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  const subcommand = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .option('--json', 'print one JSON document instead of lines')
      .option('--quiet', 'print nothing but errors')
      .option('--verbose', 'print stack traces with errors');

  withRecipeOptions(subcommand('retouch', 'retouch photos and folders of photos'))
    .argument('<inputs...>', 'photos or folders')
    .option('-o, --output <path>', 'file, or folder for several photos')
    .addOption(new Option('--format <format>', 'write this format').choices(Object.keys(PHOTO_FORMATS)))
    .option('--quality <1..100>', 'for JPEG, WebP and AVIF')
    .addOption(new Option('--bit-depth <bits>', "bits a channel; by default the photo's own").choices(['8', '16']))
    .option('--mask <path>', 'limit the result to a greyscale mask; slot=path fills a slot the recipe names', collect)
    .option('--force', 'replace existing outputs')
    .option('--dry-run', 'say what would be written, write nothing')
    .option('--print-recipe', 'print the recipe that would run, as JSON')
    .action(async (inputs: string[], options: Parsed) => {
      addFailures(
        await retouchFiles(
          {
            ...recipeOptions(options),
            inputs,
            masks: parseMasks(options['mask'] as string[] | undefined),
            isForced: options['force'] === true,
            isDryRun: options['dryRun'] === true,
            printsRecipe: options['printRecipe'] === true,
            ...textOption('output', options['output']),
            ...(options['format'] === undefined ? {} : { format: options['format'] as PhotoFormat }),
            ...(options['quality'] === undefined ? {} : { quality: parseWhole(options['quality'] as string, '--quality', 1, 100) }),
            ...(options['bitDepth'] === undefined ? {} : { bitDepth: Number(options['bitDepth']) as 8 | 16 }),
          },
          context,
        ),
      );
    });

  subcommand('analyse', 'print what is seen in photos: spread, clipping, light')
    .argument('<photos...>')
    .action((photos: string[]) => analyseFiles(photos, context));

  withRecipeOptions(subcommand('bake', 'write the result for one photo as a .cube LUT with its measured error'))
    .argument('<photo>')
    .requiredOption('-o, --output <path>', 'the .cube file')
    .addOption(new Option('--size <nodes>', 'nodes an edge').choices(['17', '33', '65']).default('33'))
    .option('--force', 'replace an existing file')
    .action((photo: string, options: Parsed) =>
      bakeToCube({ ...recipeOptions(options), photo, output: options['output'] as string, size: Number(options['size']), isForced: options['force'] === true }, context),
    );

  const presets = program.command('presets').description('list, show and check looks').exitOverride();
  const presetCommand = (name: string, description: string): Command =>
    presets
      .command(name)
      .description(description)
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .option('--json', 'print one JSON document instead of lines')
      .option('--verbose', 'print stack traces with errors');
  presetCommand('list', 'list the built-in looks').action(() => listPresets(context));
  presetCommand('show', 'print a look or a .retouch.json file')
    .argument('<look>')
    .action((name: string) => showPreset(name, context));
  presetCommand('validate', 'check .retouch.json files')
    .argument('<files...>')
    .action(async (files: string[]) => addFailures(await validatePresets(files, context)));

  subcommand('compare', 'print PSNR, SSIM and CIEDE2000 between two pictures')
    .argument('<a>')
    .argument('<b>')
    .action((a: string, b: string) => compareFiles(a, b, context));
  return program;
}

function withRecipeOptions(command: Command): Command {
  command
    .option('--preset <look>', 'a built-in look, or a .retouch.json file')
    .option('--recipe <path>', 'a recipe file')
    .option('--mode <csrnet|pienet|cudi>', 'a learned mode')
    .option('--strength <0..1>', 'blend the whole result with the original');
  for (const operation of OPERATIONS) command.option(`--${flagName(operation)} <value>`, describeFlag(operation));
  return command;
}

function describeFlag({ summary, mainParameter, parameters }: Operation): string {
  const others = Object.keys(parameters).filter((name) => name !== mainParameter);
  return `${summary} Value: ${mainParameter}${others.length > 0 ? `, or name=value pairs of ${[mainParameter, ...others].join(', ')}` : ''}`;
}

function recipeOptions(options: Parsed): RecipeOptions {
  const operations: Record<string, string> = {};
  for (const { name } of OPERATIONS) {
    const text = options[name];
    if (typeof text === 'string') operations[name] = text;
  }
  return { operations, ...textOption('preset', options['preset']), ...textOption('recipe', options['recipe']), ...textOption('mode', options['mode']), ...textOption('strength', options['strength']) };
}

function textOption<K extends string>(name: K, value: Parsed[string]): { [key in K]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { [key in K]?: string }) : {};
}

function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** `path` alone limits the whole result; `slot=path` fills a slot. */
function parseMasks(values: readonly string[] = []): Record<string, string> {
  const masks: Record<string, string> = {};
  for (const value of values) {
    const match = /^([A-Za-z][A-Za-z0-9_-]*)=(.+)$/s.exec(value);
    const [slot, path] = match === null ? [SELECTION_SLOT, value] : [match[1], match[2]];
    if (Object.hasOwn(masks, slot)) throw new InvalidArgumentError(`--mask: two masks for "${slot}" (expected one)`, { flag: '--mask', value });
    masks[slot] = path;
  }
  return masks;
}

function parseWhole(text: string, flag: string, minimum: number, maximum: number): number {
  const value = parseNumber(text, flag);
  if (!Number.isInteger(value) || value < minimum || value > maximum) throw new InvalidArgumentError(`${flag}: ${text} (expected a whole number, ${minimum} to ${maximum})`, { flag, value });
  return value;
}
