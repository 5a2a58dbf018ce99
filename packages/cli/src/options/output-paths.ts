import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, parse, resolve } from 'node:path';
import { InvalidArgumentError } from '@openretouch/core';
import { displayPath, PHOTO_FORMATS, type PhotoFormat } from '../files/photo.js';

/** One photo and where its result goes. */
export interface OutputPlan {
  readonly input: string;
  readonly output: string;
  readonly format: PhotoFormat;
}

type PathPair = Pick<OutputPlan, 'input' | 'output'>;

export interface OutputOptions {
  /** `-o`. */
  readonly output: string;
  /** `--format`; by default the output's extension, else the input's format. */
  readonly format?: PhotoFormat;
  /** `--bit-depth`. */
  readonly bitDepth?: 8 | 16;
  /** Whether a folder was among the inputs; the output then is one too. */
  readonly hasFolderInput: boolean;
}

/** A photo found among the inputs: its path and, below a folder input, its path inside that folder. */
export interface InputPhoto {
  readonly path: string;
  readonly relativePath: string;
}

/**
 * Decides every output path before anything is written. The output is a folder if it exists as one, ends in a slash, a
 * folder was among the inputs, or there are several; sub-paths and base names are kept, the extension follows the format.
 *
 * @remarks Names that differ only by case, or in how accents are encoded, count as one: on many file systems they are.
 * @throws InvalidArgumentError when two inputs would have one output, an output is an input, or a name and the format
 * contradict each other.
 */
export function planOutputs(inputs: readonly InputPhoto[], options: OutputOptions): OutputPlan[] {
  const isFolder = isOutputFolder(inputs, options);
  const plans = inputs.map(({ path, relativePath }) => {
    if (!isFolder) return { input: path, output: options.output, format: formatOfFile(options) };
    const format = options.format ?? formatOfName(path) ?? 'jpeg';
    return { input: path, output: join(options.output, withExtension(relativePath, format)), format };
  });
  for (const plan of plans) checkBitDepth(plan, options.bitDepth);
  refuseSharedOutputs(plans);
  refuseInputsAsOutputs(plans);
  return plans;
}

/**
 * @returns whether the output is a folder.
 * @throws InvalidArgumentError when it has to be one and cannot.
 */
export function isOutputFolder(inputs: readonly InputPhoto[], { output, hasFolderInput }: Pick<OutputOptions, 'output' | 'hasFolderInput'>): boolean {
  const isExisting = isExistingFolder(output);
  const endsInSlash = /[/\\]$/.test(output);
  const isAsked = isExisting || endsInSlash;
  if (!isAsked && inputs.length < 2 && !hasFolderInput) return false;
  const count = inputs.length === 1 ? 'the photo of a folder' : `${inputs.length} photos`;
  if (!isExisting && existsSync(output.replace(/[/\\]+$/, ''))) {
    throw new InvalidArgumentError(`-o ${displayPath(output)}: is a file (expected a folder for ${count})`, { flag: '-o', value: output });
  }
  if (!isAsked && formatOfName(output) !== undefined) {
    throw new InvalidArgumentError(`-o ${displayPath(output)}: is the name of a photo (expected a folder for ${count}; a folder of that name is written ${displayPath(output)}/)`, { flag: '-o', value: output });
  }
  return true;
}

/** The format of a single output file. */
function formatOfFile({ output, format }: OutputOptions): PhotoFormat {
  const named = formatOfName(output);
  if (format !== undefined && named !== undefined && named !== format) {
    throw new InvalidArgumentError(`-o ${displayPath(output)}: its extension stands for ${PHOTO_FORMATS[named].name}, --format for ${PHOTO_FORMATS[format].name} (expected them to agree)`, { flag: '-o', value: output, format });
  }
  const chosen = format ?? named;
  if (chosen !== undefined) return chosen;
  const extension = extname(output);
  const found = extension === '' ? 'no extension' : `the extension ${JSON.stringify(displayPath(extension))}`;
  const extensions = Object.values(PHOTO_FORMATS).map((traits) => `.${traits.extensions[0]}`).join(', ');
  throw new InvalidArgumentError(`-o ${displayPath(output)}: ${found} (expected ${extensions}, --format, or a / at the end for a folder)`, { flag: '-o', value: output });
}

