import { luma } from '../color/luma.js';
import { describeValue, InvalidArgumentError } from '../errors.js';
import { type Between, between } from './grid.js';
import type { GridTransform } from './transform.js';

/*
 * Maintainer notes. The matrix of the least squares depends on the guide alone, so it is factored once and maps are lifted with two
 * substitutions. Nodes are numbered luma innermost, then columns, then rows: a pixel touches nodes one row apart at most, which
 * makes the matrix banded (137 beside the diagonal for 16 x 16 x 8), and Cholesky keeps the band. Float64, because the ridge is 1e-6.
 */

/** The picture whose places and lumas coefficients belong to: interleaved RGB, encoded, row-major. */
export interface GridGuide {
  readonly rgb: Float32Array;
  readonly width: number;
  readonly height: number;
  /** How much each pixel counts, e.g. its alpha; 1 where left out. */
  readonly weights?: Float32Array | undefined;
}

export interface GridShape {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/** Weights of squared differences between neighbouring nodes, against the pixels of one cell. */
export interface GridSmoothness {
  readonly place: number;
  readonly luma: number;
}

/** Coefficients, one for each pixel of the guide, on their way into a grid. */
export interface GridFit {
  /** @param maps - C maps of the guide's size. @returns an affine grid of C coefficients a node, `shared` where C is 2. */
  lift(maps: readonly Float32Array[]): GridTransform;
}

/** Holds nodes that no pixel touches, and that smoothness ties to nothing, at zero. */
const RIDGE = 1e-6;
const MAXIMUM_NODES = 1 << 14;

/**
 * Sets up the fit of maps into a grid read by bilateral slicing: at each pixel of the guide, the grid read at the pixel's place and
 * luma is to be the map's value; neighbouring nodes are to be alike.
 *
 * @throws {@link InvalidArgumentError} for a shape without nodes or of more than 16,384.
 * @see Chen, Paris, Durand, "Real-time Edge-Aware Image Processing with the Bilateral Grid", 2007; Gharbi et al., "Deep Bilateral
 * Learning for Real-Time Image Enhancement", 2017.
 */
export function prepareGridFit(guide: GridGuide, shape: GridShape, smoothness: GridSmoothness): GridFit {
  const nodeCount = shape.width * shape.height * shape.depth;
  if (!(Number.isInteger(nodeCount) && nodeCount >= 1 && nodeCount <= MAXIMUM_NODES)) {
    throw new InvalidArgumentError(`shape: ${describeValue(nodeCount)} nodes (expected 1..${MAXIMUM_NODES})`, { argument: 'shape', value: nodeCount });
  }
  const samples = readSamples(guide, shape);
  const matrix = new BandedMatrix(nodeCount, bandOf(shape));
  addSamples(matrix, samples);
  addSmoothness(matrix, shape, smoothness);
  for (let node = 0; node < nodeCount; node += 1) matrix.add(node, node, RIDGE);
  matrix.factor();
  return {
    lift(maps) {
      const data = new Float32Array(nodeCount * maps.length);
      // Two at a time: the matrix is read once for both.
      for (let at = 0; at < maps.length; at += 2) {
        const pair = maps.slice(at, at + 2).map((map) => rightSide(samples, map, nodeCount));
        matrix.solveBoth(pair[0], pair[1] ?? new Float64Array(nodeCount));
        pair.forEach((values, place) => scatter(values, data, shape, maps.length, at + place));
      }
      return { kind: 'grid', form: 'affine', shared: maps.length === 2, ...shape, data };
    },
  };
}

/** Eight nodes a pixel and their shares, which sum to the pixel's own weight. */
interface Samples {
  readonly nodes: Int32Array;
  readonly shares: Float64Array;
  readonly weights: Float64Array;
}

function readSamples({ rgb, width, height, weights }: GridGuide, shape: GridShape): Samples {
  const pixelCount = width * height;
  const nodes = new Int32Array(8 * pixelCount);
  const shares = new Float64Array(8 * pixelCount);
  const counted = new Float64Array(pixelCount);
  // One cell's worth of pixels weighs 1, whatever the guide's size.
  const share = (shape.width * shape.height) / pixelCount;
  const x: Between = { low: 0, high: 0, fraction: 0 };
  const y: Between = { low: 0, high: 0, fraction: 0 };
  const z: Between = { low: 0, high: 0, fraction: 0 };
  for (let row = 0; row < height; row += 1) {
    between((row + 0.5) / height, shape.height, y);
    for (let column = 0; column < width; column += 1) {
      const pixel = row * width + column;
      between((column + 0.5) / width, shape.width, x);
      between(luma(rgb[3 * pixel], rgb[3 * pixel + 1], rgb[3 * pixel + 2]), shape.depth, z);
      counted[pixel] = share * (weights?.[pixel] ?? 1);
      for (let corner = 0; corner < 8; corner += 1) {
        nodes[8 * pixel + corner] = ((corner & 4 ? y.high : y.low) * shape.width + (corner & 2 ? x.high : x.low)) * shape.depth + (corner & 1 ? z.high : z.low);
        shares[8 * pixel + corner] = (corner & 4 ? y.fraction : 1 - y.fraction) * (corner & 2 ? x.fraction : 1 - x.fraction) * (corner & 1 ? z.fraction : 1 - z.fraction);
      }
    }
  }
  return { nodes, shares, weights: counted };
}

const bandOf = ({ width, depth }: GridShape): number => width * depth + depth + 1;

function addSamples(matrix: BandedMatrix, { nodes, shares, weights }: Samples): void {
  for (let first = 0; first < nodes.length; first += 8) {
    for (let i = first; i < first + 8; i += 1) {
      const weighted = weights[first >> 3] * shares[i];
      if (weighted === 0) continue;
      for (let j = first; j < first + 8; j += 1) if (nodes[j] <= nodes[i]) matrix.add(nodes[i], nodes[j], weighted * shares[j]);
    }
  }
}

function addSmoothness(matrix: BandedMatrix, { width, height, depth }: GridShape, smoothness: GridSmoothness): void {
  const tie = (node: number, other: number, weight: number): void => {
    matrix.add(node, node, weight);
    matrix.add(other, other, weight);
    matrix.add(other, node, -weight);
  };
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      for (let plane = 0; plane < depth; plane += 1) {
        const node = (row * width + column) * depth + plane;
        if (plane + 1 < depth) tie(node, node + 1, smoothness.luma);
        if (column + 1 < width) tie(node, node + depth, smoothness.place);
        if (row + 1 < height) tie(node, node + width * depth, smoothness.place);
      }
    }
  }
}

