import { InvalidArgumentError, RetouchError } from '@openretouch/core';
import { createCommandLine } from './command-line.js';
import { CommanderError } from './commander.js';
import type { CommandContext } from './commands/context.js';
import { createReporter, InterruptedError, type Output } from './report.js';

export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;
export const EXIT_INTERRUPTED = 130;

/** The world around the program. */
export interface ProgramEnvironment {
  readonly version: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Where the user's models are, unless `--models` says otherwise; absent, there are none. */
  readonly modelsFolder?: string;
  /** Program of the processes that retouch many photos; absent, one photo after the other is retouched in this process. */
  readonly workerScript?: string;
}

/**
 * Runs the command line.
 *
 * @param argv - arguments after the program's name.
 * @returns the exit code: 0, 1 when something failed, 2 for a command line that makes no sense, 130 when interrupted.
 */
export async function runProgram(argv: readonly string[], { version, signal, stdout, stderr, stdin, modelsFolder, workerScript }: ProgramEnvironment): Promise<number> {
  const flags = new Set(argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length));
  const reporter = createReporter({ isJson: flags.has('--json'), isVerbose: flags.has('--verbose'), isQuiet: flags.has('--quiet'), stdout, stderr });
  let failedCount = 0;
  const context: CommandContext = { reporter, signal, stdin, version, ...(modelsFolder === undefined ? {} : { modelsFolder }), ...(workerScript === undefined ? {} : { workerScript }) };
  const commandLine = createCommandLine(context, stdout, (count) => {
    failedCount += count;
  });
  if (argv.length === 0) {
    commandLine.outputHelp();
    return EXIT_USAGE;
  }
  try {
    await commandLine.parseAsync([...argv], { from: 'user' });
    return failedCount > 0 ? EXIT_FAILED : 0;
  } catch (error) {
    if (signal.aborted) {
      reporter.error(error instanceof InterruptedError ? error : new InterruptedError());
      return EXIT_INTERRUPTED;
    }
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      reporter.error(describeUsage(error, argv));
      return EXIT_USAGE;
    }
    reporter.error(error);
    return RetouchError.isInstance(error) && error.code === 'invalid-argument' ? EXIT_USAGE : EXIT_FAILED;
  }
}

function describeUsage({ code, message }: CommanderError, argv: readonly string[]): InvalidArgumentError {
  if (code === 'commander.help') {
    const words = argv.filter((word) => !word.startsWith('-')).join(' ');
    return new InvalidArgumentError(`${words}: no command (expected one of those that "openretouch ${words} --help" lists)`, { usage: code });
  }
  const isCommandMissing = code === 'commander.unknownCommand' && /[/\\.]/.test(argv[0] ?? '');
  const hint = isCommandMissing ? ' (expected a command before it, e.g. "openretouch retouch ...")' : '';
  return new InvalidArgumentError(`${message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')}${hint}`, { usage: code });
}
