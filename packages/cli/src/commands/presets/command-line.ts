import type { Command } from 'commander';
import { LOOK_WRITERS } from '../../looks/write-look.js';
import { METADATA_FLAGS, type RecipeEdits } from '../../options/edit-recipe.js';
import { withOutputFlags } from '../../options/output-flags.js';
import { parseBitDepth } from '../../options/parse-bit-depth.js';
import { parseWholeNumber } from '../../options/parse-number.js';
import { operationTexts, type ParsedOptions, recipeOptions, withOperationFlags, withRecipeFlags } from '../../options/recipe-flags.js';
import type { CommandContext } from '../context.js';
import { writeCard } from './card.js';
import { convertLooks } from './convert.js';
import { createPreset } from './create.js';
import { diffPresets } from './diff.js';
import { editPreset } from './edit.js';
import { freezePreset } from './freeze.js';
import { listPresets } from './list.js';
import { showPreset } from './show.js';
import { validatePresets } from './validate.js';

const A_LOOK = 'a built-in look ("presets list"), or a look file';
/** The largest LUT any format is written with. */
const MAXIMUM_SIZE = 129;
/** The largest LUT a preset file holds. */
const MAXIMUM_FROZEN_SIZE = 40;

const CONVERT_EXAMPLES = `
Examples:
  openretouch presets convert film.cube -o film.retouch.json
  openretouch presets convert warm -o warm.cube --size 65
  openretouch presets convert warm soft vivid -o looks/ --format cube --report report.json`;

const NEW_EXAMPLES = `
Examples:
  openretouch presets new evening.retouch.json --exposure -0.3 --saturation 0.9 --author "Ann Example"
  openretouch presets new mine.retouch.json --from warm --contrast "gain=1.1 pivot=0.5"`;

const EDIT_EXAMPLES = `
An operation that is there keeps its place, and its parameters that are not named. One that is not
is put in canonical order.

Examples:
  openretouch presets edit mine.retouch.json --saturation 1.1 --name "My evenings"
  openretouch presets edit mine.retouch.json --remove contrast --dry-run`;

const FREEZE_EXAMPLES = `
Examples:
  openretouch presets freeze photo.jpg --mode csrnet --style warm -o evening.retouch.json
  openretouch presets freeze photo.jpg --preset auto-learned -o like-this.retouch.json`;

const DIFF_EXAMPLES = `
Examples:
  openretouch presets diff warm mine.retouch.json
  openretouch presets diff warm soft --photo photo.jpg`;

/** Adds the commands that make, show and change looks. */
export function addPresets(program: Command, context: CommandContext, addFailures: (count: number) => void): void {
  const presets = withOutputFlags(program.command('presets').description('list, show, make, change, freeze, compare, convert and share looks'));
  withOutputFlags(presets.command('list').description('list the built-in looks')).action(() => listPresets(context));
  withOutputFlags(presets.command('show').description('print a look as a preset file'))
    .argument('<look>', A_LOOK)
    .option('--plain', 'print it in plain sentences, with all that is known about it')
    .action((name: string, options: ParsedOptions) => showPreset(name, options['plain'] === true, context));
  withOutputFlags(presets.command('validate').description('check look files and name every fault'))
    .argument('<files...>')
    .action(async (files: string[]) => addFailures(await validatePresets(files, context)));
  addConvert(presets, context, addFailures);
  addNew(presets, context);
  addEdit(presets, context);
  addFreeze(presets, context);
  withOutputFlags(presets.command('card').description('write a picture that shows a look on a photo, and carries it'))
    .argument('<look>', A_LOOK)
    .requiredOption('--photo <path>', 'the photo to show it on')
    .requiredOption('-o, --output <path>', 'the card, a .png file')
    .option('--force', 'replace an existing file')
    .action((look: string, options: ParsedOptions) => writeCard(look, { photo: String(options['photo']), output: String(options['output']), isForced: options['force'] === true }, context));
  withOutputFlags(presets.command('diff').description('print in what two looks differ'))
    .argument('<a>', A_LOOK)
    .argument('<b>', A_LOOK)
    .option('--photo <path>', 'measure the difference on a photo too')
    .option('--exit-code', 'end with 1 when they differ')
    .addHelpText('after', DIFF_EXAMPLES)
    .action(async (a: string, b: string, options: ParsedOptions) => {
      const { photo } = options;
      addFailures(await diffPresets({ a, b, failsOnDifference: options['exitCode'] === true, ...(typeof photo === 'string' ? { photo } : {}) }, context));
    });
}

