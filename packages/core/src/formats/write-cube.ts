import { InvalidArgumentError } from '../errors.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { describeLut, type LutNotes, toAscii } from './lut-notes.js';

/** The title, and what is written as comments. */
export interface WriteCubeOptions extends LutNotes {
  /** Made ASCII, at most 60 characters, without double quotes. */
  readonly title: string;
}

const MAXIMUM_TITLE_LENGTH = 60;
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
  const lines = [`TITLE "${sanitiseTitle(options.title)}"`, ...describeLut(lut.space, options).map((line) => `# ${line}`.trimEnd())];
  lines.push(`LUT_3D_SIZE ${lut.size}`);

  const { values } = lut;
  for (let i = 0; i < values.length; i += 3) {
    lines.push(`${formatValue(values, i)} ${formatValue(values, i + 1)} ${formatValue(values, i + 2)}`);
  }
  lines.push('');
  return lines.join('\n');
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
