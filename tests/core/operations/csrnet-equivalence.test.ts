import { describe, expect, it } from 'vitest';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import { applyPlan } from '../../../packages/core/src/apply/apply-plan.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { planPhoto } from '../../../packages/core/src/retouch.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { lawPicture } from '../../helpers/pictures.js';
import { evaluateMlp, type Layer } from '../../helpers/tiny-mlp.js';
import { TOLERANCES } from '../../tolerances.js';

// The central claim of the CSRNet paper (He et al., ECCV 2020, section 3.1): global retouching operations are multilayer
// perceptrons on single pixels. The weights here are written from the paper's construction, not taken from the product.

const picture = lawPicture(32, { channels: 3 });

async function retouchPixels(entry: RecipeOperation, raster: Raster = picture): Promise<Float32Array> {
  return (await applyPlan(await planPhoto(recipeOf([entry]), analyse(raster)), raster)).data as Float32Array;
}

async function expectEqualToMlp(entry: RecipeOperation, layers: readonly Layer[]): Promise<void> {
  const actual = await retouchPixels(entry);
  let largest = 0;
  for (let p = 0; p < actual.length; p += 3) {
    evaluateMlp(layers, Array.from(picture.data.subarray(p, p + 3))).forEach((value, channel) => {
      largest = Math.max(largest, Math.abs(actual[p + channel] - value));
    });
  }
  expect(largest).toBeLessThan(TOLERANCES.csrnet.equivalence);
}

/** A single layer with weights on the diagonal. */
function diagonal(gains: readonly number[], bias: readonly number[] = [0, 0, 0]): Layer {
  return { inputs: 3, weights: gains.flatMap((gain, row) => [0, 1, 2].map((column) => (row === column ? gain : 0))), bias };
}

function meanOf(channel: number): number {
  let sum = 0;
  for (let p = channel; p < picture.data.length; p += 3) sum += picture.data[p];
  return sum / (picture.data.length / 3);
}

/**
 * Saturation through four nodes: the first layer gives the three channels and their mean, the second takes
 * a I + (1 - a) mean out of them. All four are positive for colours in 0..1, so the ReLU between changes nothing.
 */
function saturationLayers(gain: number): Layer[] {
  const third = 1 / 3;
  const rest = 1 - gain;
  return [
    { inputs: 3, weights: [1, 0, 0, 0, 1, 0, 0, 0, 1, third, third, third], bias: [0, 0, 0, 0] },
    { inputs: 4, weights: [gain, 0, 0, rest, 0, gain, 0, rest, 0, 0, gain, rest], bias: [0, 0, 0] },
  ];
}

/**
 * A tone curve f(I) = sum_i t_i clip(L I - i, 0, 1) through 2 L nodes a channel, because clip(x, 0, 1) = relu(x) - relu(x - 1):
 * node 2 i holds L I - i, node 2 i + 1 holds L I - i - 1, and the second layer adds t_i times their difference.
 */
function toneCurveLayers(segments: readonly number[]): Layer[] {
  const count = segments.length;
  const nodes = 6 * count;
  const first = { weights: [] as number[], bias: [] as number[] };
  const second = new Array<number>(3 * nodes).fill(0);
  for (let channel = 0; channel < 3; channel += 1) {
    for (let i = 0; i < count; i += 1) {
      for (const above of [0, 1]) {
        second[channel * nodes + first.bias.length] = above === 0 ? segments[i] : -segments[i];
        first.weights.push(...[0, 1, 2].map((column) => (column === channel ? count : 0)));
        first.bias.push(-i - above);
      }
    }
  }
  return [
    { inputs: 3, ...first },
    { inputs: nodes, weights: second, bias: [0, 0, 0] },
  ];
}

describe('operations of the CSRNet paper equal 1x1 convolutions', () => {
  it.each([0, 0.5, 1.5, 4])('brightness with gain %f, one layer', (gain) => expectEqualToMlp({ op: 'brightness', gain }, [diagonal([gain, gain, gain])]));

  it.each([0, 0.5, 1.5, 4])('contrast about the mean with gain %f, one layer whose bias carries the mean', (gain) =>
    expectEqualToMlp({ op: 'contrast', gain, pivot: 'mean' }, [diagonal([gain, gain, gain], [0, 1, 2].map((channel) => (1 - gain) * meanOf(channel)))]),
  );

  it.each([[[1.2, 1, 0.8]], [[0, 4, 0.1]]])('white balance with gains %j, one layer', (gains) => expectEqualToMlp({ op: 'whiteBalance', gains }, [diagonal(gains)]));

  it.each([0, 0.5, 1.5, 4])('saturation with gain %f, through its layer of four nodes', (gain) => expectEqualToMlp({ op: 'saturation', gain }, saturationLayers(gain)));

  it.each([[[3, 2, 1, 2].map((t) => t / 8)], [[0.9, 0.1]], [[0, 0.4, 0, 0.3, 0.3]], [Array.from({ length: 64 }, (_, i) => (1 + (i % 3)) / 127)]])(
    'tone curve with segments %j, through clipped nodes',
    (segments) => expectEqualToMlp({ op: 'toneCurve', segments }, toneCurveLayers(segments)),
  );

  it('in a row, as networks in a row: brightness, saturation, tone curve', async () => {
    const segments = [0.4, 0.3, 0.2, 0.1];
    const [first, second] = saturationLayers(1.4);
    const [curveFirst, curveSecond] = toneCurveLayers(segments);
    const actual = await applyPlan(
      await planPhoto(recipeOf([{ op: 'brightness', gain: 0.7 }, { op: 'saturation', gain: 1.4 }, { op: 'toneCurve', segments }]), analyse(picture)),
      picture,
    );
    // No ReLU between the networks: saturated colours may be negative there, and the curve's own clipped nodes take them.
    for (let p = 0; p < actual.data.length; p += 3) {
      const saturated = evaluateMlp([first, second], Array.from(picture.data.subarray(p, p + 3), (value) => 0.7 * value));
      evaluateMlp([curveFirst, curveSecond], saturated).forEach((value, channel) => {
        expect(Math.abs(actual.data[p + channel] - value)).toBeLessThan(TOLERANCES.csrnet.equivalence);
      });
    }
  });
});

describe('the tone curve', () => {
  it('with four segments takes 7/8 to t0 + t1 + t2 + t3 / 2', async () => {
    const segments = [0.35, 0.25, 0.15, 0.2];
    const grey: Raster = { data: new Float32Array(3).fill(7 / 8), width: 1, height: 1, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
    const [value] = await retouchPixels({ op: 'toneCurve', segments }, grey);
    expect(Math.abs(value - 0.85)).toBeLessThan(TOLERANCES.csrnet.equivalence);
  });
});
