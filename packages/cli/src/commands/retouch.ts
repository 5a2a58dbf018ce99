import { performance } from 'node:perf_hooks';
import { chooseKernels } from '@openretouch/kernels';
import { type FailedTarget, InvalidArgumentError, type PlanNote, type Recipe, type RetouchedTarget, runInHost, type TargetResult } from '@openretouch/core';
import { displayPath, type PhotoFormat } from '../files/photo.js';
import { FileHost } from '../host/file-host.js';
import { printRecipe } from '../looks/print-recipe.js';
import { buildRecipe, type RecipeOptions } from '../options/build-recipe.js';
import { checkMasks, type MaskFiles } from '../options/masks.js';
import { type OutputPlan, planOutputs } from '../options/output-paths.js';
import { errorFields, InterruptedError, type Reporter } from '../report.js';
import { type CommandContext, pause } from './context.js';
import { type LeftOut, listInputs, reportLeftOut } from './list-inputs.js';
import { describePlanNotes } from './plan-notes.js';

export interface RetouchOptions extends RecipeOptions {
  readonly inputs: readonly string[];
  readonly output?: string;
  readonly format?: PhotoFormat;
  readonly quality?: number;
  readonly bitDepth?: 8 | 16;
  readonly masks: MaskFiles;
  readonly isForced: boolean;
  readonly isDryRun: boolean;
  readonly printsRecipe: boolean;
  /** Whether the files written carry the recipe. */
  readonly storesRecipe: boolean;
}

/** What is to be done, decided before the first photo is read. */
interface RetouchJob {
  readonly recipe: Recipe;
  readonly recipeNotes: readonly string[];
  readonly outputs: readonly OutputPlan[];
  readonly leftOut: LeftOut;
}

/**
 * Retouches files and folders. One photo that fails does not stop the others.
 *
 * @returns how many failed.
 */
export async function retouchFiles(options: RetouchOptions, context: CommandContext): Promise<number> {
  const { reporter } = context;
  const { recipe, notes } = await buildRecipe(options, context);
  if (options.printsRecipe) {
    reporter.document(printRecipe(recipe));
    return 0;
  }
  const job = await prepareJob(recipe, notes, options, context);
  for (const note of notes) reporter.line(note);
  reportLeftOut(job.leftOut, reporter);
  if (options.isDryRun) {
    for (const { input, output } of job.outputs) reporter.line(`${input} -> ${output}`);
    reporter.result({ recipe, notes, photos: job.outputs, leftOut: job.leftOut });
    return job.leftOut.problems.length;
  }
  return runJob(job, options, context);
}

async function prepareJob(recipe: Recipe, recipeNotes: readonly string[], options: RetouchOptions, { signal }: CommandContext): Promise<RetouchJob> {
  const { output, format, bitDepth } = options;
  if (options.inputs.length === 0) throw new InvalidArgumentError("missing required argument 'inputs' (expected photos or folders)", { argument: 'inputs' });
  if (output === undefined) throw new InvalidArgumentError('-o: missing (expected a file, or a folder for several photos)', { flag: '-o' });
  await checkMasks(options.masks, recipe);
  const { photos, hasFolder, leftOut } = await listInputs(options.inputs, signal, output);
  const outputs = planOutputs(photos, { output, hasFolderInput: hasFolder, isForced: options.isForced, ...(format === undefined ? {} : { format }), ...(bitDepth === undefined ? {} : { bitDepth }) });
  return { recipe, recipeNotes, outputs, leftOut };
}

