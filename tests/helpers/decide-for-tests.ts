import { createHash } from 'node:crypto';
import type { Decide, DecisionPhoto } from '../../packages/core/src/operations/decision.js';
import { sampleLut3d } from '../../packages/core/src/transforms/lut3d.js';
import type { GridTransform } from '../../packages/core/src/transforms/transform.js';

const SIZE = 5;

/**
 * Decides as a model would, without one: brings the mean towards mid-grey, each channel by an amount of its own, another for
 * each model's name and style, and bends the map a little.
 */
export const decideForTests: Decide = async (modelId, photo, { space, exposure, style }) => {
  const sha256 = createHash('sha256').update(modelId).digest('hex');
  const wanted = style === undefined ? sha256 : createHash('sha256').update(modelId + JSON.stringify(style)).digest('hex');
  const amounts = [0, 1, 2].map((channel) => 0.2 + parseInt(wanted.slice(2 * channel, 2 * channel + 2), 16) / 512);
  // A style moves a photo that is exposed as it should be, too.
  const lack = 0.5 - meanOf(photo) + (style === undefined ? 0 : 0.2);
  if (exposure !== undefined) return { transform: exposeForTests(amounts[0] * (typeof exposure === 'string' ? lack : exposure - meanOf(photo))), model: { id: modelId, sha256 } };
  const transform = sampleLut3d(SIZE, space, (rgb) => {
    rgb.forEach((value, index) => (rgb[index] = value + (0.05 + lack * amounts[index % 3]) * 4 * value * (1 - value)));
  });
  return { transform, model: { id: modelId, sha256 } };
};

/** Lifts by an amount that differs by place and luma. */
function exposeForTests(amount: number): GridTransform {
  const data = Float32Array.from({ length: 3 * 2 * 2 * 2 }, (_, i) => (i % 2 === 0 ? 1 + amount * (0.2 + 0.05 * i) : 0.02 * amount));
  return { kind: 'grid', form: 'affine', shared: true, width: 3, height: 2, depth: 2, data };
}

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
