import { createHash } from 'node:crypto';
import type { Decide, DecisionPhoto } from '../../packages/core/src/operations/decision.js';
import { sampleLut3d } from '../../packages/core/src/transforms/lut3d.js';

const SIZE = 5;

/**
 * Decides as a model would, without one: brings the mean towards mid-grey, each channel by an amount of its own, another for
 * each model's name, and bends the map a little.
 */
export const decideForTests: Decide = async (modelId, photo, { space }) => {
  const sha256 = createHash('sha256').update(modelId).digest('hex');
  const amounts = [0, 1, 2].map((channel) => 0.2 + parseInt(sha256.slice(2 * channel, 2 * channel + 2), 16) / 512);
  const lack = 0.5 - meanOf(photo);
  const transform = sampleLut3d(SIZE, space, (rgb) => {
    rgb.forEach((value, index) => (rgb[index] = value + (0.05 + lack * amounts[index % 3]) * 4 * value * (1 - value)));
  });
  return { transform, model: { id: modelId, sha256 } };
};

function meanOf({ sample: { rgb, weights } }: DecisionPhoto): number {
  let sum = 0;
  let total = 0;
  for (let index = 0; index < rgb.length; index += 1) {
    const weight = weights?.[Math.floor(index / 3)] ?? 1;
    sum += weight * rgb[index];
    total += weight;
  }
  return sum / total;
}
