import { performance } from 'node:perf_hooks';
import { chooseKernels } from '@openretouch/kernels';
import { nodeThreads } from '@openretouch/kernels/node';
import { InvalidArgumentError, lockRecipe, printJson, printRecipe, type Recipe } from '@openretouch/core';
import type { PhotoEntry } from '../batch/photo-entry.js';
import { decideSeries, printSeries, type SeriesSummary } from '../batch/decide-series.js';
import { describeEntry, printEntry, printResumed } from '../batch/print-run.js';
import { buildReport, describeSet } from '../batch/report/batch-report.js';
import { checkReportPaths, writeReport } from '../batch/report/write-report.js';
import { type Batch, previewBatch, runBatch } from '../batch/run-batch.js';
import type { RunContext } from '../batch/run-tasks.js';
import { describeSettings } from '../batch/settings.js';
import { describeShard, portablePath, type Shard, shardOf } from '../batch/shard.js';
import type { PhotoFormat } from '../files/photo.js';
import { buildRecipe, type RecipeOptions } from '../options/build-recipe.js';
import { checkMasks, type MaskFiles } from '../options/masks.js';
import { isOutputFolder, planOutputs } from '../options/output-paths.js';
import { InterruptedError } from '../report.js';
import type { CommandContext } from './context.js';
import { type LeftOut, listInputs, reportLeftOut } from './list-inputs.js';

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
  /** Photos at once. */
  readonly jobs?: number;
  readonly shard?: Shard;
  /** Share of the way that photos of one scene go towards each other. */
  readonly series?: number;
  /** Where reports are written. */
  readonly reports: readonly string[];
}

/** What is to be done, decided before the first photo is read. */
interface RetouchJob extends Batch {
  readonly recipe: Recipe;
  readonly recipeNotes: readonly string[];
  /** Why these kernels, in words. */
  readonly kernelsReason: string;
  readonly leftOut: LeftOut;
  readonly set: ReturnType<typeof describeSet>;
}

/**
 * Retouches files and folders. One photo that fails does not stop the others; what an earlier run with the same settings has finished is
 * not done again.
 *
 * @returns how many failed.
 */
export async function retouchFiles(options: RetouchOptions, context: CommandContext): Promise<number> {
  const { reporter } = context;
  const { recipe, notes } = await buildRecipe(options, context);
  if (options.printsRecipe) {
    reporter.document(options.series === undefined ? printRecipe(recipe) : await printSeriesRecipes(recipe, options.series, options, context));
    return 0;
  }
  const job = await prepareJob(recipe, notes, options, context);
  if (!options.isDryRun) return runJob(job, options, context);
  let series: SeriesSummary | undefined;
  const { tasks, kept } = await previewBatch(job, runContextOf(context), (decided) => (series = decided));
  printStart(job, context);
  if (series !== undefined) printSeries(series, reporter);
  printResumed({ tasks, kept }, reporter);
  const photos = tasks.map(({ input, output, format, series: part }) => ({ input, output, format, ...(part === undefined ? {} : { series: part }) }));
  for (const { input, output, series: part } of photos) {
    reporter.line(`${input} -> ${output}`);
    if (part !== undefined) reporter.line(`  series: ${part.sentence}`);
  }
  reporter.result({ recipe, notes, ...(series === undefined ? {} : { series }), photos, kept: kept.length, leftOut: job.leftOut });
  return job.leftOut.problems.length;
}

async function prepareJob(recipe: Recipe, recipeNotes: readonly string[], options: RetouchOptions, { signal, version, modelsFolder }: CommandContext): Promise<RetouchJob> {
  const { output, masks, shard, series, isForced, storesRecipe } = options;
  if (options.inputs.length === 0) throw new InvalidArgumentError("missing required argument 'inputs' (expected photos or folders)", { argument: 'inputs' });
  if (output === undefined) throw new InvalidArgumentError('-o: missing (expected a file, or a folder for several photos)', { flag: '-o' });
  if (options.isDryRun && options.reports.length > 0) throw new InvalidArgumentError('--report: with --dry-run (expected a run to report)', { flag: '--report' });
  await checkMasks(masks, recipe);
  const { photos, hasFolder, leftOut } = await listInputs(options.inputs, signal, output);
  const encoding = pickDefined(options, ['format', 'quality', 'bitDepth']);
  const allPlans = planOutputs(photos, { output, hasFolderInput: hasFolder, ...encoding });
  const isFolder = isOutputFolder(photos, { output, hasFolderInput: hasFolder });
  if (shard !== undefined && !isFolder) throw new InvalidArgumentError(`--shard: with the output file ${output} (expected a folder)`, { flag: '--shard' });
  if (series !== undefined) checkSeries(masks, isFolder ? undefined : output);
  checkReportPaths(options.reports, '--report', allPlans.flatMap((plan) => [plan.input, plan.output]), isForced);
  const plans = shard === undefined ? allPlans : allPlans.filter((_, index) => shardOf(photos[index].relativePath, shard.count) === shard.index);
  const { name: kernels, reason } = await chooseKernels();
  const { threads } = nodeThreads();
  const isAlone = plans.length === 1 || options.jobs === 1;
  const kernelsReason = kernels === 'wasm' && isAlone && threads > 1 ? `${reason}; on up to ${threads} threads` : reason;
  const models = modelsFolder === undefined ? {} : { modelsFolder };
  const settings = await describeSettings({ version, recipe, masks, kernels, storesRecipe, ...models, ...encoding, ...(series === undefined ? {} : { series }) });
  const { quality, bitDepth } = encoding;
  return {
    recipe,
    recipeNotes,
    kernelsReason,
    leftOut,
    plans,
    settings,
    session: { recipe, masks, kernels, storesRecipe, ...models, ...(quality === undefined ? {} : { quality }), ...(bitDepth === undefined ? {} : { bitDepth }) },
    set: describeSet(photos.map(({ relativePath }) => portablePath(relativePath))),
    isForced,
    ...(isFolder ? { outputFolder: output } : {}),
    ...pickDefined(options, ['shard', 'jobs']),
    ...(series === undefined ? {} : { series: { inputs: photos.map(({ path }) => path), share: series } }),
  };
}

