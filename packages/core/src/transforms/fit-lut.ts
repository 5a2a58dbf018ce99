import { describeValue, InvalidArgumentError } from '../errors.js';
import type { EncodedSpace } from '../raster/raster.js';
import { sampleLut3d } from './lut3d.js';
import type { Lut3dTransform } from './transform.js';

/*
 * Maintainer notes. A colour touches the four nodes of its tetrahedron, each reached from the first one by steps along axes: so a node
 * is coupled to itself and to the seven nodes ahead of it in its cell, and half of the symmetric matrix is eight numbers a node. Photos
 * touch about a twentieth of the cells; smoothness carries the change on to the rest. Solved by conjugate gradients with the diagonal
 * as preconditioner, one channel after the other; Float64, because the ridge is 1e-6.
 */

/** Colours and what became of them: interleaved RGB, encoded values of one space. */
export interface ColorPairs {
  /** Nominally 0..1; what is beyond counts as the bound, as it does where the LUT is read. */
  readonly source: Float32Array;
  readonly target: Float32Array;
  /** How much each pair counts; 1 where left out. */
  readonly weights?: Float32Array | undefined;
}

export interface LutFitOptions {
  /** Nodes an edge, 2..33. */
  readonly size: number;
  /** Weight of squared differences between the changes of neighbouring nodes, against a cell that holds 1/1000 of the pairs. */
  readonly smoothness: number;
  readonly space: EncodedSpace;
}

const SIZES = [2, 33] as const;
/** Coupling of a node to itself and to the seven ahead of it in its cell. */
const COUPLINGS = 8;
/** Holds what nothing touches at no change. */
const RIDGE = 1e-6;
const PAIRS_WEIGHT = 1000;
const MAXIMUM_ROUNDS = 400;
const PRECISION = 1e-5;

/**
 * Fits a LUT to pairs of colours by least squares: read at a source it is to give the target, and neighbouring nodes are to change alike.
 *
 * @throws {@link InvalidArgumentError} for a size out of range, or arrays that do not belong together.
 * @see Garcia, Gupta, "Lattice regression", NeurIPS 2009; conjugate gradients: Hestenes, Stiefel, 1952
 */
export function fitLut3d({ source, target, weights }: ColorPairs, { size, smoothness, space }: LutFitOptions): Lut3dTransform {
  if (!(Number.isInteger(size) && size >= SIZES[0] && size <= SIZES[1])) throw new InvalidArgumentError(`size: ${describeValue(size)} (expected a whole number, ${SIZES.join(' to ')})`, { argument: 'size', value: size });
  const count = source.length / 3;
  if (!Number.isInteger(count) || count === 0 || target.length !== source.length || (weights !== undefined && weights.length !== count)) {
    throw new InvalidArgumentError(`pairs: ${source.length}, ${target.length} and ${weights?.length ?? count} numbers (expected some, three a colour and as many targets, and one weight a colour)`, { argument: 'pairs' });
  }
  const system = gather({ source, target, weights }, size);
  addSmoothness(system, smoothness);
  const lut = sampleLut3d(size, space, () => {});
  for (let channel = 0; channel < 3; channel += 1) {
    const change = solve(system, system.right[channel]);
    for (let node = 0; node < change.length; node += 1) lut.values[3 * node + channel] += change[node];
  }
  return lut;
}

interface System {
  readonly size: number;
  /** Distance of the node that coupling k reaches: bits of k say along which axes. */
  readonly steps: readonly number[];
  /** Coupling k of node n at 8 n + k. */
  readonly matrix: Float64Array;
  /** What nodes are to change by, a channel each. */
  readonly right: readonly Float64Array[];
}