function checkBitDepth({ input, output, format }: OutputPlan, bitDepth: 8 | 16 | undefined): void {
  const traits = PHOTO_FORMATS[format];
  if (bitDepth === undefined || traits.bitDepths.includes(bitDepth)) return;
  throw new InvalidArgumentError(`--bit-depth: ${bitDepth} for ${displayPath(input)} -> ${displayPath(output)} (expected ${traits.bitDepths.join(' or ')}: ${traits.name} holds no more)`, { flag: '--bit-depth', value: bitDepth, format });
}

/** @throws InvalidArgumentError when two inputs would have one output, or names that many file systems take for one. */
export function refuseSharedOutputs(plans: readonly PathPair[]): void {
  const inputByKey = new Map<string, PathPair>();
  const folders = new Map<string, string>();
  for (const plan of plans) {
    const key = foldName(canonicalPath(plan.output, folders));
    const other = inputByKey.get(key);
    if (other !== undefined) {
      const isSame = other.output === plan.output;
      const reason = isSame ? '' : ', which is one name on many systems';
      throw new InvalidArgumentError(
        `${displayPath(other.input)} and ${displayPath(plan.input)} would both become ${displayPath(other.output)}${isSame ? '' : ` and ${displayPath(plan.output)}`}${reason} (expected one output each; rename one or use another folder)`,
        { output: plan.output, inputs: [other.input, plan.input] },
      );
    }
    inputByKey.set(key, plan);
  }
}

/** @throws InvalidArgumentError when an output is an input, through links too. */
export function refuseInputsAsOutputs(plans: readonly PathPair[]): void {
  const inputs = new Map<string, string>();
  for (const { input } of plans) {
    const identity = fileIdentity(input);
    if (identity !== undefined) inputs.set(identity, input);
  }
  for (const { input, output } of plans) {
    const identity = fileIdentity(output);
    const overwritten = identity === undefined ? (resolve(input) === resolve(output) ? input : undefined) : inputs.get(identity);
    if (overwritten === undefined) continue;
    const what = overwritten === input ? 'the input itself' : `the input ${displayPath(overwritten)}`;
    throw new InvalidArgumentError(`${displayPath(output)}: is ${what} (expected another name or folder: originals stay as they are)`, { output, input: overwritten });
  }
}

function isExistingFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** @returns what two names of one file have in common: links of both kinds included. */
function fileIdentity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** @returns the path with the links of its existing folders resolved. */
function canonicalPath(path: string, folders: Map<string, string>): string {
  const folder = dirname(resolve(path));
  const known = folders.get(folder);
  if (known !== undefined) return join(known, basename(path));
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  const canonical = join(realpathSync(existing), folder.slice(existing.length));
  folders.set(folder, canonical);
  return join(canonical, basename(path));
}

/** Case as the stricter of two ways folds it: some systems compare upper case, some lower. */
function foldName(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** @returns the format a file name's extension stands for. */
export function formatOfName(path: string): PhotoFormat | undefined {
  return formatOfExtension(extname(path).slice(1));
}

/** @param extension - without dot, in any case. */
export function formatOfExtension(extension: string): PhotoFormat | undefined {
  const entry = Object.entries(PHOTO_FORMATS).find(([, traits]) => traits.extensions.includes(extension.toLowerCase()));
  return entry?.[0] as PhotoFormat | undefined;
}

/** Keeps the input's own spelling of the extension where it already stands for the format. */
function withExtension(path: string, format: PhotoFormat): string {
  if (formatOfName(path) === format) return path;
  return join(dirname(path), `${parse(path).name}.${PHOTO_FORMATS[format].extensions[0]}`);
}
