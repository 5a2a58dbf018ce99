import { type Command, Option } from 'commander';
import { describeAccepted, type Operation, OPERATIONS } from '@openretouch/core';
import type { RecipeOptions } from './build-recipe.js';
import { flagName } from './parse-operation-flag.js';

/** Options as commander hands them over. */
export type ParsedOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Texts of a learned mode: known, so that they are refused in words; not offered, because no model comes with this version. */
const LEARNED_FLAGS = ['--mode <csrnet|pienet|cudi>', '--style <style>', '--cudi-exposure <auto|0.2..0.8|mask>', '--cudi-target <0.2..0.8>'];

/** Adds the flags that say what is done to a photo. */
export function withRecipeFlags(command: Command): Command {
  command
    .optionsGroup('What to do:')
    .option('--preset <look>', 'a built-in look ("presets list"), or a .retouch.json file')
    .option('--recipe <path>', 'a recipe file; - reads standard input')
    .option('--strength <0..1>', 'blend the whole result with the original');
  for (const flag of LEARNED_FLAGS) command.addOption(new Option(flag).hideHelp());
  command.optionsGroup('Operations, done after the look and in this order (see docs/operations.md):');
  for (const operation of OPERATIONS) command.option(`--${flagName(operation)} <${placeholderOf(operation)}>`, describeFlag(operation));
  return command;
}

/** @returns the recipe's part of the parsed options. */
export function recipeOptions(options: ParsedOptions): RecipeOptions {
  const operations: Record<string, string> = {};
  for (const { name } of OPERATIONS) {
    const text = options[name];
    if (typeof text === 'string') operations[name] = text;
  }
  const names = ['preset', 'recipe', 'strength', 'mode', 'style', 'cudiExposure', 'cudiTarget'] as const;
  return { operations, ...Object.fromEntries(names.flatMap((name) => (typeof options[name] === 'string' ? [[name, options[name]]] : []))) };
}

function placeholderOf({ parameters, mainParameter }: Operation): string {
  return parameters[mainParameter].kind === 'asset' ? 'path.cube' : mainParameter;
}

function describeFlag({ title, parameters, mainParameter }: Operation): string {
  const main = parameters[mainParameter];
  if (main.kind === 'asset') return `${title}: every colour is looked up in the file's table`;
  const automatic = parameters['auto']?.kind === 'flag' ? ', or auto' : '';
  const others = Object.keys(parameters).filter((name) => name !== mainParameter);
  const more = others.length === 0 ? '' : `; or pairs of ${[mainParameter, ...others].map((name) => `${name}=`).join(' ')}`;
  return `${title}: ${describeAccepted(main)}${automatic}${more}`;
}
