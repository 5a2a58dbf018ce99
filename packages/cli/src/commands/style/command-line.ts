import type { Command } from 'commander';
import { METADATA_FLAGS } from '../../options/edit-recipe.js';
import { withOutputFlags } from '../../options/output-flags.js';
import { parseNumberInRange } from '../../options/parse-number.js';
import type { ParsedOptions } from '../../options/recipe-flags.js';
import type { CommandContext } from '../context.js';
import { compareStyles } from './compare.js';
import { learnStyle, type StyleMetadata } from './learn.js';
import { listStyles } from './list.js';
import { matchStyle } from './match.js';
import { mixStyles } from './mix.js';
import { showStyle } from './show.js';

const MODEL_FLAG = ['--model <id>', 'a model of yours that is to retouch by the style, in place of the shipped one'] as const;
const A_STYLE = 'a built-in style ("style list"), or a style file';

const LEARN_EXAMPLES = `
About twenty finished photos you like are enough; there is no need of what they looked like before. The file
holds a few dozen numbers and nothing of the photos.

Examples:
  openretouch style learn liked/ -o mine.retouch.json
  openretouch style learn liked/ --disliked other/ -o mine.retouch.json --author "Ann Example"
  openretouch retouch photo.jpg -o better.jpg --mode pienet --style mine.retouch.json`;

const MIX_EXAMPLES = `
Examples:
  openretouch style mix golden mine.retouch.json -o between.retouch.json
  openretouch style mix golden:0.3 mine.retouch.json:0.7 -o warmer.retouch.json`;

/** Adds the commands about personal styles. */
export function addStyle(program: Command, context: CommandContext, addFailures: (count: number) => void): void {
  const style = withOutputFlags(program.command('style').description('learn, show, mix and compare personal styles'));
  withOutputFlags(style.command('list').description('list the built-in styles')).action(() => listStyles(context));
  withFileFlags(style.command('learn').description('learn a style from photos you like').argument('<liked...>', 'five to 200 photos, or folders'))
    .option('--disliked <paths...>', 'photos or folders the style is to stay away from')
    .option(...MODEL_FLAG)
    .addHelpText('after', LEARN_EXAMPLES)
    .action(async (liked: string[], options: ParsedOptions) => {
      const disliked = Array.isArray(options['disliked']) ? (options['disliked'] as string[]) : [];
      addFailures(await learnStyle({ liked, disliked, ...readFileFlags(options) }, context));
    });
  withFileFlags(style.command('match').description('make a style of one reference photo').argument('<reference>', 'a finished photo'))
    .option('--strength <0..1.5>', 'from the photo (0) to the style (1), and beyond')
    .option(...MODEL_FLAG)
    .action((reference: string, options: ParsedOptions) => {
      const { strength } = options;
      return matchStyle({ reference, ...readFileFlags(options), ...(typeof strength === 'string' ? { strength: parseNumberInRange(strength, '--strength', 0, 1.5) } : {}) }, context);
    });
  withFileFlags(style.command('mix').description('make a style between others').argument('<styles...>', `each ${A_STYLE}; with shares as golden:0.6`))
    .addHelpText('after', MIX_EXAMPLES)
    .action((styles: string[], options: ParsedOptions) => mixStyles({ styles, ...readFileFlags(options) }, context));
  withOutputFlags(style.command('show').description('print what is known of a style'))
    .argument('<style>', A_STYLE)
    .action((name: string) => showStyle(name, context));
  withOutputFlags(style.command('compare').description('print how alike styles are'))
    .argument('<a>', A_STYLE)
    .argument('<b>', A_STYLE)
    .argument('[more...]')
    .action((a: string, b: string, more: string[]) => compareStyles([a, b, ...more], context));
}

function withFileFlags(command: Command): Command {
  withOutputFlags(command).optionsGroup('The style:').requiredOption('-o, --output <path>', 'the style file, ending in .retouch.json').option('--force', 'replace an existing file');
  for (const field of METADATA_FLAGS) command.option(`--${field} <text>`, field === 'name' ? "by default the file's" : `what the style says about itself: ${field}`);
  return command;
}

function readFileFlags(options: ParsedOptions): { readonly output: string; readonly isForced: boolean; readonly metadata: StyleMetadata; readonly model?: string } {
  const metadata = Object.fromEntries(METADATA_FLAGS.flatMap((field) => (typeof options[field] === 'string' ? [[field, options[field]]] : [])));
  return { output: String(options['output']), isForced: options['force'] === true, metadata, ...(typeof options['model'] === 'string' ? { model: options['model'] } : {}) };
}
