import { readFile } from 'node:fs/promises';
import { InvalidFileError } from '@openretouch/core';
import { displayPath } from '../../files/photo.js';
import { describeSystemError } from '../../files/read-file-bytes.js';
import { type BatchReport, countPhotos, REPORT_FORM, type ReportPhoto } from './batch-report.js';

const REASONS: Readonly<Record<string, string>> = { ENOENT: 'no such file', ENOTDIR: 'no such file', EACCES: 'permission denied', EPERM: 'permission denied', EISDIR: 'a folder' };
const STATUSES: readonly string[] = ['retouched', 'kept', 'failed', 'unreached'];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON report of a run.
 *
 * @throws InvalidFileError, led by the path, naming the first field that is not as a report's.
 */
export async function readReport(path: string): Promise<BatchReport> {
  const name = displayPath(path);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? `not JSON (${cause.message})` : describeSystemError(cause, REASONS);
    throw new InvalidFileError(`${name}: ${reason} (expected a report that --report wrote as .json)`, { path }, { cause });
  }
  const fault = faultOf(value);
  if (fault !== undefined) throw new InvalidFileError(`${name}: ${fault} (expected a report of the form ${REPORT_FORM})`, { path });
  return value as BatchReport;
}

/** @returns what is wrong, naming the field. */
function faultOf(value: unknown): string | undefined {
  if (!isRecord(value)) return 'no object';
  if (value['schema'] !== REPORT_FORM) return `schema: ${JSON.stringify(value['schema'])}`;
  const { settings, set, shard, leftOut, photos, counts } = value;
  const checks: [string, boolean][] = [
    ['settings', isRecord(settings) && ['program', 'recipeName', 'recipe', 'kernels'].every((key) => typeof settings[key] === 'string') && isRecord(settings['masks']) && typeof settings['storesRecipe'] === 'boolean' && ['format', 'quality', 'bitDepth'].every((key) => key in settings)],
    ['settingsId', typeof value['settingsId'] === 'string'],
    ['set', isRecord(set) && typeof set['id'] === 'string' && isCount(set['count'])],
    ['shard', shard === null || (isRecord(shard) && isCount(shard['index']) && isCount(shard['count']) && Number(shard['index']) >= 1 && Number(shard['index']) <= Number(shard['count']))],
    ['started', isTime(value['started'])],
    ['finished', isTime(value['finished'])],
    ['seconds', typeof value['seconds'] === 'number' && value['seconds'] >= 0],
    ['interrupted', typeof value['interrupted'] === 'boolean'],
    ['leftOut', isRecord(leftOut) && Array.isArray(leftOut['unsupported']) && Array.isArray(leftOut['problems']) && isCount(leftOut['otherCount']) && isCount(leftOut['ownOutputCount'])],
    ['photos', Array.isArray(photos)],
  ];
  const broken = checks.find(([, holds]) => !holds);
  if (broken !== undefined) return `${broken[0]}: ${describe(value[broken[0]])}`;
  const list = photos as readonly unknown[];
  const index = list.findIndex((photo) => !isPhoto(photo));
  if (index >= 0) return `photos[${index}]: ${describe(list[index])}`;
  const expected = countPhotos(list as readonly ReportPhoto[]);
  const isCounted = isRecord(counts) && Object.entries(expected).every(([key, count]) => counts[key] === count);
  return isCounted ? undefined : `counts: ${describe(counts)} for the photos listed`;
}

function isPhoto(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { input, output, status, error, seconds, effect, notes, decided, applied, series } = value;
  const isText = typeof input === 'string' && typeof output === 'string' && typeof status === 'string' && STATUSES.includes(status);
  const isErrorRight = (status === 'failed') === (isRecord(error) && typeof error['message'] === 'string' && typeof error['code'] === 'string') && (status === 'failed' || error === undefined);
  const areTexts = [effect, applied].every((text) => text === undefined || typeof text === 'string');
  const isSeriesRight = series === undefined || (isRecord(series) && typeof series['status'] === 'string' && typeof series['sentence'] === 'string');
  return isText && isErrorRight && areTexts && isSeriesRight && (seconds === undefined || typeof seconds === 'number') && [notes, decided].every((list) => list === undefined || (Array.isArray(list) && list.every((line) => typeof line === 'string')));
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
