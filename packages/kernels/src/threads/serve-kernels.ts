import type { PixelKernel } from '@openretouch/core';
import { assembleKernels, type WasmKernels } from '../assemble-kernels.js';
import { instantiateBytes } from '../instantiate-bytes.js';
import { compileJob, type MessageFromWorker, type MessageToWorker, takePieces } from './messages.js';

/** The program of a worker: compiles what it is told to, and takes pieces of runs. Bundled into `worker-source.generated.ts`. */
export function serveKernels(post: (message: MessageFromWorker) => void): (message: MessageToWorker) => void {
  const compiled = new Map<number, PixelKernel>();
  let kernels: WasmKernels | undefined;
  let counter = new Int32Array(0);
  const serve = async (message: MessageToWorker): Promise<void> => {
    switch (message.kind) {
      case 'start':
        counter = message.counter as Int32Array<ArrayBuffer>;
        kernels = assembleKernels(await instantiateBytes(message.bytes));
        post({ kind: 'done' });
        break;
      case 'compile': {
        const kernel = kernels && compileJob(kernels, message.job);
        if (kernel !== undefined) compiled.set(message.id, kernel);
        break;
      }
      case 'forget':
        compiled.delete(message.id);
        break;
      case 'run': {
        const kernel = compiled.get(message.id);
        if (kernel === undefined) throw new Error(`kernel ${message.id}: unknown`);
        takePieces(kernel, message.run, counter);
        post({ kind: 'done' });
      }
    }
  };
  return (message) => void serve(message).catch((error: unknown) => post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }));
}