function rightSide({ nodes, shares, weights }: Samples, map: Float32Array, nodeCount: number): Float64Array {
  const values = new Float64Array(nodeCount);
  for (let i = 0; i < nodes.length; i += 1) values[nodes[i]] += weights[i >> 3] * shares[i] * map[i >> 3];
  return values;
}

/** From the fit's order of nodes (rows, columns, planes) to the grid's (planes, rows, columns). */
function scatter(values: Float64Array, data: Float32Array, { width, height, depth }: GridShape, count: number, coefficient: number): void {
  const places = width * height;
  for (let place = 0; place < places; place += 1) {
    for (let plane = 0; plane < depth; plane += 1) data[(plane * places + place) * count + coefficient] = values[place * depth + plane];
  }
}

/** A symmetric positive definite matrix of which only the band at and below the diagonal is kept: (row, column) at row (band + 1) + band + column - row. */
class BandedMatrix {
  private readonly values: Float64Array;

  constructor(
    private readonly size: number,
    private readonly band: number,
  ) {
    this.values = new Float64Array(size * (band + 1));
  }

  add(row: number, column: number, value: number): void {
    this.values[row * (this.band + 1) + this.band + column - row] += value;
  }

  /** Cholesky's L in place of the matrix, two columns of a row at a time. */
  factor(): void {
    const { values, size, band } = this;
    for (let row = 0; row < size; row += 1) {
      const rowStart = row * band + band; // of column 0, were it kept
      const first = Math.max(0, row - band);
      let column = first;
      for (; column + 1 < row; column += 2) {
        const start = column * band + band;
        const next = start + band;
        let left = 0;
        let right = 0;
        let left2 = 0;
        let right2 = 0;
        let k = first;
        for (; k + 1 < column; k += 2) {
          const one = values[rowStart + k];
          const two = values[rowStart + k + 1];
          left += one * values[start + k];
          right += one * values[next + k];
          left2 += two * values[start + k + 1];
          right2 += two * values[next + k + 1];
        }
        if (k < column) {
          left += values[rowStart + k] * values[start + k];
          right += values[rowStart + k] * values[next + k];
        }
        const found = (values[rowStart + column] - (left + left2)) / values[start + column];
        values[rowStart + column] = found;
        values[rowStart + column + 1] = (values[rowStart + column + 1] - (right + right2 + found * values[next + column])) / values[next + column + 1];
      }
      if (column < row) values[rowStart + column] = (values[rowStart + column] - dot(values, rowStart, column * band + band, first, column)) / values[column * band + band + column];
      values[rowStart + row] = Math.sqrt(values[rowStart + row] - dot(values, rowStart, rowStart, first, row));
    }
  }

  /** Replaces a and b by the solutions of L Lt x = a and L Lt x = b. */
  solveBoth(a: Float64Array, b: Float64Array): void {
    const { values, size, band } = this;
    for (let row = 0; row < size; row += 1) {
      const start = row * band + band;
      let sumA = a[row];
      let sumB = b[row];
      for (let k = Math.max(0, row - band); k < row; k += 1) {
        const value = values[start + k];
        sumA -= value * a[k];
        sumB -= value * b[k];
      }
      a[row] = sumA / values[start + row];
      b[row] = sumB / values[start + row];
    }
    for (let row = size - 1; row >= 0; row -= 1) {
      const start = row * band + band;
      const solvedA = a[row] / values[start + row];
      const solvedB = b[row] / values[start + row];
      a[row] = solvedA;
      b[row] = solvedB;
      for (let k = Math.max(0, row - band); k < row; k += 1) {
        const value = values[start + k];
        a[k] -= value * solvedA;
        b[k] -= value * solvedB;
      }
    }
  }
}

function dot(values: Float64Array, left: number, right: number, first: number, end: number): number {
  let sum = 0;
  for (let k = first; k < end; k += 1) sum += values[left + k] * values[right + k];
  return sum;
}
