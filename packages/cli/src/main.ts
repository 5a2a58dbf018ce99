import { createRequire } from 'node:module';
import { constants, homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { removeTemporaryFiles } from './files/write-atomically.js';
import { userModelsFolder } from './models/models-folder.js';
import { EXIT_FAILED, runProgram } from './program.js';
import type { Output } from './report.js';

/** By convention the exit code of a program ended by a signal. */
const EXIT_SIGNAL_BASE = 128;

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const controller = new AbortController();
let endedBy: NodeJS.Signals | undefined;

// The first Ctrl-C lets the photo in hand roll back; a second one ends at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (endedBy !== undefined) process.exit(EXIT_SIGNAL_BASE + constants.signals[signal]);
    endedBy = signal;
    controller.abort();
  });
}
process.on('exit', removeTemporaryFiles);

let isClosed = false;
const stdout: Output = {
  write: (text) => isClosed || process.stdout.write(text),
  get isClosed() {
    return isClosed;
  },
};

// A reader that went away, as in "| head", wants no more lines; files are written all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (!isClosed && error.code !== 'EPIPE') {
    process.exitCode = EXIT_FAILED;
    process.stderr.write(`openretouch: the output could not be written (${error.code ?? error.message})\n`);
  }
  isClosed = true;
});
process.stderr.on('error', () => undefined);

const workerScript = fileURLToPath(new URL('./worker.js', import.meta.url));
const modelsFolder = userModelsFolder({ variables: process.env, platform: process.platform, home: homedir() });
const exitCode = await runProgram(process.argv.slice(2), { version, signal: controller.signal, stdout, stderr: process.stderr, stdin: process.stdin, modelsFolder, workerScript });
const isInterrupted = endedBy !== undefined && exitCode !== 0;
process.exitCode = isInterrupted ? EXIT_SIGNAL_BASE + constants.signals[endedBy ?? 'SIGINT'] : exitCode || process.exitCode;
