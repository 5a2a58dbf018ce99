import type { Command } from 'commander';

/** Adds the flags every command has. */
export function withOutputFlags(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--json', 'print one JSON document instead of lines')
    .option('--quiet', 'print nothing but errors')
    .option('--verbose', 'say how pixels were computed; print stack traces with errors')
    .helpOption('-h, --help', 'show this');
}
