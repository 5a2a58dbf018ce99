import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { StartWorker, ThreadOptions } from './threads/worker-handle.js';

/** Connects the worker's program to Node's port. */
const CONNECTION = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', openretouchKernels.serveKernels((message) => parentPort.postMessage(message)));
`;

/** Starts a `worker_threads` worker that does not keep the process alive unless it is at work. */
export const startNodeWorker: StartWorker = (source) => {
  // Flags of the process, such as loaders, are not for a script that imports nothing.
  const worker = new Worker(source + CONNECTION, { eval: true, execArgv: [], env: {} });
  worker.unref();
  return {
    post: (message) => worker.postMessage(message),
    listen: (onMessage, onFailure) => {
      let isEnded = false;
      worker.on('message', onMessage);
      worker.on('error', (error) => {
        isEnded = true;
        onFailure(error);
      });
      worker.on('exit', (code) => {
        if (!isEnded) onFailure(new Error(`ended with exit code ${code}`));
      });
    },
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    end: () => {
      worker.removeAllListeners('exit');
      void worker.terminate();
    },
  };
};

/** More threads than this wait for memory, not for each other. */
const MOST_THREADS = 8;

/**
 * Threads of Node.
 *
 * @param threads - in all, the calling one included; by default as many as the process may use, at most 8.
 */
export function nodeThreads(threads: number = Math.min(availableParallelism(), MOST_THREADS)): ThreadOptions {
  return { threads, startWorker: startNodeWorker };
}
