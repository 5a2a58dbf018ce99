// The program of a worker process: one photo at a time, on the word of the run that started it. It ends when that run does.
import { HostError } from '@openretouch/core';
import type { PhotoHeader } from '../files/decode-photo.js';
import { removeTemporaryFiles } from '../files/write-atomically.js';
import { recordFailure } from './photo-failure.js';
import { PhotoRetoucher } from './photo-retoucher.js';
import type { WriteIntent } from './photo-task.js';
import type { MessageFromWorker, MessageToWorker } from './worker-messages.js';

/** Progress is for a person's eyes. */
const PROGRESS_INTERVAL_MILLISECONDS = 200;

let retoucher: PhotoRetoucher | undefined;
let controller = new AbortController();
let answer: { readonly resolve: () => void; readonly reject: (reason: unknown) => void } | undefined;

const tell = (message: MessageFromWorker): void => void process.send?.(message);

/** Tells the run something and waits for its word. */
function ask(message: MessageFromWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    answer = { resolve, reject };
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
    tell(message);
  });
}

async function start(message: MessageToWorker & { kind: 'session' }): Promise<void> {
  try {
    retoucher = await PhotoRetoucher.create(message.session);
    tell({ kind: 'ready' });
  } catch (error) {
    tell({ kind: 'unfit', failure: recordFailure(error) });
  }
}

async function work(message: Extract<MessageToWorker, { readonly kind: 'photo' | 'look' }>): Promise<void> {
  if (retoucher === undefined) throw new Error('worker: a photo before the session');
  controller = new AbortController();
  const { signal } = controller;
  let toldAt = 0;
  try {
    const hooks = {
      signal,
      admit: (header: PhotoHeader) => ask({ kind: 'admit', header }),
      announce: (intent: WriteIntent) => ask({ kind: 'announce', intent }),
      onProgress: (fraction: number) => {
        const now = performance.now();
        if (now - toldAt < PROGRESS_INTERVAL_MILLISECONDS) return;
        toldAt = now;
        tell({ kind: 'progress', fraction });
      },
    };
    tell({ kind: 'result', result: await (message.kind === 'look' ? retoucher.look(message.task, hooks) : retoucher.retouch(message.task, hooks)) });
  } catch (error) {
    if (!signal.aborted) throw error;
    tell({ kind: 'cancelled' });
  }
}

process.on('message', (message: MessageToWorker) => {
  switch (message.kind) {
    case 'session':
      void start(message);
      break;
    case 'photo':
    case 'look':
      void work(message);
      break;
    case 'admitted':
    case 'recorded':
      answer?.resolve();
      break;
    case 'refused':
      answer?.reject(new HostError('write-failed', message.message));
      break;
    case 'cancel':
      controller.abort();
  }
});

// Ctrl-C reaches every process of the terminal; the run decides what is ended and how.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
process.on('exit', removeTemporaryFiles);
