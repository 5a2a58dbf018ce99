import type { Command } from 'commander';
import { CSRNET_STYLES, describeAccepted, mainParameterOf, type Operation, OPERATIONS } from '@openretouch/core';
import type { RecipeOptions } from './build-recipe.js';
import { describePairs } from './describe-pairs.js';
import { flagName } from './parse-operation-flag.js';

/** Options as commander hands them over. */
export type ParsedOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Adds the flags that say what is done to a photo. */
export function withRecipeFlags(command: Command): Command {
  command
    .optionsGroup('What to do:')
    .option('--preset <look>', 'a built-in look ("presets list"), or a look file')
    .option('--recipe <path>', 'a look file; - reads a preset from standard input')
    .option('--mode <csrnet|pienet|cudi>', 'a learned retouch, a personal style, or a learned exposure, after the look')
    .option('--style <style>', `with --mode csrnet: ${CSRNET_STYLES.join(', ')}; with --mode pienet: a built-in style ("style list") or a style file; or shares as warm:0.6,soft:0.4`)
    .option('--match <photo>', 'the style of this photo, in place of --mode pienet --style')
    .option('--cudi-exposure <wanted>', 'with --mode cudi: auto, the mean to reach (0.2 to 0.8), or a mask of the part to bring to --cudi-target')
    .option('--cudi-target <0.2..0.8>', 'the mean under the mask')
    .option('--strength <0..1>', 'blend the whole result with the original');
  return withOperationFlags(command, 'Operations, done after the look and in this order (see docs/operations.md):');
}

/** Adds a flag an operation. */
export function withOperationFlags(command: Command, heading: string): Command {
  command.optionsGroup(heading);
  for (const operation of OPERATIONS) command.option(`--${flagName(operation)} <${placeholderOf(operation)}>`, describeFlag(operation));
  return command;
}

/** @returns the recipe's part of the parsed options. */
export function recipeOptions(options: ParsedOptions): RecipeOptions {
  const operations = operationTexts(options);
  const names = ['preset', 'recipe', 'strength', 'mode', 'style', 'match', 'cudiExposure', 'cudiTarget'] as const;
  return { operations, ...Object.fromEntries(names.flatMap((name) => (typeof options[name] === 'string' ? [[name, options[name]]] : []))) };
}

/** @returns operation flags as typed, by operation name. */
export function operationTexts(options: ParsedOptions): Record<string, string> {
  const operations: Record<string, string> = {};
  for (const { name } of OPERATIONS) {
    const text = options[name];
    if (typeof text === 'string') operations[name] = text;
  }
  return operations;
}

function placeholderOf(operation: Operation): string {
  const main = mainParameterOf(operation);
  if (main === undefined) return 'pairs';
  return main.parameter.kind === 'asset' ? 'path' : main.name;
}

function describeFlag(operation: Operation): string {
  const { title, parameters } = operation;
  const main = mainParameterOf(operation);
  if (main === undefined) return `${title}: ${operation.actsByDefault === true ? 'on, or ' : ''}pairs of ${describePairs(operation, '=', ' ')}`;
  if (main.parameter.kind === 'asset') return `${title}: every colour is looked up in the file's table`;
  const automatic = parameters['auto']?.kind === 'flag' ? ', or auto' : '';
  const more = Object.keys(parameters).length === 1 ? '' : `; or pairs of ${describePairs(operation, '=', ' ')}`;
  return `${title}: ${describeAccepted(main.parameter)}${automatic}${more}`;
}
