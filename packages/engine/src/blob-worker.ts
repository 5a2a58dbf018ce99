/**
 * Makes a worker of the text of a classic script, which is the one kind that starts in a frame of opaque origin. Nothing is fetched; a content
 * security policy has to allow `worker-src blob:`.
 *
 * @param scripts - this package's `classic/engine.js`, and those of its parts that are wanted, in this order; or the one that holds all.
 */
export function openBlobWorker(...scripts: readonly string[]): Worker {
  const start = '\nopenretouchEngine.serveWorker(self, openretouchEngine.loadRuntime);\n';
  const url = URL.createObjectURL(new Blob([scripts.join('\n'), start], { type: 'text/javascript' }));
  const worker = new Worker(url);
  // The script is read before the first message is answered.
  worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
  return worker;
}
