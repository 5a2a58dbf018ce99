import { cubeRoot } from '../color/cube-root.js';
import { multiplyMatrix3 } from '../color/matrix3.js';
import { LINEAR_SRGB_TO_CONE, ROOT_CONE_TO_OKLAB } from '../color/oklab.js';
import { linearRgbConversionMatrix } from '../color/rgb-xyz.js';
import { largestSrgbChroma } from '../color/srgb-gamut.js';
import { srgbToLinear } from '../color/transfer-functions.js';
import type { EncodedSpace } from '../raster/raster.js';

/** Nodes an edge of the cube that stands for a colour map; docs/decisions/0006-nodes-of-colour-maps.md has the measurements. */
export const COLOR_MAP_SIZE = 33;

/** What every colour map asks of the nodes of its LUT; node (r, g, b) is at index r + size (g + size b). */
export interface OklabNodes {
  /** Shape (nodes, 3): L, a, b; a and b of greys are exactly 0. */
  readonly lab: Float64Array;
  /** Oklch hue, 0..360 without 360, 0 for greys. */
  readonly hueDegrees: Float64Array;
  /** @returns for each node, `largestSrgbChroma` of its lightness and hue. */
  largestChroma(): Float64Array;
}

const kept = new Map<EncodedSpace, OklabNodes>();

/**
 * Converts the nodes of a LUT between encoded values of `space` to Oklab and Oklch.
 *
 * @returns not to be written to: those of {@link COLOR_MAP_SIZE}, 1.4 MB a space, are kept, because moving a slider samples the
 * same nodes again and the conversion takes as long as the map.
 */
export function oklabNodes(space: EncodedSpace, size: number = COLOR_MAP_SIZE): OklabNodes {
  if (size !== COLOR_MAP_SIZE) return convertNodes(space, size);
  const nodes = kept.get(space) ?? convertNodes(space, size);
  kept.set(space, nodes);
  return nodes;
}

function convertNodes(space: EncodedSpace, size: number): OklabNodes {
  const toCone = multiplyMatrix3(LINEAR_SRGB_TO_CONE, linearRgbConversionMatrix(space, 'srgb'));
  const k = ROOT_CONE_TO_OKLAB;
  const linearOfNode = Float64Array.from({ length: size }, (_, node) => srgbToLinear(node / (size - 1)));
  const count = size * size * size;
  const lab = new Float64Array(count * 3);
  const hueDegrees = new Float64Array(count);
  for (let node = 0, p = 0; node < count; node += 1, p += 3) {
    const r = linearOfNode[node % size];
    const g = linearOfNode[Math.floor(node / size) % size];
    const b = linearOfNode[Math.floor(node / (size * size))];
    if (r === g && g === b) {
      lab[p] = cubeRoot(r);
      continue;
    }
    const long = cubeRoot(toCone[0] * r + toCone[1] * g + toCone[2] * b);
    const medium = cubeRoot(toCone[3] * r + toCone[4] * g + toCone[5] * b);
    const short = cubeRoot(toCone[6] * r + toCone[7] * g + toCone[8] * b);
    lab[p] = k[0] * long + k[1] * medium + k[2] * short;
    lab[p + 1] = k[3] * long + k[4] * medium + k[5] * short;
    lab[p + 2] = k[6] * long + k[7] * medium + k[8] * short;
    const degrees = (Math.atan2(lab[p + 2], lab[p + 1]) * 180) / Math.PI;
    hueDegrees[node] = degrees < 0 ? degrees + 360 : degrees;
  }
  let largest: Float64Array | undefined;
  return { lab, hueDegrees, largestChroma: () => (largest ??= hueDegrees.map((hue, node) => largestSrgbChroma(lab[node * 3], hue))) };
}
