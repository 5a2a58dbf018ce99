import { performance } from 'node:perf_hooks';
import { type FailedTarget, InvalidArgumentError, type Recipe, type RetouchedTarget, runInHost, type TargetResult } from '@openretouch/core';
import { listPhotos } from '../files/list-photos.js';
import { displayPath, type PhotoFormat } from '../files/photo.js';
import { FileHost } from '../host/file-host.js';
import { buildRecipe, type RecipeOptions } from '../options/build-recipe.js';
import { type OutputPlan, planOutputs } from '../options/output-paths.js';
import { errorFields, messageOf, type Reporter } from '../report.js';
import { type CommandContext, pause } from './context.js';

export interface RetouchOptions extends RecipeOptions {
  readonly inputs: readonly string[];
  readonly output?: string;
  readonly format?: PhotoFormat;
  readonly quality?: number;
  readonly bitDepth?: 8 | 16;
  /** Mask files by slot. */
  readonly masks: Readonly<Record<string, string>>;
  readonly isForced: boolean;
  readonly isDryRun: boolean;
  readonly printsRecipe: boolean;
}

/**
 * Retouches files and folders. One photo that fails does not stop the others.
 *
 * @returns how many photos failed.
 */
export async function retouchFiles(options: RetouchOptions, { reporter, signal }: CommandContext): Promise<number> {
  const recipe = await buildRecipe(options);
  if (options.printsRecipe) {
    process.stdout.write(`${JSON.stringify(recipe, null, 2)}\n`);
    return 0;
  }
  if (options.output === undefined) throw new InvalidArgumentError('-o: missing (expected a file, or a folder for several photos)', { flag: '-o' });
  const { photos, skippedCount, unsupported, problems } = await listPhotos(options.inputs, signal);
  for (const path of unsupported) reporter.line(`left out: ${displayPath(path)} (not a kind that is read; export a JPEG or TIFF first)`);
  for (const problem of problems) reporter.line(`left out: ${displayPath(problem)}`);
  if (skippedCount > 0) reporter.line(`left out: ${skippedCount} ${skippedCount === 1 ? 'file that is no photo' : 'files that are no photos'}`);
  if (photos.length === 0) throw new InvalidArgumentError(`${options.inputs.map(displayPath).join(', ')}: no photos found (expected JPEG, PNG, WebP, AVIF or TIFF)`, { inputs: options.inputs });
  const outputs = planOutputs(photos, { output: options.output, isForced: options.isForced, ...(options.format === undefined ? {} : { format: options.format }) });
  if (options.isDryRun) {
    for (const { input, output } of outputs) reporter.line(`${displayPath(input)} -> ${displayPath(output)}`);
    reporter.result({ recipe, photos: outputs });
    return 0;
  }
  return runOnFiles(recipe, outputs, options, reporter, signal);
}

async function runOnFiles(recipe: Recipe, outputs: readonly OutputPlan[], options: RetouchOptions, reporter: Reporter, signal: AbortSignal): Promise<number> {
  const host = new FileHost({
    photos: outputs,
    masks: options.masks,
    isForced: options.isForced,
    ...(options.quality === undefined ? {} : { quality: options.quality }),
    ...(options.bitDepth === undefined ? {} : { bitDepth: options.bitDepth }),
  });
  const reports: Record<string, unknown>[] = [];
  let failedCount = 0;
  let started = performance.now();
  const onResult = (result: TargetResult): void => {
    const seconds = (performance.now() - started) / 1000;
    started = performance.now();
    if (result.status === 'failed') {
      failedCount += 1;
      reports.push({ input: result.target.documentId, status: 'failed', error: errorFields(result.error) });
      if (!reporter.isJson) reporter.error(nameTheFile(result));
      return;
    }
    const notes = host.notesOf(result.target);
    reports.push({ input: result.target.documentId, output: host.outputOf(result.target), status: 'retouched', seconds, decided: decisionsOf(result), notes, warnings: result.warnings });
    reporter.line(`${displayPath(result.target.name)} -> ${displayPath(host.outputOf(result.target))}  ${seconds.toFixed(1)} s`);
    for (const text of [...result.plan.notes.map(({ message }) => message), ...notes]) reporter.line(`  ${displayPath(text)}`);
  };
  await runInHost({
    host,
    recipe,
    preference: 'pixels',
    onError: 'continue',
    signal,
    pause,
    onResult,
    onProgress: (fraction) => reporter.progress(`${Math.floor(fraction * 100)} %  ${outputs.length} ${outputs.length === 1 ? 'photo' : 'photos'}`),
  });
  reporter.result({ recipe: { name: recipe.name }, retouched: outputs.length - failedCount, failed: failedCount, photos: reports });
  if (failedCount > 0 && outputs.length > 1) reporter.line(`${failedCount} of ${outputs.length} photos failed`);
  return failedCount;
}

function nameTheFile({ target, error }: FailedTarget): Error {
  const message = messageOf(error);
  if (message.includes(target.name)) return error;
  const named = new Error(`${displayPath(target.documentId)}: ${message}`);
  named.stack = error.stack ?? '';
  return named;
}

function decisionsOf({ plan }: RetouchedTarget): Record<string, unknown>[] {
  return plan.notes.map(({ operation, code, message, decided }) => ({ operation, code, message, ...(decided === undefined ? {} : { decided }) }));
}
