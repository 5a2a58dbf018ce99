import { createRequire } from 'node:module';
import { EXIT_INTERRUPTED, runProgram } from './program.js';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const controller = new AbortController();

// The first Ctrl-C lets the photo in hand finish cleanly or roll back; a second one ends at once.
process.on('SIGINT', () => {
  if (controller.signal.aborted) process.exit(EXIT_INTERRUPTED);
  controller.abort();
});

process.exitCode = await runProgram(process.argv.slice(2), version, controller.signal);
