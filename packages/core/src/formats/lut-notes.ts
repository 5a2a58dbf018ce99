import type { BakeError, ErrorSummary } from '../bake/measure-bake-error.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { ErrorSpread } from '../transforms/error-spread.js';
import { CUBE_SPACE_NAMES } from './cube.js';

/** What a LUT file says about itself in comments, whatever its format. */
export interface LutNotes {
  /** How far the LUT in the file is from what it stands for. */
  readonly error?: BakeError;
  /** Strength baked in, 0..1. */
  readonly strength?: number;
  /** Further lines. */
  readonly comments?: readonly string[];
}

/** Lines are cut: `.cube` allows 250 bytes a line, `# ` included. */
const MAXIMUM_LINE_LENGTH = 240;

/**
 * Describes a LUT in lines of printable ASCII: space of input and output, maker, strength, error over the cube and on the photo.
 *
 * @remarks *Convention:* the same lines in every format, `in:` and `out:` first, where the readers find the space.
 */
export function describeLut(space: EncodedSpace, { error, strength, comments = [] }: LutNotes): string[] {
  const name = CUBE_SPACE_NAMES[space];
  return [
    `in: ${name}`,
    `out: ${name}`,
    'maker: OpenRetouch',
    ...(strength === undefined ? [] : [`strength: ${strength}`]),
    ...(error === undefined ? [] : describeError(error)),
    ...comments.map((comment) => toAscii(comment).slice(0, MAXIMUM_LINE_LENGTH).trimEnd()),
  ];
}

function describeError({ photo, ...overall }: BakeError): string[] {
  return [...describeSummary(overall, 'colours of the cube'), ...(photo === undefined ? [] : describeSummary(photo, 'pixels of the photo'))];
}

function describeSummary({ levels, ciede2000, samples }: ErrorSummary, what: string): string[] {
  const spread = ({ mean, p99, maximum }: ErrorSpread): string => `mean ${mean.toFixed(3)} p99 ${p99.toFixed(3)} max ${maximum.toFixed(3)}`;
  return [`dE: ${spread(ciede2000)} (CIEDE2000, ${samples} ${what})`, `levels: ${spread(levels)} (of 255, ${samples} ${what})`];
}

/** One line of printable ASCII: accents are taken off letters, line ends and other blanks become spaces, the rest goes. */
export function toAscii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
}
