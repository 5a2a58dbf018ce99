import { realpath, stat } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { RetouchError} from '@openretouch/core';
import { analyse, createPlanCache, describeEffect, describeSeriesPhoto, type FailedTarget, HostError, type KernelSet, lockRecipe, planPhoto, type Recipe, type RetouchedTarget, type RunHereOptions, runInHost } from '@openretouch/core';
import type { Decider } from '@openretouch/core/inference';
import { chooseKernels, type KernelChoiceName } from '@openretouch/kernels';
import { nodeThreads } from '@openretouch/kernels/node';
import { pause } from '../commands/context.js';
import { decodePhoto, type PhotoHeader } from '../files/decode-photo.js';
import { displayPath } from '../files/photo.js';
import { sharp } from '../files/sharp.js';
import { bakeNetworkOf } from '../models/bake-network.js';
import { openDecider } from '../models/open-decider.js';
import { makeTemporaryName } from '../files/write-atomically.js';
import { writeOutput } from '../files/write-output.js';
import { DISK, type FileAccess } from '../host/file-access.js';
import { FileHost } from '../host/file-host.js';
import type { MaskFiles } from '../options/masks.js';
import { hashBytes, hashFile } from './hash-file.js';
import { recordFailure } from './photo-failure.js';
import type { InputMark, LookHooks, LookResult, LookTask, PhotoFacts, PhotoHooks, PhotoResult, PhotoTask, RetouchWorker } from './photo-task.js';

/** What is the same for all photos of a run; plain data. */
export interface RetouchSession {
  readonly recipe: Recipe;
  readonly masks: MaskFiles;
  readonly kernels: KernelChoiceName;
  /** Threads of the kernels; 1 by default, as where other photos are done at the same time. The result is the same with any number. */
  readonly threads?: number;
  /** Whether the files written carry the recipe. */
  readonly storesRecipe: boolean;
  /** Of the user's models. */
  readonly modelsFolder?: string;
  readonly quality?: number;
  readonly bitDepth?: 8 | 16;
}

/** A LUT on a photo of 12 megapixels takes half of it: two threads would end it sooner by less than starting them takes. */
const THREADS_AFTER_MILLISECONDS = 100;

/**
 * Longer side at which a series is looked at, twice that of the small copy: what is remembered of a photo is 32 pixels a side, and photos of 1024 pixels
 * came out alike within 0.8 levels of 8 bit when they were halved first.
 */
const SERIES_SIDE = 1024;

/** Retouches photos in this process, one at a time. */
export class PhotoRetoucher implements RetouchWorker {
  readonly isAlive = true;
  readonly #session: RetouchSession;
  readonly #kernels: KernelSet | undefined;
  readonly #decider: Decider | undefined;
  /** One recipe for thousands of photos: its tables are made once. */
  readonly #planning: NonNullable<RunHereOptions['planning']>;

  private constructor(session: RetouchSession, kernels: KernelSet | undefined, decider: Decider | undefined) {
    this.#session = session;
    this.#kernels = kernels;
    this.#decider = decider;
    this.#planning = { cache: createPlanCache(), ...(decider === undefined ? {} : { decide: decider.decide }) };
  }

  /** @throws KernelError when the kernels the run has settled on do not work here; what {@link openDecider} throws. */
  static async create(session: RetouchSession): Promise<PhotoRetoucher> {
    // libaom's result depends on its number of threads: with one, a photo gives the same bytes on every machine.
    sharp.concurrency(1);
    sharp.cache(false);
    const { kernels } = await chooseKernels({ force: session.kernels, threads: { ...nodeThreads(session.threads ?? 1), startsAfterMilliseconds: THREADS_AFTER_MILLISECONDS } });
    const decider = await openDecider(session.recipe, bakeNetworkOf(kernels), session.modelsFolder);
    return new PhotoRetoucher(session, kernels, decider);
  }

