import { realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { InvalidFileError } from '@openretouch/core';
import { type ListedPhoto, listPhotos } from '../files/list-photos.js';
import { displayPath } from '../files/photo.js';
import type { Reporter } from '../report.js';

/** The photos a command works on, and what of its inputs it does not. */
export interface Inputs {
  readonly photos: readonly ListedPhoto[];
  readonly hasFolder: boolean;
  readonly leftOut: LeftOut;
}

/** What folders hold beside the photos worked on. */
export interface LeftOut {
  /** Photos of kinds that are not read. */
  readonly unsupported: readonly string[];
  /** Files that are no photos. */
  readonly otherCount: number;
  /** Photos below the output folder, from an earlier run. */
  readonly ownOutputCount: number;
  /** One line for each entry that could not be looked at. */
  readonly problems: readonly string[];
}

/** Names shown of a long list. */
const SHOWN_NAMES = 3;

/**
 * Finds the photos among files and folders, each once.
 *
 * @param output - an output folder inside an input folder is left out, so that a second run does not retouch what the first wrote.
 * @throws InvalidFileError when an input is missing or there is no photo.
 */
export async function listInputs(paths: readonly string[], signal: AbortSignal, output?: string): Promise<Inputs> {
  const listing = await listPhotos(paths, signal);
  const typed = new Set(paths);
  const isOwnOutput = output === undefined ? () => false : ownOutputs(paths, output);
  const photos = new Map<string, ListedPhoto>();
  let ownOutputCount = 0;
  for (const photo of listing.photos) {
    const path = resolve(photo.path);
    if (!typed.has(photo.path) && isOwnOutput(path)) ownOutputCount += 1;
    else if (!photos.has(path)) photos.set(path, photo);
  }
  const { unsupported, problems, skippedCount } = listing;
  if (photos.size === 0) {
    const found = unsupported.length > 0 ? `; ${describeUnsupported(unsupported)}` : problems.length > 0 ? `; ${problems[0]}` : '';
    throw new InvalidFileError(`${paths.map(displayPath).join(', ')}: no photos found (expected JPEG, PNG, WebP, AVIF or TIFF)${found}`, { inputs: paths, unsupported, problems });
  }
  const hasFolder = paths.some((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true);
  return { photos: [...photos.values()], hasFolder, leftOut: { unsupported, problems, otherCount: skippedCount, ownOutputCount } };
}

/** Prints what is left out of folders; each problem is a failure of its own. */
export function reportLeftOut({ unsupported, problems, otherCount, ownOutputCount }: LeftOut, reporter: Reporter): void {
  if (unsupported.length > 0) reporter.line(`left out: ${describeUnsupported(unsupported)}`);
  if (otherCount > 0) reporter.line(`left out: ${otherCount} ${otherCount === 1 ? 'file that is no photo' : 'files that are no photos'}`);
  if (ownOutputCount > 0) reporter.line(`left out: ${ownOutputCount} ${ownOutputCount === 1 ? 'photo' : 'photos'} in the output folder`);
  for (const problem of problems) reporter.error(new InvalidFileError(problem, {}));
}

function describeUnsupported(paths: readonly string[]): string {
  const names = paths.slice(0, SHOWN_NAMES).map(displayPath).join(', ') + (paths.length > SHOWN_NAMES ? ', ...' : '');
  const [what, advice] = paths.length === 1 ? ['photo of a kind that is', 'it'] : ['photos of kinds that are', 'them'];
  return `${paths.length} ${what} not read (${names}); export ${advice} as JPEG or TIFF first`;
}

function ownOutputs(paths: readonly string[], output: string): (path: string) => boolean {
  const folder = realPathOf(output);
  const inputs = paths.map(realPathOf);
  const isInside = folder !== undefined && inputs.some((input) => input !== undefined && folder.startsWith(input + sep)) && !inputs.includes(folder);
  return isInside ? (path) => realPathOf(path)?.startsWith(folder + sep) === true : () => false;
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