function addConvert(presets: Command, context: CommandContext, addFailures: (count: number) => void): void {
  withOutputFlags(presets.command('convert').description('write looks in another format'))
    .argument('<looks...>', 'built-in looks, or look files')
    .requiredOption('-o, --output <path>', 'the new file; a folder for several looks')
    .option('--format <format>', `${LOOK_WRITERS.map(({ name }) => name).join(', ')}; by default from the name of the output, in folders preset`)
    .option('--size <nodes>', 'nodes an edge of a LUT')
    .option('--bit-depth <8|16>', 'bits a channel of a picture of a LUT')
    .option('--report <path>', 'store what is printed, as JSON')
    .option('--force', 'replace existing files')
    .addHelpText('after', CONVERT_EXAMPLES)
    .action(async (inputs: string[], options: ParsedOptions) => {
      const { output, format, size, bitDepth, report } = options;
      const texts = { ...(typeof format === 'string' ? { format } : {}), ...(typeof report === 'string' ? { report } : {}) };
      const numbers = { ...(typeof size === 'string' ? { size: parseWholeNumber(size, '--size', 2, MAXIMUM_SIZE) } : {}), ...(typeof bitDepth === 'string' ? { bitDepth: parseBitDepth(bitDepth) } : {}) };
      addFailures(await convertLooks({ inputs, output: String(output), isForced: options['force'] === true, ...texts, ...numbers }, context));
    });
}

function addNew(presets: Command, context: CommandContext): void {
  const command = withOutputFlags(presets.command('new').description('write a preset file')).argument('<file>', 'a new .retouch.json file');
  withMetadataFlags(command.option('--from <look>', `begin with ${A_LOOK}`));
  withOperationFlags(command, 'Operations, put in this order (see docs/operations.md):')
    .addHelpText('after', NEW_EXAMPLES)
    .action((output: string, options: ParsedOptions) => {
      const { from } = options;
      return createPreset({ output, ...readEdits(options), ...(typeof from === 'string' ? { from } : {}) }, context);
    });
}

function addEdit(presets: Command, context: CommandContext): void {
  const command = withOutputFlags(presets.command('edit').description('change a preset file')).argument('<file>', 'a .retouch.json file');
  withMetadataFlags(command.option('--dry-run', 'print what would change, write nothing')).option('--remove <operation>', 'take an operation out (repeatable)', (value: string, previous: readonly string[] = []) => [...previous, value]);
  withOperationFlags(command, 'Operations, set where they are, else put in this order (see docs/operations.md):')
    .addHelpText('after', EDIT_EXAMPLES)
    .action((path: string, options: ParsedOptions) => editPreset({ path, isDryRun: options['dryRun'] === true, ...readEdits(options) }, context));
}

function addFreeze(presets: Command, context: CommandContext): void {
  withOutputFlags(withRecipeFlags(presets.command('freeze').description('decide a look on one photo and write it as a preset that is the same for every photo').argument('<photo>', 'the photo that decides')))
    .requiredOption('-o, --output <path>', 'the preset, a .retouch.json file')
    .option('--name <text>', 'by default that of the file')
    .option('--size <nodes>', 'nodes an edge of its LUTs; by default those of the photo, 40 at most')
    .option('--force', 'replace an existing file')
    .addHelpText('after', FREEZE_EXAMPLES)
    .action((photo: string, options: ParsedOptions) => {
      const { output, name, size } = options;
      const given = { ...(typeof name === 'string' ? { name } : {}), ...(typeof size === 'string' ? { size: parseWholeNumber(size, '--size', 2, MAXIMUM_FROZEN_SIZE) } : {}) };
      return freezePreset({ ...recipeOptions(options), photo, output: String(output), isForced: options['force'] === true, ...given }, context);
    });
}

function withMetadataFlags(command: Command): Command {
  command.optionsGroup('About the look (an empty text takes it away):');
  for (const field of METADATA_FLAGS) command.option(`--${field} <text>`);
  return command.optionsGroup('What it does:').option('--strength <0..1>', 'how much of the whole result is blended with the original');
}

function readEdits(options: ParsedOptions): RecipeEdits {
  const { strength, remove } = options;
  const metadata = Object.fromEntries(METADATA_FLAGS.flatMap((field) => (typeof options[field] === 'string' ? [[field, options[field]]] : [])));
  return { metadata, operations: operationTexts(options), removed: Array.isArray(remove) ? remove : [], ...(typeof strength === 'string' ? { strength } : {}) };
}
