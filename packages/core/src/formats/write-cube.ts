import type { BakeError, ErrorSpread, ErrorSummary } from '../bake/measure-bake-error.js';
import { InvalidArgumentError } from '../errors.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { CUBE_SPACE_NAMES } from './cube.js';

export interface WriteCubeOptions {
  /** Made ASCII, at most 60 characters, without double quotes. */
  readonly title: string;
  /** How far the LUT is from what it stands for; written as comments. */
  readonly error?: BakeError;
  /** Strength baked in, 0..1; written as a comment. */
  readonly strength?: number;
  /** Further comment lines. */
  readonly comments?: readonly string[];
}

const MAXIMUM_TITLE_LENGTH = 60;
/** The format allows 250 bytes a line, `# ` included. */
const MAXIMUM_COMMENT_LENGTH = 240;
/** Beyond it `toFixed` changes to exponents; no colour is anywhere near. */
const MAXIMUM_VALUE = 1e6;

/**
 * Writes a 3D LUT as a `.cube` file: ASCII, LF, six decimals, red fastest, values outside 0..1 kept.
 *
 * @remarks *Convention:* no domain lines (the domain is 0..1, and some readers refuse them). The space, which the format has no
 * field for, goes into the comments `# in:` and `# out:`, where `parseCube` finds it.
 * @throws {@link InvalidArgumentError} when a node is not finite or beyond a million.
 * @see Adobe, "Cube LUT Specification 1.0", 2013.
 */
export function writeCube(lut: Lut3dTransform, options: WriteCubeOptions): string {
  const space = CUBE_SPACE_NAMES[lut.space];
  const lines = [`TITLE "${sanitiseTitle(options.title)}"`, `# in: ${space}`, `# out: ${space}`, '# maker: OpenRetouch'];
  if (options.strength !== undefined) lines.push(`# strength: ${options.strength}`);
  if (options.error !== undefined) lines.push(...describeError(options.error));
  for (const comment of options.comments ?? []) lines.push(`# ${toAscii(comment).slice(0, MAXIMUM_COMMENT_LENGTH)}`.trimEnd());
  lines.push(`LUT_3D_SIZE ${lut.size}`);

  const { values } = lut;
  for (let i = 0; i < values.length; i += 3) {
    lines.push(`${formatValue(values, i)} ${formatValue(values, i + 1)} ${formatValue(values, i + 2)}`);
  }
  lines.push('');
  return lines.join('\n');
}

function describeError({ photo, ...overall }: BakeError): string[] {
  return [...describeSummary(overall, 'colours of the cube'), ...(photo === undefined ? [] : describeSummary(photo, 'pixels of the photo'))];
}

function describeSummary({ levels, ciede2000, samples }: ErrorSummary, what: string): string[] {
  const spread = ({ mean, p99, maximum }: ErrorSpread): string => `mean ${mean.toFixed(3)} p99 ${p99.toFixed(3)} max ${maximum.toFixed(3)}`;
  return [`# dE: ${spread(ciede2000)} (CIEDE2000, ${samples} ${what})`, `# levels: ${spread(levels)} (of 255, ${samples} ${what})`];
}

function formatValue(values: Float32Array, index: number): string {
  const value = values[index];
  if (!(Math.abs(value) <= MAXIMUM_VALUE)) {
    throw new InvalidArgumentError(`lut.values[${index}]: ${value} (expected a number, -${MAXIMUM_VALUE} to ${MAXIMUM_VALUE})`, { field: `lut.values[${index}]`, value });
  }
  const text = value.toFixed(6);
  return text === '-0.000000' ? '0.000000' : text;
}

function sanitiseTitle(title: string): string {
  const clean = toAscii(title).replaceAll('"', "'").slice(0, MAXIMUM_TITLE_LENGTH).trim();
  return clean === '' ? 'OpenRetouch' : clean;
}

/** One line of printable ASCII: accents are taken off letters, line ends and other blanks become spaces, the rest goes. */
function toAscii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
}
