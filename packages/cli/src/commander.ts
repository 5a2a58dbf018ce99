import { createRequire } from 'node:module';
import type * as Commander from 'commander';

/** commander in its CommonJS form, as `sharp.ts` has sharp: importing it takes Node 13 ms of a processor, requiring it 4. */
export const { Command, CommanderError, Option } = createRequire(import.meta.url)('commander') as typeof Commander;
export type Command = Commander.Command;
export type CommanderError = Commander.CommanderError;
export type Option = Commander.Option;
