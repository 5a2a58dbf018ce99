import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, parse, resolve } from 'node:path';
import { HostError, InvalidArgumentError } from '@openretouch/core';
import { displayPath, PHOTO_FORMATS, type PhotoFormat } from '../files/photo.js';

/** One photo and where its result goes. */
export interface OutputPlan {
  readonly input: string;
  readonly output: string;
  readonly format: PhotoFormat;
}

export interface OutputOptions {
  /** `-o`. */
  readonly output: string;
  /** `--format`; by default the output's extension, else the input's format. */
  readonly format?: PhotoFormat;
  readonly isForced: boolean;
}

/** A photo found among the inputs: its path and, below a folder input, its path inside that folder. */
export interface InputPhoto {
  readonly path: string;
  readonly relativePath: string;
}

/**
 * Decides every output path before anything is written. The output is a folder if it exists as one, ends in a slash, or
 * there are several inputs; sub-paths and base names are kept, the extension follows the format.
 *
 * @throws InvalidArgumentError when two inputs would have one output, or an output is its own input; HostError `exists`
 * when an output exists and is not forced.
 */
export function planOutputs(inputs: readonly InputPhoto[], options: OutputOptions): OutputPlan[] {
  const isFolder = inputs.length > 1 || /[/\\]$/.test(options.output) || isExistingFolder(options.output) || inputs.some(({ path, relativePath }) => basename(path) !== relativePath);
  if (isFolder && existsSync(options.output) && !isExistingFolder(options.output)) {
    throw new InvalidArgumentError(`-o ${displayPath(options.output)}: is a file (expected a folder for ${inputs.length} photos)`, { flag: '-o', value: options.output });
  }
  const plans = inputs.map(({ path, relativePath }) => {
    const format = options.format ?? (isFolder ? undefined : formatOfName(options.output)) ?? formatOfName(path) ?? 'jpeg';
    return { input: path, output: isFolder ? join(options.output, withExtension(relativePath, format)) : options.output, format };
  });
  const byOutput = new Map<string, string>();
  for (const { input, output } of plans) {
    const key = resolve(output).normalize('NFC').toLowerCase();
    const other = byOutput.get(key);
    if (other !== undefined) {
      throw new InvalidArgumentError(`${displayPath(other)} and ${displayPath(input)} would both become ${displayPath(output)} (expected one output each; rename one or use another folder)`, { output, inputs: [other, input] });
    }
    byOutput.set(key, input);
    if (isSameFile(input, output)) {
      throw new InvalidArgumentError(`${displayPath(output)}: is the input itself (expected another name: the original stays)`, { output });
    }
    if (!options.isForced && existsSync(output)) {
      throw new HostError('exists', `${displayPath(output)}: exists already (expected a free name, or --force)`, { fields: { output } });
    }
  }
  return plans;
}

function isExistingFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function isSameFile(a: string, b: string): boolean {
  if (!existsSync(a) || !existsSync(b)) return resolve(a) === resolve(b);
  return realpathSync(a) === realpathSync(b);
}

/** @returns the format a file name's extension stands for. */
export function formatOfName(path: string): PhotoFormat | undefined {
  const extension = extname(path).slice(1).toLowerCase();
  const entry = Object.entries(PHOTO_FORMATS).find(([, traits]) => traits.extensions.includes(extension));
  return entry?.[0] as PhotoFormat | undefined;
}

/** Keeps the input's own spelling of the extension where it already stands for the format. */
function withExtension(path: string, format: PhotoFormat): string {
  if (formatOfName(path) === format) return path;
  return join(dirname(path), `${parse(path).name}.${PHOTO_FORMATS[format].extensions[0]}`);
}
