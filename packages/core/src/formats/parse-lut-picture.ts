import { InvalidFileError } from '../errors.js';
import { type EncodedSpace, fullScale, type Raster, validateRaster } from '../raster/raster.js';
import type { CubeWarning } from './cube.js';
import { findCubeSpace, warnOfLogEncoding } from './cube-notes.js';
import { layoutRoughness } from './layout-roughness.js';
import { describeLayout, layoutsOfSize, type LutLayout, MAXIMUM_LUT_LEVEL, MINIMUM_LUT_LEVEL, nodeCounts, pixelOfNode } from './lut-layout.js';
import { spaceOfFileName } from './lut-space.js';

export interface ParseLutPictureOptions {
  /** Its end may name the colour space (`film AdobeRGB.png`), as RawTherapee has it. */
  readonly fileName?: string;
  /** Lines of the picture's comment, e.g. `in: Display P3 encoded`. They go before the name. */
  readonly comments?: readonly string[];
  /** The layout where it is known: then the content is not looked at. */
  readonly layout?: LutLayout['kind'];
}

/** How well one layout explains a picture. */
export interface LayoutEvidence {
  readonly layout: LutLayout;
  /** How much colours go up and down along the axes, over their range: about 1 for the right layout, N / 3 for a wrong one. */
  readonly roughness: number;
}

/** A LUT kept in a picture, as read. */
export interface ParsedLutPicture {
  /** Nodes an edge; values are red fastest, 0..1. */
  readonly size: number;
  readonly values: Float32Array;
  readonly layout: LutLayout;
  /** Every layout of the picture's size, the chosen one first. */
  readonly evidence: readonly LayoutEvidence[];
  readonly space: EncodedSpace;
  /** Whether the comments or the name say so; if not, `space` is that of the raster, and worth asking about. */
  readonly isSpaceStated: boolean;
  readonly warnings: readonly CubeWarning[];
}

/** Looks measure 0.8 to 1.6, solarised ones included; of 80 photos the smoothest of 512 pixels a side 4, of 256 pixels 2.7. */
const MAXIMUM_ROUGHNESS = 2;
/** Two layouts whose roughness differs by less cannot be told apart. */
const CLEAR_RATIO = 0.8;

/**
 * Reads a LUT from a picture: Hald or tiles, told apart by which of the two makes colours run smoothly along the axes of the cube.
 *
 * @param raster - the numbers of the file as they stand there, without any colour conversion; `encoding` is used where nothing
 * states the space. Alpha must be opaque.
 * @throws {@link InvalidFileError} when the size fits no layout, the content no LUT, or two layouts equally well (code
 * `ambiguous-layout`); {@link UnsupportedEncodingError} when the name states a space other than sRGB and Display P3;
 * {@link InvalidRasterError} for a raster that is not well formed.
 */
export function parseLutPicture(raster: Raster, options: ParseLutPictureOptions = {}): ParsedLutPicture {
  validateRaster(raster);
  requireOpaque(raster);
  const evidence = weighLayouts(raster, options.layout);
  const [{ layout }] = evidence;
  const { size, values } = readTable(raster, layout);
  const stated = findCubeSpace((options.comments ?? []).map((text, index) => ({ text, line: index + 1 })));
  const named = stated.isStated || options.fileName === undefined ? undefined : spaceOfFileName(options.fileName);
  const log = warnOfLogEncoding([options.fileName?.replace(/^.*[/\\]/s, '')]);
  return {
    size,
    values,
    layout,
    evidence,
    space: stated.isStated ? stated.space : (named ?? (raster.encoding === 'display-p3' ? 'display-p3' : 'srgb')),
    isSpaceStated: stated.isStated || named !== undefined,
    warnings: [...stated.warnings, ...(log === undefined ? [] : [log])],
  };
}

function requireOpaque({ data, bitDepth, alpha }: Raster): void {
  if (alpha === 'none') return;
  const opaque = fullScale(bitDepth);
  for (let i = 3; i < data.length; i += 4) {
    if (data[i] !== opaque) throw new InvalidFileError('transparent pixels (expected an opaque picture: a LUT has no alpha)', { value: data[i] / opaque, expected: 'an opaque picture' });
  }
}

