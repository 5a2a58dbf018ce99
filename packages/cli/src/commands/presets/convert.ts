import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HostError, InvalidArgumentError, lookNameOf, type LookWriter, presetWriter, RetouchError } from '@openretouch/core';
import { displayPath } from '../../files/photo.js';
import { writeOutput } from '../../files/write-output.js';
import { describeReport } from '../../looks/describe-report.js';
import { loadLook, LOOK_READERS } from '../../looks/read-look.js';
import { chooseWriter, writerNamed } from '../../looks/write-look.js';
import { refuseInputsAsOutputs, refuseSharedOutputs } from '../../options/output-paths.js';
import { errorFields } from '../../report.js';
import type { CommandContext } from '../context.js';

export interface ConvertLooksOptions {
  /** Look files, or ids of built-in looks. */
  readonly inputs: readonly string[];
  readonly output: string;
  /** Name of a writer; by default from the output's extension, in folders a preset. */
  readonly format?: string;
  /** Nodes an edge of LUTs. */
  readonly size?: number;
  /** Bits a channel of pictures of LUTs. */
  readonly bitDepth?: 8 | 16;
  /** A file for what is printed, as JSON. */
  readonly report?: string;
  readonly isForced: boolean;
}

interface Conversion {
  readonly input: string;
  readonly output: string;
  readonly writer: LookWriter;
}

/**
 * Writes looks in another format and prints what did not fit, field by field. One that fails does not stop the others.
 *
 * @returns how many failed.
 */
export async function convertLooks(options: ConvertLooksOptions, context: CommandContext): Promise<number> {
  const { reporter, signal } = context;
  const conversions = planConversions(options);
  const results: Record<string, unknown>[] = [];
  let failedCount = 0;
  for (const conversion of conversions) {
    signal.throwIfAborted();
    try {
      results.push(await convertLook(conversion, options, context));
    } catch (error) {
      if (signal.aborted) throw error;
      if (RetouchError.isInstance(error)) error.message = leadBy(displayPath(conversion.input), displayPath(conversion.output), error.message);
      failedCount += 1;
      reporter.error(error);
      results.push({ input: conversion.input, output: conversion.output, status: 'failed', error: errorFields(error) });
    }
  }
  if (options.report !== undefined) await writeOutput(options.report, new TextEncoder().encode(`${JSON.stringify(results, null, 2)}\n`), { overwrite: options.isForced });
  if (failedCount > 0 && conversions.length > 1) reporter.line(`${failedCount} of ${conversions.length} looks failed`);
  reporter.result(results);
  return failedCount;
}

async function convertLook({ input, output, writer }: Conversion, { size, bitDepth, isForced }: ConvertLooksOptions, context: CommandContext): Promise<Record<string, unknown>> {
  const { reporter, signal } = context;
  const look = await loadLook(input, 'look', context);
  const written = await writer.write(look, { signal, ...(size === undefined ? {} : { size }), ...(bitDepth === undefined ? {} : { bitDepth }) });
  signal.throwIfAborted();
  await writeOutput(output, written.bytes, { overwrite: isForced });
  const notes = [...look.notes, ...written.notes];
  reporter.line(`${input} -> ${output}`);
  for (const note of notes) reporter.line(`  ${note}`);
  for (const [side, report] of [['reading', look.report], ['writing', written.report]] as const) {
    const [summary, ...rows] = report === undefined ? [] : describeReport(report);
    if (summary !== undefined) reporter.line(`  ${side} ${summary}`);
    for (const row of rows) reporter.line(`  ${row}`);
  }
  return {
    input,
    output,
    status: 'converted',
    from: look.format,
    format: writer.name,
    notes,
    ...(look.report === undefined ? {} : { report: look.report }),
    ...(written.report === undefined ? {} : { writeReport: written.report }),
    ...(written.error === undefined ? {} : { bakeError: written.error }),
    ...(written.fitError === undefined ? {} : { fitError: written.fitError }),
  };
}

/** Everything is decided before the first file is written. */
function planConversions({ inputs, output, format, report, isForced }: ConvertLooksOptions): Conversion[] {
  const isFolder = inputs.length > 1 || /[/\\]$/.test(output) || statSync(output, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder && statSync(output.replace(/[/\\]+$/, ''), { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new InvalidArgumentError(`-o ${displayPath(output)}: is a file (expected a folder for ${inputs.length === 1 ? 'the look' : `${inputs.length} looks`})`, { flag: '-o', value: output });
  }
  const folderWriter = format === undefined ? presetWriter : writerNamed(format);
  const conversions = inputs.map((input): Conversion => {
    if (!isFolder) return { input, output, writer: chooseWriter(output, format) };
    return { input, output: join(output, `${lookNameOf(input, LOOK_READERS)}.${folderWriter.extensions[0]}`), writer: folderWriter };
  });
  const files = [...conversions, ...(report === undefined ? [] : [{ input: '--report', output: report }])];
  refuseSharedOutputs(files);
  refuseInputsAsOutputs([...conversions, ...(report === undefined ? [] : inputs.map((input) => ({ input, output: report })))]);
  const existing = files.filter((file) => existsSync(file.output)).map((file) => file.output);
  if (existing.length > 0 && !isForced) {
    const others = existing.length === 1 ? '' : `, and ${existing.length - 1} more`;
    throw new HostError('exists', `${displayPath(existing[0])}: exists already${others} (expected free names, or --force)`, { fields: { outputs: existing } });
  }
  return conversions;
}

/** Faults of reading and of the disk name their file; those of a format that cannot hold the look get the look's. */
function leadBy(input: string, output: string, message: string): string {
  return message.startsWith(`${input}: `) || message.startsWith(`${output}: `) || message.startsWith('look: ') ? message : `${input}: ${message}`;
}
