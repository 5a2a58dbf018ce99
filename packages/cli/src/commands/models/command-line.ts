import type { Command } from 'commander';
import { describeValue, InvalidArgumentError } from '@openretouch/core';
import { CONDITION_SIDE_RANGE } from '@openretouch/models';
import { withOutputFlags } from '../../options/output-flags.js';
import { parseWholeNumber } from '../../options/parse-number.js';
import type { ParsedOptions } from '../../options/recipe-flags.js';
import type { CommandContext } from '../context.js';
import { importModel } from './import.js';
import { listModels } from './list.js';
import { verifyModels } from './verify.js';

const IMPORT_EXAMPLES = `
The checkpoint is read, never run: a file that holds anything but tensors is refused.

Examples:
  openretouch models import csrnet.pth
  openretouch models import csrnet.pth --condition tiles
  openretouch models import csrnet.pth --id csrnet-expert-c --licence "for research only"`;

/** Adds the commands about learned models. */
export function addModels(program: Command, context: CommandContext, addFailures: (count: number) => void): void {
  const models = withOutputFlags(program.command('models').description('list, check and import learned models'));
  withModelsFlag(models.command('list').description('list the models at hand, with licence and measured quality'), context).action(async (options: ParsedOptions) =>
    addFailures(await listModels(folderOf(options, context), context)),
  );
  withModelsFlag(models.command('verify').description('check that models are what their manifests say').argument('[ids...]', 'models; by default all'), context).action(
    async (ids: string[], options: ParsedOptions) => addFailures(await verifyModels(ids, folderOf(options, context), context)),
  );
  withModelsFlag(models.command('import').description('make a model of a PyTorch checkpoint of CSRNet as published').argument('<checkpoint>', 'a .pth file'), context)
    .option('--id <id>', "the model's name; by default imported- and the file's")
    .option('--condition <what>', "what it looks at: copy (by default), the whole photo made small; tiles, parts of it at full size, as the published program's own look at large photos")
    .option('--condition-size <pixels>', 'longer side of the copy; by default 500, as published')
    .option('--licence <text>', 'under which you have the weights')
    .option('--force', 'replace an imported model of that id')
    .addHelpText('after', IMPORT_EXAMPLES)
    .action(async (checkpoint: string, options: ParsedOptions) => {
      const { id, condition, conditionSize, licence } = options;
      const isTiled = condition === 'tiles';
      if (condition !== undefined && condition !== 'copy' && !isTiled) throw new InvalidArgumentError(`--condition: ${describeValue(condition)} (expected copy or tiles)`, { flag: '--condition', value: condition });
      if (isTiled && conditionSize !== undefined) throw new InvalidArgumentError(`--condition-size: ${describeValue(conditionSize)} beside --condition tiles (expected none: tiles are looked at as they are)`, { flag: '--condition-size', value: conditionSize });
      const folder = folderOf(options, context);
      if (folder === undefined) throw new InvalidArgumentError('--models: missing (expected the folder to put the model into)', { flag: '--models' });
      await importModel(
        {
          checkpoint,
          isForced: options['force'] === true,
          ...(typeof id === 'string' ? { id } : {}),
          ...(typeof licence === 'string' ? { licence } : {}),
          ...(condition === undefined ? {} : { condition }),
          ...(typeof conditionSize === 'string' ? { conditionSide: parseWholeNumber(conditionSize, '--condition-size', ...CONDITION_SIDE_RANGE) } : {}),
        },
        folder,
        context,
      );
    });
}

function withModelsFlag(command: Command, { modelsFolder }: CommandContext): Command {
  return withOutputFlags(command).optionsGroup('Models:').option('--models <folder>', `where your models are; by default $OPENRETOUCH_MODELS, else ${modelsFolder ?? "a folder of the user's"}`);
}

function folderOf({ models }: ParsedOptions, { modelsFolder }: CommandContext): string | undefined {
  return typeof models === 'string' ? models : modelsFolder;
}
