import { acvWriter, cameraRawWriter, cubeWriter, describeFormats, formatsOfName, InvalidArgumentError, type LookWriter, presetWriter, slidersWriter } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { haldWriter, tilesWriter } from './write-lut-picture.js';

/** Every format looks are written to. */
export const LOOK_WRITERS: readonly LookWriter[] = [presetWriter, cubeWriter, haldWriter, tilesWriter, acvWriter, slidersWriter, cameraRawWriter];

/** Whether an extension of the first is one of the second with a word before it: a `.sliders.retouch.json` is a `.retouch.json`. */
function isSharper({ extensions }: LookWriter, other: LookWriter): boolean {
  return extensions.some((extension) => other.extensions.some((shorter) => extension.endsWith(`.${shorter}`)));
}

/**
 * Finds a writer by its name.
 *
 * @throws InvalidArgumentError for an unknown one, with the names there are.
 */
export function writerNamed(name: string): LookWriter {
  const writer = LOOK_WRITERS.find((candidate) => candidate.name === name);
  if (writer !== undefined) return writer;
  throw new InvalidArgumentError(`--format: ${JSON.stringify(name)} (expected ${LOOK_WRITERS.map((known) => known.name).join(', ')})`, { flag: '--format', value: name });
}

/**
 * Chooses the format of an output file by `--format`, else by its extension.
 *
 * @throws InvalidArgumentError when the two contradict each other, or the extension stands for no format or for several.
 */
export function chooseWriter(path: string, format?: string): LookWriter {
  const fitting = formatsOfName(path, LOOK_WRITERS);
  const name = displayPath(path);
  if (format !== undefined) {
    const writer = writerNamed(format);
    const agrees = fitting.length === 0 || fitting.includes(writer) || fitting.some((other) => isSharper(writer, other)) || writer.extensions.some((extension) => path.toLowerCase().endsWith(`.${extension}`));
    if (agrees) return writer;
    throw new InvalidArgumentError(`-o ${name}: its extension stands for ${fitting.map(({ title }) => title).join(' or ')}, --format for ${writer.title} (expected them to agree)`, { flag: '-o', value: path, format });
  }
  if (fitting.length === 1) return fitting[0];
  if (fitting.length > 1) {
    throw new InvalidArgumentError(`-o ${name}: an extension of several formats (expected --format ${fitting.map((writer) => writer.name).join(' or ')})`, { flag: '-o', value: path });
  }
  throw new InvalidArgumentError(`-o ${name}: no extension of a look (expected ${describeFormats(LOOK_WRITERS)}, or --format)`, { flag: '-o', value: path });
}