function gather({ source, target, weights }: ColorPairs, size: number): System {
  const nodeCount = size ** 3;
  const steps = Array.from({ length: COUPLINGS }, (_, k) => (k & 1) + (k & 2 ? size : 0) + (k & 4 ? size * size : 0));
  const system = { size, steps, matrix: new Float64Array(nodeCount * COUPLINGS), right: [0, 1, 2].map(() => new Float64Array(nodeCount)) };
  const share = PAIRS_WEIGHT / (source.length / 3);
  const fractions = [0, 0, 0];
  for (let p = 0; p < source.length; p += 3) {
    let origin = 0;
    for (let c = 2; c >= 0; c -= 1) {
      const place = Math.min(Math.max(source[p + c], 0), 1) * (size - 1);
      const cell = Math.min(Math.floor(place), size - 2);
      fractions[c] = place - cell;
      origin = origin * size + cell;
    }
    const corners = tetrahedron(fractions);
    const weight = share * (weights?.[p / 3] ?? 1);
    for (const [i, first] of corners.entries()) {
      const node = origin + steps[first.corner];
      const weighted = weight * first.share;
      for (let channel = 0; channel < 3; channel += 1) system.right[channel][node] += weighted * (target[p + channel] - source[p + channel]);
      // Corners come in order of the walk, so that each reaches those behind it by further steps.
      for (const second of corners.slice(i)) system.matrix[COUPLINGS * node + (second.corner ^ first.corner)] += weighted * second.share;
    }
  }
  return system;
}

/** The four corners of a cell that a colour is read from, by the bits of the axes walked, and their shares. */
function tetrahedron(fractions: readonly number[]): { readonly corner: number; readonly share: number }[] {
  const order = [0, 1, 2].sort((a, b) => fractions[b] - fractions[a]);
  const corners = [{ corner: 0, share: 1 - fractions[order[0]] }];
  order.forEach((axis, i) => corners.push({ corner: corners[i].corner | (1 << axis), share: fractions[axis] - (i < 2 ? fractions[order[i + 1]] : 0) }));
  return corners;
}

function addSmoothness({ size, steps, matrix }: System, weight: number): void {
  for (let node = 0; node < size ** 3; node += 1) {
    matrix[COUPLINGS * node] += RIDGE;
    for (const [axis, coupling] of [1, 2, 4].entries()) {
      if (Math.floor(node / size ** axis) % size === size - 1) continue;
      matrix[COUPLINGS * node] += weight;
      matrix[COUPLINGS * (node + steps[coupling])] += weight;
      matrix[COUPLINGS * node + coupling] -= weight;
    }
  }
}

function solve(system: System, right: Float64Array): Float64Array {
  const { matrix } = system;
  const found = new Float64Array(right.length);
  const rest = right.slice();
  const scaled = rest.map((value, node) => value / matrix[COUPLINGS * node]);
  let direction = scaled.slice();
  let reach = dot(rest, scaled);
  const enough = PRECISION ** 2 * reach;
  for (let round = 0; round < MAXIMUM_ROUNDS && reach > enough; round += 1) {
    const moved = multiply(system, direction);
    const step = reach / dot(direction, moved);
    for (let i = 0; i < found.length; i += 1) {
      found[i] += step * direction[i];
      rest[i] -= step * moved[i];
      scaled[i] = rest[i] / matrix[COUPLINGS * i];
    }
    const before = reach;
    reach = dot(rest, scaled);
    direction = direction.map((value, i) => scaled[i] + (reach / before) * value);
  }
  return found;
}

function multiply({ matrix, steps }: System, vector: Float64Array): Float64Array {
  const result = new Float64Array(vector.length);
  for (let node = 0; node < vector.length; node += 1) {
    result[node] += matrix[COUPLINGS * node] * vector[node];
    for (let k = 1; k < COUPLINGS; k += 1) {
      const coupling = matrix[COUPLINGS * node + k];
      if (coupling === 0) continue;
      const other = node + steps[k];
      result[node] += coupling * vector[other];
      result[other] += coupling * vector[node];
    }
  }
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
  return sum;
}
