import { describeValue, InvalidArgumentError } from '../errors.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { encodeHalfFloats, MAXIMUM_HALF_FLOAT } from './half-float.js';
import { type LutAsset, MAXIMUM_LUT1D_SIZE, MAXIMUM_LUT3D_SIZE } from './recipe.js';

/** One curve a channel as a table over 0..1; `values` holds `size` RGB triples. */
export interface Lut1dTable {
  readonly kind: 'lut1d';
  readonly size: number;
  readonly values: ArrayLike<number>;
  readonly space: EncodedSpace;
}

export interface LutAssetOptions {
  /** Input values of the first and the last node, a channel. Default 0 and 1. */
  readonly domain?: LutAsset['domain'];
  /** A table the input goes through first, `size` RGB triples, 2..4096. */
  readonly shaper?: { readonly size: number; readonly values: ArrayLike<number> };
}

/**
 * Packs a LUT for the `assets` of a recipe: half floats, each within 2^-11 of its size.
 *
 * @param lut - 2..65 nodes an edge, or 2..4096 entries a channel; values within -65504..65504.
 * @remarks A recipe file of at most 512 kB holds a cube of at most 40 nodes an edge.
 * @throws {@link InvalidArgumentError} for another size, a count of values that does not fit it, values that are not finite or
 * too large for half floats, and a domain that does not rise.
 */
export function createLutAsset(lut: Lut3dTransform | Lut1dTable, options: LutAssetOptions = {}): LutAsset {
  const maximumSize = lut.kind === 'lut3d' ? MAXIMUM_LUT3D_SIZE : MAXIMUM_LUT1D_SIZE;
  const data = packTable('lut', lut.size, lut.kind === 'lut3d' ? lut.size ** 3 : lut.size, maximumSize, lut.values);
  if (options.domain !== undefined) checkDomain(options.domain);
  const shaper = options.shaper === undefined ? undefined : packShaper(options.shaper);
  return {
    type: lut.kind,
    size: lut.size,
    space: lut.space,
    ...(options.domain === undefined ? {} : { domain: options.domain }),
    ...(shaper === undefined ? {} : { shaper }),
    data,
  };
}

function packShaper({ size, values }: NonNullable<LutAssetOptions['shaper']>): NonNullable<LutAsset['shaper']> {
  return { size, data: packTable('shaper', size, size, MAXIMUM_LUT1D_SIZE, values) };
}

function packTable(name: string, size: number, nodeCount: number, maximumSize: number, values: ArrayLike<number>): string {
  if (!Number.isInteger(size) || size < 2 || size > maximumSize) {
    throw invalid(`${name}.size`, size, `a whole number from 2 to ${maximumSize}`);
  }
  if (values.length !== nodeCount * 3) throw invalid(`${name}.values`, `${values.length} numbers`, `${nodeCount * 3}, RGB for each of ${nodeCount} nodes`);
  for (let i = 0; i < values.length; i += 1) {
    if (!(Math.abs(values[i]) <= MAXIMUM_HALF_FLOAT)) throw invalid(`${name}.values[${i}]`, values[i], `a finite number of at most ${MAXIMUM_HALF_FLOAT} either way`);
  }
  return encodeHalfFloats(values);
}

function checkDomain({ minimum, maximum }: NonNullable<LutAsset['domain']>): void {
  for (let c = 0; c < 3; c += 1) {
    const isRange = Math.abs(minimum[c]) <= MAXIMUM_HALF_FLOAT && Math.abs(maximum[c]) <= MAXIMUM_HALF_FLOAT && minimum[c] < maximum[c];
    if (!isRange) throw invalid(`domain.maximum[${c}]`, maximum[c], `a number above the minimum, ${minimum[c]}, both at most ${MAXIMUM_HALF_FLOAT} either way`);
  }
}

function invalid(argument: string, value: unknown, expected: string): InvalidArgumentError {
  return new InvalidArgumentError(`${argument}: ${describeValue(value)} (expected ${expected})`, { argument, value, expected });
}
