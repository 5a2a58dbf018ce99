import { analyse, applyPlan, compareRasters, type GridTransform, planPhoto, type Raster } from '@openretouch/core';
import { createWasmKernels } from '@openretouch/kernels';
import { afterAll, describe, expect, it } from 'vitest';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { createShippedDecider } from '../../helpers/decider.js';
import { PHOTO_FOLDERS, readPhoto } from '../../helpers/photos.js';
import { TOLERANCES } from '../../tolerances.js';

const decider = createShippedDecider();
afterAll(() => decider.dispose());

/** Slope and offset at a pixel, and what they make of it, in float64 as steps 5 and 6 of models/cards/cudi.md have it. */
function evaluateDirectly({ width, height, depth, data, maximumColorGain = Infinity }: GridTransform, photo: Raster): Raster {
  const result = new Uint8Array(photo.data.length);
  const near = (position: number, nodeCount: number): readonly [low: number, high: number, share: number] => {
    const at = Math.min(Math.max(position * nodeCount - 0.5, 0), nodeCount - 1);
    const low = Math.min(Math.floor(at), nodeCount - 1);
    return [low, Math.min(low + 1, nodeCount - 1), at - low];
  };
  for (let pixel = 0; pixel < photo.width * photo.height; pixel += 1) {
    const rgb = [0, 1, 2].map((channel) => photo.data[pixel * 3 + channel] / 255);
    const y = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
    const axes = [near(y, depth), near((Math.floor(pixel / photo.width) + 0.5) / photo.height, height), near(((pixel % photo.width) + 0.5) / photo.width, width)];
    let [slope, offset] = [0, 0];
    for (let corner = 0; corner < 8; corner += 1) {
      const nodes = axes.map((axis, bit) => axis[(corner >> bit) & 1]);
      const weight = axes.reduce((product, [, , share], bit) => product * (((corner >> bit) & 1) === 1 ? share : 1 - share), 1);
      const node = ((nodes[0] * height + nodes[1]) * width + nodes[2]) * 2;
      slope += weight * data[node];
      offset += weight * data[node + 1];
    }
    rgb.forEach((value, channel) => {
      result[pixel * 3 + channel] = Math.round(255 * Math.min(Math.max(slope * y + offset + Math.min(slope, maximumColorGain) * (value - y), 0), 1));
    });
  }
  return { ...photo, data: result };
}

describe('cudi at full size', () => {
  it.each(['dark-meadow', 'portrait-musician'])('is rendered as its grid evaluated at every pixel, with and without kernels: %s', async (name) => {
    const photo = await readPhoto(`${PHOTO_FOLDERS.samples}/${name}.jpg`);
    const plan = await planPhoto(recipeOf([{ op: 'cudi', exposure: 0.6 }]), analyse(photo), { decide: decider.decide });
    const [grid] = plan.steps[0].transforms;
    if (grid.kind !== 'grid') throw new Error(`a ${grid.kind}`);
    const expected = evaluateDirectly(grid, photo);
    for (const options of [{}, { kernels: await createWasmKernels() }]) {
      expect(compareRasters(await applyPlan(plan, photo, options), expected).psnr).toBeGreaterThan(TOLERANCES.inference.fullSizePsnr);
    }
  });

  it('takes a mask of ones for no mask', async () => {
    const photo = await readPhoto(`${PHOTO_FOLDERS.samples}/dark-meadow.jpg`);
    const masks = { brush: { data: new Uint8Array(photo.width * photo.height).fill(255), width: photo.width, height: photo.height } };
    const [whole, masked] = await Promise.all([{}, { mask: { slot: 'brush' } }].map((more) => planPhoto(recipeOf([{ op: 'cudi', exposure: 0.6, ...more }]), analyse(photo), { decide: decider.decide, masks })));
    const found = await applyPlan(masked, photo, { masks });
    expect(compareRasters(found, await applyPlan(whole, photo)).psnr).toBeGreaterThan(TOLERANCES.inference.fullSizePsnr);
  });
});