function weighLayouts(raster: Raster, wanted: LutLayout['kind'] | undefined): LayoutEvidence[] {
  const { width, height, data, channels } = raster;
  const layouts = layoutsOfSize(width, height).filter(({ kind }) => wanted === undefined || kind === wanted);
  if (layouts.length === 0) {
    const expected = `a Hald picture or square tiles of a side k^3, k = ${MINIMUM_LUT_LEVEL} to ${MAXIMUM_LUT_LEVEL} (8, 27, 64, 125, 216, 343, 512, ...), tiles in 128 or 256 pixels, or a strip of N tiles of N pixels`;
    throw new InvalidFileError(`${width} x ${height} pixels: no LUT has this size (expected ${expected})`, { value: [width, height], expected });
  }
  const evidence = layouts.map((layout) => ({ layout, roughness: layoutRoughness(layout, data, channels, width) })).sort((a, b) => a.roughness - b.roughness);
  if (wanted !== undefined) return evidence;
  const [best, second] = evidence;
  if (best.roughness > MAXIMUM_ROUGHNESS) {
    throw new InvalidFileError(`${width} x ${height} pixels of a size LUTs have, but no LUT's content: colours turn back and forth between neighbouring nodes (expected a LUT, not a photo)`, { value: best.roughness, expected: `a roughness of at most ${MAXIMUM_ROUGHNESS}` });
  }
  if (second !== undefined && best.roughness > CLEAR_RATIO * second.roughness && !isSameTable(raster, best.layout, second.layout)) {
    throw new InvalidFileError(`${describeLayout(best.layout)} or ${describeLayout(second.layout)}: the content fits both (expected the layout to be named)`, { evidence }, { code: 'ambiguous-layout' });
  }
  return evidence;
}

/** Flat pictures mean the same in every layout. */
function isSameTable(raster: Raster, a: LutLayout, b: LutLayout): boolean {
  const [first, second] = [readTable(raster, a), readTable(raster, b)];
  return first.size === second.size && first.values.every((value, i) => value === second.values[i]);
}

function readTable({ data, channels, bitDepth, width }: Raster, layout: LutLayout): { readonly size: number; readonly values: Float32Array } {
  const [red, green, blue] = nodeCounts(layout);
  const pixelOf = pixelOfNode(layout, width);
  const scale = fullScale(bitDepth);
  const values = new Float32Array(red * green * blue * 3);
  let target = 0;
  for (let b = 0; b < blue; b += 1) {
    for (let g = 0; g < green; g += 1) {
      for (let r = 0; r < red; r += 1) {
        const source = pixelOf(r, g, b) * channels;
        for (let c = 0; c < 3; c += 1) values[target++] = data[source + c] / scale;
      }
    }
  }
  if (red === green && red === blue) return { size: red, values };
  const size = Math.max(red, blue);
  return { size, values: stretch(values, [red, green, blue], size) };
}

/** Reads a table with unlike numbers of nodes at the nodes of a cube, linearly along each axis. */
function stretch(values: Float32Array, counts: readonly [number, number, number], size: number): Float32Array {
  const axes = counts.map((count) =>
    Array.from({ length: size }, (_, i) => {
      const position = (i * (count - 1)) / (size - 1);
      const cell = Math.min(Math.floor(position), count - 2);
      return { cell, weight: position - cell };
    }),
  );
  const strides = [3, counts[0] * 3, counts[0] * counts[1] * 3];
  const result = new Float32Array(size ** 3 * 3);
  let target = 0;
  for (let b = 0; b < size; b += 1) {
    for (let g = 0; g < size; g += 1) {
      for (let r = 0; r < size; r += 1, target += 3) {
        const places = [axes[0][r], axes[1][g], axes[2][b]];
        for (let corner = 0; corner < 8; corner += 1) {
          let weight = 1;
          let source = 0;
          for (let axis = 0; axis < 3; axis += 1) {
            const isUpper = (corner >> axis) & 1;
            weight *= isUpper === 1 ? places[axis].weight : 1 - places[axis].weight;
            source += (places[axis].cell + isUpper) * strides[axis];
          }
          if (weight === 0) continue;
          for (let c = 0; c < 3; c += 1) result[target + c] += weight * values[source + c];
        }
      }
    }
  }
  return result;
}
