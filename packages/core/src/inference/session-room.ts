import { type CancelSignal, throwIfCancelled } from '../cancel.js';
import { InferenceError, InvalidModelError, RetouchError } from '../errors.js';
import { prepareSmallGraph } from './direct/small-graph.js';
import type { ExecutionProviderChoice } from './execution-provider.js';
import type { LoadedModel } from './model-store.js';
import type { InferenceRuntime, RuntimeSession, Tensors } from './runtime.js';
import { checkTensors } from './tensor.js';

/*
 * Maintainer notes. onnxruntime-web has one WebAssembly memory for all sessions, and a run that begins before another has
 * ended fails or mixes their results: creating, running and releasing wait for one another here, for all models.
 */

/** The one place where models run: one after the other, whoever asks. */
export class SessionRoom {
  readonly #runtime: InferenceRuntime;
  readonly #sessions = new Map<string, RuntimeSession>();
  #provider: ExecutionProviderChoice;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(runtime: InferenceRuntime, provider: ExecutionProviderChoice) {
    this.#runtime = runtime;
    this.#provider = provider;
  }

  /** What computes now, and why; WebGPU gives way to WebAssembly when it fails. */
  get provider(): ExecutionProviderChoice {
    return this.#provider;
  }

  /** Makes a model ready, so that its first run does not wait for that. */
  prepare(model: LoadedModel): Promise<void> {
    return this.#inTurn(undefined, async () => void (await this.#falling(model, (session) => Promise.resolve(session))));
  }

  /**
   * Runs a model.
   *
   * @throws {@link InferenceError} when a tensor is not what the manifest says, going in or coming out, or the run fails;
   * {@link InvalidModelError} when the runtime refuses the model; the signal's reason when cancelled: while it waits, or after the
   * run, which itself cannot be cut short.
   */
  run(model: LoadedModel, inputs: Tensors, signal?: CancelSignal): Promise<Tensors> {
    return this.#inTurn(signal, async () => {
      checkTensors(model.spec, 'inputs', inputs);
      // Checked where it can still fall back: graphics drivers fail by giving NaN, too.
      const outputs = await this.#falling(model, async (session) => {
        const given = await session.run(inputs);
        checkTensors(model.spec, 'outputs', given);
        return given;
      });
      throwIfCancelled(signal);
      return outputs;
    });
  }

  /** Ends all sessions, after what is under way. Later calls fail. */
  dispose(): Promise<void> {
    return this.#enqueue(async () => {
      this.#isClosed = true;
      await this.#releaseAll();
    });
  }

  #inTurn<T>(signal: CancelSignal | undefined, action: () => Promise<T>): Promise<T> {
    return this.#enqueue(async () => {
      throwIfCancelled(signal);
      if (this.#isClosed) throw new InferenceError('run-failed', 'models: the session is disposed of (expected a new decider)', {});
      return action();
    });
  }

  #enqueue<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(action);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Tries with what computes now, and where that is WebGPU and fails, once more with WebAssembly, for good. */
  async #falling<T>(model: LoadedModel, action: (session: RuntimeSession) => Promise<T>): Promise<T> {
    try {
      return await this.#withSession(model, action);
    } catch (error) {
      if (this.#provider.name === 'wasm') throw error;
      this.#provider = { name: 'wasm', reason: `wasm: webgpu failed (${messageOf(error)})` };
      await this.#releaseAll();
      return this.#withSession(model, action);
    }
  }

  async #withSession<T>(model: LoadedModel, action: (session: RuntimeSession) => Promise<T>): Promise<T> {
    const { id } = model.spec;
    let session = this.#sessions.get(id);
    if (session === undefined) {
      try {
        session = prepareSmallGraph(model.graph) ?? (await this.#runtime.createSession(model.bytes, this.#provider.name));
      } catch (error) {
        if (isOutOfMemory(error)) throw new InferenceError('out-of-memory', `model ${id}: no memory for ${this.#runtime.name} to make it ready in (${messageOf(error)}; expected some hundred megabytes)`, { model: id }, error);
        throw new InvalidModelError(`model ${id}: refused by ${this.#runtime.name} (${messageOf(error)})`, { model: id }, error);
      }
      this.#sessions.set(id, session);
    }
    try {
      return await action(session);
    } catch (error) {
      if (RetouchError.isInstance(error)) throw error;
      if (isOutOfMemory(error)) throw new InferenceError('out-of-memory', `model ${id}: no memory to run it in (${messageOf(error)}; expected some hundred megabytes)`, { model: id }, error);
      throw new InferenceError('run-failed', `model ${id}: did not run to its end (${messageOf(error)})`, { model: id }, error);
    }
  }

  /** A session of a lost device may refuse even that. */
  async #releaseAll(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) await session.release().catch(() => undefined);
  }
}

/** As engines, Emscripten and C++ say that memory was refused: none of them has a class or code of its own for it. */
const OUT_OF_MEMORY = /out of memory|bad_alloc|(?:could not|failed to|cannot) allocate|allocation failed|cannot enlarge memory|memory size exceeded/i;

function isOutOfMemory(error: unknown): boolean {
  return OUT_OF_MEMORY.test(messageOf(error));
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ').slice(0, 200);
}
