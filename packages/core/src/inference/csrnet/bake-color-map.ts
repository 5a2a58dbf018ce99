import { spaceConversion } from '../../plan/convert-space.js';
import type { EncodedSpace } from '../../raster/raster.js';
import { evaluatePointTransforms } from '../../transforms/evaluate.js';
import { sampleLut3d } from '../../transforms/lut3d.js';
import { isPointTransform, type Lut3dTransform } from '../../transforms/transform.js';
import { keepColorShare } from './keep-color.js';
import { evaluateNetwork, type FoldedNetwork } from './network.js';

/**
 * Evaluates a network at the nodes of a cube, or at as many `nodes` given in their place: size^3 RGB triples, red fastest, with headroom.
 * That of `@openretouch/kernels` fits.
 */
export type BakeNetwork = (network: FoldedNetwork, size: number, nodes?: Float32Array) => Float32Array;

/**
 * Samples a photo's colour map into a LUT.
 *
 * @param bakeNetwork - a faster way to the network's values; without it the network is evaluated here.
 * @param colorShare - of the colour it gives, how much is kept, 0..1.
 */
export function bakeColorMap(network: FoldedNetwork, isResidual: boolean, size: number, space: EncodedSpace, bakeNetwork?: BakeNetwork, colorShare = 1): Lut3dTransform {
  if (space === 'srgb' && bakeNetwork !== undefined) {
    const values = bakeNetwork(network, size);
    const lut = isResidual ? addNodes({ kind: 'lut3d', size, values, space }) : ({ kind: 'lut3d', size, values, space } as const);
    keepColorShare(lut.values, colorShare);
    return lut;
  }
  const nodes = srgbNodes(size, space);
  if (bakeNetwork === undefined) {
    evaluateNetwork(network, isResidual, nodes, size ** 3);
    return lutOfSrgb(nodes, size, space, colorShare);
  }
  const values = bakeNetwork(network, size, nodes);
  if (isResidual) for (let i = 0; i < values.length; i += 1) values[i] += nodes[i];
  return lutOfSrgb(values, size, space, colorShare);
}

/** @returns the nodes of a cube in a space as encoded sRGB, which they may leave 0..1 in. */
export function srgbNodes(size: number, space: EncodedSpace): Float32Array {
  const nodes = sampleLut3d(size, space, () => {}).values;
  evaluatePointTransforms(spaceConversion(space, 'srgb').filter(isPointTransform), nodes, size ** 3);
  return nodes;
}

/**
 * @param values - what became of {@link srgbNodes}, still encoded sRGB; taken over.
 * @param colorShare - of colour, how much is kept, 0..1.
 */
export function lutOfSrgb(values: Float32Array, size: number, space: EncodedSpace, colorShare = 1): Lut3dTransform {
  keepColorShare(values, colorShare);
  evaluatePointTransforms(spaceConversion('srgb', space).filter(isPointTransform), values, size ** 3);
  // Grey stays grey in every space, but for the last digit.
  if (colorShare === 0) keepColorShare(values, 0);
  return { kind: 'lut3d', size, values, space };
}

function addNodes(lut: Lut3dTransform): Lut3dTransform {
  const nodes = sampleLut3d(lut.size, lut.space, () => {}).values;
  return { ...lut, values: lut.values.map((value, index) => value + nodes[index]) };
}
