import { describeEffect, describeRecipe, hashRecipe, planLook, printRecipe, type Recipe, RetouchError } from '@openretouch/core';
import { describeReport } from '../../looks/describe-report.js';
import { loadLook } from '../../looks/read-look.js';
import type { CommandContext } from '../context.js';

/**
 * Prints a look as a preset file, whatever its format; or in plain sentences, with what a person should know about it.
 *
 * @param isPlain - sentences instead of JSON. Not by default on terminals either: what is seen is what a redirect stores.
 */
export async function showPreset(name: string, isPlain: boolean, context: CommandContext): Promise<void> {
  const { reporter } = context;
  const { recipe, format, notes, report } = await loadLook(name, 'look', context);
  const sentences = describeRecipe(recipe);
  const effect = await effectOf(recipe);
  if (reporter.isJson) reporter.result({ hash: hashRecipe(recipe), format, recipe, sentences, ...(effect === undefined ? {} : { effect }), notes, ...(report === undefined ? {} : { report }) });
  else if (!isPlain) reporter.document(printRecipe(recipe));
  for (const line of isPlain ? [...describeHead(recipe), ...listSentences(recipe), ...(effect === undefined ? [] : [`In all: ${effect}`]), ...notes, ...(report === undefined ? [] : describeReport(report))] : []) reporter.line(line);
}

/** @returns what the look does to colours, in words; nothing where that depends on the photo. */
async function effectOf(recipe: Recipe): Promise<string | undefined> {
  try {
    const { plan } = await planLook(recipe, {});
    return describeEffect(plan.steps, plan.space, plan.strength).sentence;
  } catch (error) {
    if (RetouchError.isInstance(error)) return undefined;
    throw error;
  }
}

/** @returns a numbered line an operation, and one for the strength of the whole. */
export function listSentences(recipe: Recipe): string[] {
  return describeRecipe(recipe).map((sentence, i) => (i < recipe.operations.length ? `  ${i + 1}. ${sentence}` : `  ${sentence}`));
}

function describeHead({ name, description, author, licence, created }: Recipe): string[] {
  const facts = [author, licence, created].filter((fact) => fact !== undefined);
  return [name, ...(description === undefined ? [] : [description]), ...(facts.length === 0 ? [] : [facts.join(', ')])];
}
