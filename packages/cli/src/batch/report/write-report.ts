import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { HostError, InvalidArgumentError } from '@openretouch/core';
import { displayPath } from '../../files/photo.js';
import { writeOutput } from '../../files/write-output.js';
import { type BatchReport, REPORT_FORM } from './batch-report.js';
import { HTML_MARK, renderReport } from './render-report.js';

/** Bytes of an existing file that are looked at to tell whether it is a report. */
const HEAD_BYTES = 512;

/**
 * Checks where reports are to go, before the run.
 *
 * @param flag - for messages.
 * @param taken - inputs and outputs of the run.
 * @throws InvalidArgumentError for a name that says no format, or one used twice; HostError `exists` for a file that is no report, unless forced.
 */
export function checkReportPaths(paths: readonly string[], flag: string, taken: readonly string[], isForced: boolean): void {
  const used = new Set(taken.map((path) => resolve(path)));
  for (const path of paths) {
    const name = displayPath(path);
    if (!isJson(path) && !isHtml(path)) throw new InvalidArgumentError(`${flag}: ${name} (expected a name that ends in .json or .html)`, { flag, value: path });
    if (used.has(resolve(path))) throw new InvalidArgumentError(`${flag}: ${name} (expected a file of its own, no input, output or other report)`, { flag, value: path });
    used.add(resolve(path));
    if (!existsSync(path)) continue;
    if (!statSync(path).isFile()) throw new HostError('exists', `${name}: is no file (expected a name for a report)`, { fields: { path } });
    if (!isForced && !isReport(path)) throw new HostError('exists', `${name}: exists already and is no report (expected a free name, an earlier report, or --force)`, { fields: { path } });
  }
}

/** @throws HostError `write-failed`. */
export async function writeReport(path: string, report: BatchReport): Promise<void> {
  const text = isJson(path) ? `${JSON.stringify(report, null, 1)}\n` : renderReport(report);
  await writeOutput(path, Buffer.from(text), { overwrite: true });
}

function isJson(path: string): boolean {
  return extname(path).toLowerCase() === '.json';
}

function isHtml(path: string): boolean {
  return ['.html', '.htm'].includes(extname(path).toLowerCase());
}

function isReport(path: string): boolean {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(path, 'r');
  try {
    const text = head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0)).toString('utf8');
    return isJson(path) ? text.includes(`"schema": "${REPORT_FORM}"`) : text.includes(HTML_MARK);
  } finally {
    closeSync(file);
  }
}
