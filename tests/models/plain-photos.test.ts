import { retouch, type Raster } from '@openretouch/core';
import { createWasmKernels } from '@openretouch/kernels';
import { manifest } from '@openretouch/models';
import { afterAll, describe, expect, it } from 'vitest';
import { recipeOf } from '../helpers/arbitrary-operation.js';
import { createShippedDecider } from '../helpers/decider.js';
import { seededRandom } from '../helpers/seeded-random.js';
import { TOLERANCES } from '../tolerances.js';

const WIDTH = 192;
const HEIGHT = 128;

type Rgb = readonly [number, number, number];
type Paint = (x: number, y: number, random: () => number) => Rgb;

const grey = (value: number): Rgb => [value, value, value];
const clampRgb = ([red, green, blue]: Rgb): Rgb => [red, green, blue].map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb;

/** An 8-bit picture; `paint` gives the encoded colour at a place in 0..1. */
function draw(paint: Paint): Raster {
  const random = seededRandom(7);
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel += 1) {
    const colour = clampRgb(paint((pixel % WIDTH) / WIDTH, Math.floor(pixel / WIDTH) / HEIGHT, random));
    colour.forEach((value, channel) => (data[pixel * 3 + channel] = Math.round(value * 255)));
  }
  return { data, width: WIDTH, height: HEIGHT, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
}

/** A ground with marks over a share of its pixels. */
const marked = (ground: Rgb, mark: Rgb, share: number): Paint => (_x, _y, random) => (random() < share ? mark : ground);
/** Brightness that runs over the picture from the one to the other, with a tint and a little noise. */
const ramp = (from: number, to: number, tint: Rgb = [1, 1, 1]): Paint => (x, y, random) => {
  const value = from + ((to - from) * (x + y)) / 2 + 0.01 * (random() - 0.5);
  return [value * tint[0], value * tint[1], value * tint[2]];
};

const INK: Rgb = [0.05, 0.05, 0.06];
const LAMP: Rgb = [1, 0.85, 0.5];
const PHOTOS: Record<string, Paint> = {
  'a white page with 0.5 % of ink': marked(grey(1), INK, 0.005),
  'a white page with 1 % of ink': marked(grey(1), INK, 0.01),
  'a white page with 2 % of ink': marked(grey(1), INK, 0.02),
  'a white page with 5 % of ink': marked(grey(1), INK, 0.05),
  'a white page with 1 % of red': marked(grey(1), [0.8, 0.1, 0.1], 0.01),
  'a grey page with 1 % of ink': marked(grey(0.92), INK, 0.01),
  'yellowed paper with 8 % of ink': marked([0.95, 0.91, 0.8], INK, 0.08),
  'a line drawing': (x, y) => grey(Math.abs(y - 0.5 - 0.3 * Math.sin(12 * x)) < 0.012 ? 0.1 : 0.99),
  'snow': ramp(0.84, 1, [0.97, 0.985, 1]),
  'fresh snow': ramp(0.93, 1),
  'black with 0.1 % of lamps': marked(grey(0), LAMP, 0.001),
  'black with 1 % of lamps': marked(grey(0.01), LAMP, 0.01),
  'black with 5 % of lamps': marked(grey(0.02), LAMP, 0.05),
  'a night sky': ramp(0, 0.07, [0.8, 0.9, 1]),
  'a red wall': ramp(0.7, 0.8, [1, 0.25, 0.2]),
  'a green wall': ramp(0.45, 0.55, [0.4, 1, 0.5]),
  'a blue wall': ramp(0.6, 0.75, [0.3, 0.5, 1]),
  'a wall of middle grey': ramp(0.45, 0.52),
  'a grey wall with 2 % of ink': marked(grey(0.6), INK, 0.02),
};

const decider = createShippedDecider({ bakeNetwork: (await createWasmKernels()).bakeNetwork });
afterAll(() => decider.dispose());

/** Mean absolute change of the encoded channels, 0..1. */
async function measureChange(photo: Raster, style: string): Promise<number> {
  const { raster } = await retouch(photo, recipeOf([{ op: 'csrnet', style }]), { decide: decider.decide });
  let sum = 0;
  for (const [index, value] of (photo.data as Uint8Array).entries()) sum += Math.abs(raster.data[index] - value);
  return sum / photo.data.length / 255;
}

const styles = manifest.models.flatMap(({ id }) => (/^csrnet-(?!map)/.test(id) ? [id.slice('csrnet-'.length)] : []));

describe.each(styles)('csrnet in the style %s', (style) => {
  const bound = style === 'neutral' ? TOLERANCES.csrnet.plainPhoto : TOLERANCES.csrnet.plainPhotoInStyle;

  it.each(Object.entries(PHOTOS))('leaves %s nearly as it is', async (_, paint) => {
    expect(await measureChange(draw(paint), style)).toBeLessThan(bound);
  });
});
