import { InvalidArgumentError } from '../errors.js';
import type { EncodedSpace } from '../raster/raster.js';
import { evaluateLut3d, sampleLut3d } from '../transforms/lut3d.js';
import type { Lut3dTransform, Transform } from '../transforms/transform.js';
import type { Decision } from './decision.js';

/**
 * Takes what was decided as it is where that is one decision, else the mean of the colour maps.
 *
 * @throws {@link InvalidArgumentError} for several decisions of which one acts by place: such means are no transform.
 */
export function joinDecisions(decisions: readonly Decision[], shares: readonly number[], space: EncodedSpace): Transform[] {
  const [{ local, model }] = [...decisions.filter((decision) => decision.local !== undefined), decisions[0]];
  if (local !== undefined && decisions.length > 1) {
    throw new InvalidArgumentError(`style: a mix, by ${model.id}, which paints pixels (expected one style: mixPreferences, or "style mix", makes one of several)`, { argument: 'style', model: model.id });
  }
  return [mixDecidedMaps(decisions, shares, space), ...(local === undefined ? [] : [local])];
}

/**
 * Takes the weighted mean of decided colour maps, node by node: reading a LUT is linear in its nodes, so this is the mean of the
 * outputs.
 *
 * @param shares - of 1, one a decision.
 * @throws {@link InvalidArgumentError} for a decision that is no colour map.
 */
export function mixDecidedMaps(decisions: readonly Decision[], shares: readonly number[], space: EncodedSpace): Lut3dTransform {
  const luts = decisions.map(mapOf);
  if (luts.length === 1) return luts[0];
  const size = Math.max(...luts.map((one) => one.size));
  const values = new Float32Array(size ** 3 * 3);
  luts.forEach((one, index) => {
    const nodes = one.size === size ? one.values : sampleLut3d(size, space, (rgb, count) => evaluateLut3d(one, rgb, count)).values;
    for (let i = 0; i < values.length; i += 1) values[i] += shares[index] * nodes[i];
  });
  return { kind: 'lut3d', size, values, space };
}

function mapOf({ transform, model }: Decision): Lut3dTransform {
  if (transform.kind === 'lut3d') return transform;
  throw new InvalidArgumentError(`decide: a ${transform.kind} from ${model.id} (expected a lut3d)`, { argument: 'decide', value: transform.kind, expected: 'lut3d' });
}