async function runJob({ recipe, recipeNotes, outputs, leftOut }: RetouchJob, options: RetouchOptions, { reporter, signal }: CommandContext): Promise<number> {
  const host = new FileHost({
    photos: outputs,
    masks: options.masks,
    isForced: options.isForced,
    storesRecipe: options.storesRecipe,
    ...(options.quality === undefined ? {} : { quality: options.quality }),
    ...(options.bitDepth === undefined ? {} : { bitDepth: options.bitDepth }),
  });
  const { kernels, reason } = await chooseKernels();
  const reports: PhotoReport[] = [];
  let started = performance.now();
  const onResult = (result: TargetResult): void => {
    const seconds = (performance.now() - started) / 1000;
    started = performance.now();
    const report = result.status === 'failed' ? describeFailure(result, host) : describeSuccess(result, host, seconds);
    reports.push(report);
    printReport(report, reporter);
  };
  const finish = (isInterrupted: boolean): number => {
    const failed = reports.filter(({ status }) => status === 'failed').length;
    reporter.result({ recipe: { name: recipe.name }, kernels: reason, notes: recipeNotes, retouched: reports.length - failed, failed, ...(isInterrupted ? { interrupted: true } : {}), photos: reports.map(({ failure, ...fields }) => (failure === undefined ? fields : { ...fields, error: errorFields(failure) })), leftOut });
    return failed;
  };
  try {
    await runInHost({
      host,
      recipe,
      preference: 'pixels',
      onError: 'continue',
      signal,
      pause,
      ...(kernels === undefined ? {} : { kernels }),
      onResult,
      onProgress: (fraction) => reporter.progress(describeProgress(fraction, reports.length, outputs)),
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    finish(true);
    throw new InterruptedError({ finished: reports.filter(({ status }) => status === 'retouched').length, total: outputs.length });
  }
  const failedCount = finish(false);
  if (failedCount > 0 && outputs.length > 1) reporter.line(`${failedCount} of ${outputs.length} photos failed`);
  return failedCount + leftOut.problems.length;
}

function describeProgress(fraction: number, doneCount: number, outputs: readonly OutputPlan[]): string {
  if (doneCount >= outputs.length) return '';
  const place = outputs.length === 1 ? '' : `  ${doneCount + 1} of ${outputs.length}`;
  return `${Math.floor(fraction * 100)} %${place}  ${displayPath(outputs[doneCount].input)}`;
}

/** One photo of the result under `--json`; `failure` becomes `error`. */
interface PhotoReport {
  readonly input: string;
  readonly output: string;
  readonly status: 'retouched' | 'failed';
  readonly failure?: Error;
  readonly seconds?: number;
  readonly decided?: readonly PlanNote[];
  readonly notes?: readonly string[];
  readonly warnings?: RetouchedTarget['warnings'];
}

function describeSuccess({ target, plan, warnings }: RetouchedTarget, host: FileHost, seconds: number): PhotoReport {
  const { input, output } = host.planOf(target);
  const decided = plan.notes.map(({ operation, code, message, decided: values }) => ({ operation, code, message, ...(values === undefined ? {} : { decided: values }) }));
  // Who asks for files without a recipe need not be told of each that it has none.
  const ownWarnings = host.metadata === undefined ? warnings.filter(({ feature }) => feature !== 'metadata') : warnings;
  return { input, output, status: 'retouched', seconds, decided, notes: host.notesOf(target), warnings: ownWarnings };
}

function describeFailure({ target, error }: FailedTarget, host: FileHost): PhotoReport {
  const { input, output } = host.planOf(target);
  if (!error.message.includes(displayPath(target.name))) error.message = `${displayPath(input)}: ${error.message}`;
  return { input, output, status: 'failed', failure: error };
}

function printReport({ input, output, failure, seconds, decided, notes, warnings }: PhotoReport, reporter: Reporter): void {
  if (failure !== undefined) {
    reporter.error(failure);
    return;
  }
  reporter.line(`${input} -> ${output}  ${seconds?.toFixed(1)} s`);
  for (const line of describePlanNotes(decided ?? [])) reporter.line(`  ${line}`);
  for (const note of notes ?? []) reporter.line(`  ${note}`);
  for (const { details } of warnings ?? []) reporter.line(`  ${details}`);
}