  async retouch(task: PhotoTask, hooks: PhotoHooks): Promise<PhotoResult> {
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    try {
      const record: PhotoRecord = {};
      const host = this.#openHost(task, hooks, record);
      const [result] = await runInHost({
        host,
        recipe: task.series === undefined ? this.#session.recipe : lockRecipe(this.#session.recipe, task.series, task.series.share),
        preference: 'pixels',
        planning: this.#planning,
        onError: 'continue',
        signal: hooks.signal,
        pause,
        ...(this.#kernels === undefined ? {} : { kernels: this.#kernels }),
        onProgress: hooks.onProgress,
      });
      if (result.status === 'failed') return { status: 'failed', failure: recordFailure(naming(result, task)), seconds: seconds() };
      const { mtimeNs } = await stat(task.output, { bigint: true });
      return { status: 'retouched', facts: { ...describe(result, host, record.header, seconds()), ...(task.series === undefined ? {} : { series: task.series }) }, outputMtimeNs: String(mtimeNs) };
    } catch (error) {
      hooks.signal.throwIfAborted();
      return { status: 'failed', failure: recordFailure(error), seconds: seconds() };
    }
  }

  async look({ input }: LookTask, { signal, admit }: LookHooks): Promise<LookResult> {
    try {
      const { raster } = await decodePhoto(input, { signal, beforePixels: admit, maximumSide: SERIES_SIDE });
      const analysis = analyse(raster, { signal, ...(this.#kernels === undefined ? {} : { kernels: this.#kernels }) });
      const plan = await planPhoto(this.#session.recipe, analysis, { ...this.#planning, signal });
      return { status: 'looked', photo: await describeSeriesPhoto(input, analysis, plan, { signal }) };
    } catch (error) {
      signal.throwIfAborted();
      return { status: 'failed', failure: recordFailure(error) };
    }
  }

  close(): void {
    void this.#decider?.dispose();
    this.#kernels?.dispose?.();
  }

  #openHost(task: PhotoTask, { admit, announce, signal }: PhotoHooks, record: PhotoRecord): FileHost {
    const { masks, storesRecipe, quality, bitDepth } = this.#session;
    const access: FileAccess = {
      ...DISK,
      decodePhoto: (path, options) =>
        decodePhoto(path, {
          ...options,
          beforePixels: async (header) => {
            record.header = header;
            record.input = await markInput(path, signal);
            await admit(header);
          },
        }),
      writeOutput: async (path, bytes, options) => {
        const temporaryName = makeTemporaryName();
        const input = record.input ?? (await markInput(task.input, signal));
        const sha256 = hashBytes(bytes);
        await announce({ input, byteLength: bytes.length, sha256, temporaryName });
        if (task.replaces !== undefined) await requireContent(path, task.replaces);
        try {
          return await writeOutput(path, bytes, { ...options, temporaryName });
        } catch (error) {
          // A worker of a run that was killed a moment ago may have come to its end after this run looked.
          if (!HostError.isInstance(error) || error.code !== 'exists' || (await hashFile(path).catch(() => '')) !== sha256) throw error;
          return undefined;
        }
      },
    };
    return new FileHost({ photos: [task], masks, isForced: task.overwrite, storesRecipe, ...(quality === undefined ? {} : { quality }), ...(bitDepth === undefined ? {} : { bitDepth }) }, access);
  }
}

interface PhotoRecord {
  header?: PhotoHeader;
  input?: InputMark;
}

/** @returns the state of a photo, its content read once more: the pages are still in memory. */
export async function markInput(path: string, signal?: AbortSignal): Promise<InputMark> {
  const { size, mtimeNs } = await stat(path, { bigint: true });
  return { path: await realpath(path), byteLength: Number(size), mtimeNs: String(mtimeNs), sha256: await hashFile(path, signal) };
}

/** A run may take the night: what was found at its start may have been edited since. */
async function requireContent(path: string, { sha256 }: { readonly sha256: string }): Promise<void> {
  const found = await hashFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return sha256;
    throw error;
  });
  if (found !== sha256) throw new HostError('exists', `${displayPath(path)}: was changed during the run and is not replaced`, { fields: { path } });
}

function naming({ error, target }: FailedTarget, { input }: PhotoTask): RetouchError {
  if (!error.message.includes(displayPath(target.name))) error.message = `${displayPath(input)}: ${error.message}`;
  return error;
}

function describe({ target, plan, applied: [applied], warnings }: RetouchedTarget, host: FileHost, header: PhotoHeader | undefined, seconds: number): PhotoFacts {
  const decided = plan.notes.map(({ operation, code, message, decided: values }) => ({ operation, code, message, ...(values === undefined ? {} : { decided: values }) }));
  // Who asks for files without a recipe need not be told of each that it has none.
  const ownWarnings = host.metadata === undefined ? warnings.filter(({ feature }) => feature !== 'metadata') : warnings;
  const { sentence: effect } = describeEffect(plan.steps, plan.space, plan.strength);
  return { seconds, width: header?.width ?? 0, height: header?.height ?? 0, effect, decided, ...(applied === undefined ? {} : { applied }), notes: host.notesOf(target), warnings: ownWarnings };
}