/** @param outputFile - where the output is no folder. */
function checkSeries(masks: MaskFiles, outputFile?: string): void {
  if (outputFile !== undefined) throw new InvalidArgumentError(`--series: with the output file ${outputFile} (expected several photos and a folder)`, { flag: '--series' });
  if (Object.keys(masks).length > 0) throw new InvalidArgumentError('--series: with a mask (expected none: whole photos are made alike)', { flag: '--series', slots: Object.keys(masks) });
}

/** In a series each photo has a recipe of its own. */
async function printSeriesRecipes(recipe: Recipe, share: number, options: RetouchOptions, context: CommandContext): Promise<string> {
  if (options.inputs.length === 0) throw new InvalidArgumentError('--print-recipe: with --series and without photos (expected those of the series: each has a recipe of its own)', { flag: '--print-recipe' });
  checkSeries(options.masks);
  const { photos } = await listInputs(options.inputs, context.signal);
  const { name: kernels } = await chooseKernels();
  const session = { recipe, masks: {}, kernels, storesRecipe: true, ...(context.modelsFolder === undefined ? {} : { modelsFolder: context.modelsFolder }) };
  const inputs = photos.map(({ path }) => path);
  const { partOf, summary } = await decideSeries({ inputs, share, session, ...pickDefined(options, ['jobs']) }, runContextOf(context));
  return printJson(inputs.filter((input) => !summary.unseen.includes(input)).map((input) => ({ input, series: partOf(input).sentence, recipe: lockRecipe(recipe, partOf(input), share) })));
}

function runContextOf({ signal, reporter, workerScript }: CommandContext): RunContext {
  return { signal, reporter, now: () => performance.now() / 1000, ...(workerScript === undefined ? {} : { workerScript }) };
}

async function runJob(job: RetouchJob, options: RetouchOptions, context: CommandContext): Promise<number> {
  const { reporter, signal } = context;
  const { leftOut } = job;
  let series: SeriesSummary | undefined;
  const started = new Date();
  const entries = await runBatch(
    job,
    runContextOf(context),
    {
      onSeries: (decided) => {
        series = decided;
        printSeries(decided, reporter);
      },
      onResumed: (run) => {
        printStart(job, { reporter });
        printResumed(run, reporter);
      },
      onPhoto: (entry) => printEntry(entry, reporter),
    },
  );
  const isInterrupted = signal.aborted;
  const reportFailures = await writeReports(options.reports, buildReport({ ...job, started, finished: new Date(), entries, interrupted: isInterrupted }), { reporter });
  const count = (status: PhotoEntry['status']): number => entries.filter((entry) => entry.status === status).length;
  const failed = count('failed');
  reporter.result({
    recipe: { name: job.recipe.name },
    kernels: job.kernelsReason,
    notes: job.recipeNotes,
    ...(series === undefined ? {} : { series }),
    retouched: count('retouched'),
    kept: count('kept'),
    failed,
    ...(isInterrupted ? { interrupted: true } : {}),
    photos: entries.filter(({ status }) => status !== 'unreached').map(describeEntry),
    leftOut,
  });
  if (isInterrupted) throw new InterruptedError({ finished: count('retouched') + count('kept'), total: entries.length });
  if (failed > 0 && entries.length > 1) reporter.line(`${failed} of ${entries.length} photos failed`);
  return failed + leftOut.problems.length + reportFailures;
}

function printStart({ recipeNotes, leftOut, shard, plans, set }: RetouchJob, { reporter }: Pick<CommandContext, 'reporter'>): void {
  for (const note of recipeNotes) reporter.line(note);
  reportLeftOut(leftOut, reporter);
  if (shard !== undefined) reporter.line(`${describeShard(shard)}: ${plans.length} of ${set.count} photos`);
}

/** @returns how many could not be written. */
async function writeReports(paths: readonly string[], report: ReturnType<typeof buildReport>, { reporter }: Pick<CommandContext, 'reporter'>): Promise<number> {
  let failures = 0;
  for (const path of paths) {
    try {
      await writeReport(path, report);
    } catch (error) {
      failures += 1;
      reporter.error(error);
    }
  }
  return failures;
}

function pickDefined<T extends object, K extends keyof T>(options: T, names: readonly K[]): { [Name in K]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))) as { [Name in K]?: Exclude<T[Name], undefined> };
}

