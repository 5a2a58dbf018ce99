import { type ChildProcess, fork } from 'node:child_process';
import { unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { displayPath } from '../files/photo.js';
import { PhotoFailure, WorkerDiedError } from './photo-failure.js';
import type { RetouchSession } from './photo-retoucher.js';
import type { LookHooks, LookResult, LookTask, PhotoHooks, PhotoResult, PhotoTask, RetouchWorker } from './photo-task.js';
import type { MessageFromWorker, MessageToWorker } from './worker-messages.js';

/** Bytes kept of what a worker says on stderr: the end, where a crash is explained. */
const STDERR_TAIL = 4096;

/** Workers alive now; they are ended with this process, whatever ends it. */
const alive = new Set<ProcessWorker>();
let isExitWatched = false;

interface CurrentPhoto {
  readonly input: string;
  /** Absent where the photo is only looked at. */
  readonly output?: string;
  readonly hooks: LookHooks & Partial<PhotoHooks>;
  readonly settle: (result: PhotoResult | LookResult) => void;
  readonly fail: (reason: unknown) => void;
}

/** A worker in a process of its own, so that a crash in native code costs one photo and not the run. */
export class ProcessWorker implements RetouchWorker {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  #stderrTail = '';
  #current: CurrentPhoto | undefined;
  #temporaryPath: string | undefined;
  #hasEnded = false;
  #settleReady: { readonly resolve: () => void; readonly reject: (reason: unknown) => void } | undefined;

  /**
   * Starts a process and waits until it can work.
   *
   * @param script - path of the worker's program.
   * @throws WorkerDiedError when it ends before that; PhotoFailure when it cannot do what the session asks.
   */
  static async start(script: string, session: RetouchSession): Promise<ProcessWorker> {
    const worker = new ProcessWorker(script, session);
    await worker.#ready;
    return worker;
  }

  private constructor(script: string, session: RetouchSession) {
    watchExit();
    // glibc keeps freed memory in arenas, one for each thread; two are enough for one photo at a time.
    const env = { MALLOC_ARENA_MAX: '2', ...process.env };
    this.#child = fork(script, [], { env, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    alive.add(this);
    this.#ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderrTail = (this.#stderrTail + chunk.toString()).slice(-STDERR_TAIL);
    });
    this.#child.on('message', (message: MessageFromWorker) => this.#receive(message));
    this.#child.on('error', (error) => this.#end(error.message));
    this.#child.on('exit', (code, signal) => this.#end(signal ?? `exit code ${code ?? 'unknown'}`));
    this.#tell({ kind: 'session', session });
  }

  get isAlive(): boolean {
    return !this.#hasEnded && this.#child.connected;
  }

  async retouch(task: PhotoTask, hooks: PhotoHooks): Promise<PhotoResult> {
    return (await this.#ask({ kind: 'photo', task }, task, hooks)) as PhotoResult;
  }

  async look(task: LookTask, hooks: LookHooks): Promise<LookResult> {
    return (await this.#ask({ kind: 'look', task }, { input: task.input }, hooks)) as LookResult;
  }

  async #ask(message: MessageToWorker, { input, output }: Pick<CurrentPhoto, 'input' | 'output'>, hooks: CurrentPhoto['hooks']): Promise<PhotoResult | LookResult> {
    hooks.signal.throwIfAborted();
    const cancel = (): void => this.#tell({ kind: 'cancel' });
    hooks.signal.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<PhotoResult | LookResult>((settle, fail) => {
        this.#current = { input, ...(output === undefined ? {} : { output }), hooks, settle, fail };
        if (this.#hasEnded) fail(this.#describeEnd('already'));
        else this.#tell(message);
      });
    } finally {
      this.#current = undefined;
      this.#temporaryPath = undefined;
      hooks.signal.removeEventListener('abort', cancel);
    }
  }

  /** Lets the process end by itself. */
  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  /** Ends the process now, and removes what it had not finished writing. */
  kill(): void {
    this.#child.kill('SIGKILL');
    this.#removeTemporary();
  }

  #receive(message: MessageFromWorker): void {
    const current = this.#current;
    switch (message.kind) {
      case 'ready':
        this.#settleReady?.resolve();
        break;
      case 'unfit':
        this.#settleReady?.reject(new PhotoFailure(message.failure));
        this.close();
        break;
      case 'admit':
        if (current !== undefined) this.#answer(current.hooks.admit(message.header), { kind: 'admitted' });
        break;
      case 'announce':
        if (current?.output === undefined || current.hooks.announce === undefined) break;
        this.#temporaryPath = join(dirname(current.output), message.intent.temporaryName);
        this.#answer(current.hooks.announce(message.intent), { kind: 'recorded' });
        break;
      case 'progress':
        current?.hooks.onProgress?.(message.fraction);
        break;
      case 'result':
        current?.settle(message.result);
        break;
      case 'cancelled':
        current?.fail(current.hooks.signal.reason);
    }
  }

  #answer(granted: Promise<void>, word: MessageToWorker): void {
    granted.then(
      () => this.#tell(word),
      (error: unknown) => this.#tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) }),
    );
  }

  #tell(message: MessageToWorker): void {
    // A worker that is just ending cannot be told anything; its end is reported in a moment.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #end(how: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    alive.delete(this);
    this.#removeTemporary();
    const error = this.#describeEnd(how);
    this.#settleReady?.reject(error);
    this.#current?.fail(error);
  }

  #describeEnd(how: string): WorkerDiedError {
    const what = this.#current === undefined ? 'a worker process' : `${displayPath(this.#current.input)}: the process that worked on it`;
    const guess = how === 'SIGKILL' ? '; the system may have been out of memory: fewer --jobs need less' : '';
    const tail = this.#stderrTail.trim();
    return new WorkerDiedError(`${what} ended (${how})${guess}`, how, tail === '' ? undefined : tail);
  }

  #removeTemporary(): void {
    if (this.#temporaryPath === undefined) return;
    try {
      unlinkSync(this.#temporaryPath);
    } catch {
      // It never came to be, or has its final name by now.
    }
    this.#temporaryPath = undefined;
  }
}

function watchExit(): void {
  if (isExitWatched) return;
  isExitWatched = true;
  process.on('exit', () => {
    for (const worker of alive) worker.kill();
  });
}
