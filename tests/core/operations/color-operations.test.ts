import { readFileSync } from 'node:fs';
import { converter } from 'culori';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../packages/core/src/analyse/analyse.js';
import { applyPlan } from '../../../packages/core/src/apply/apply-plan.js';
import { srgbToLinear } from '../../../packages/core/src/color/transfer-functions.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import type { RecipeOperation } from '../../../packages/core/src/recipe/recipe.js';
import { planPhoto } from '../../../packages/core/src/retouch.js';
import { neutralPicture, lawPicture } from '../../helpers/pictures.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';
import { TOLERANCES } from '../../tolerances.js';

/** Shape of tests/golden/color-operations.json, written by tests/golden/generate-color-operations.mjs. */
interface Golden {
  nodes: number[][];
  cases: { entry: RecipeOperation; output: number[][] }[];
}

const golden = JSON.parse(readFileSync(new URL('../../golden/color-operations.json', import.meta.url), 'utf8')) as Golden;

const toOklab = converter('oklab');
const GREY_LIGHTNESS = toOklab({ mode: 'rgb', r: 0.5, g: 0.5, b: 0.5 }).l;

function pictureOf(colours: readonly (readonly number[])[]): Raster {
  return { data: Float32Array.from(colours.flat()), width: colours.length, height: 1, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
}

async function retouch(entry: RecipeOperation, raster: Raster): Promise<Float32Array> {
  return (await applyPlan(await planPhoto(recipeOf([entry]), analyse(raster)), raster)).data as Float32Array;
}

describe('colour operations agree with their definitions worked out on culori', () => {
  it.each(golden.cases.map(({ entry, output }) => [JSON.stringify(entry), entry, output] as const))('%s', async (_, entry, output) => {
    const data = await retouch(entry, pictureOf(golden.nodes.map((node) => node.map((value) => value / 32))));
    let worst = { difference: 0, node: [] as number[] };
    output.flat().forEach((expected, index) => {
      const difference = Math.abs(data[index] - expected);
      if (!(difference <= worst.difference)) worst = { difference, node: golden.nodes[Math.floor(index / 3)] };
    });
    expect(worst.difference, `node ${worst.node.join(' ')}`).toBeLessThan(TOLERANCES.golden.colorOperations);
  });
});

const bandsOf = <T>(value: T): Record<string, T> => Object.fromEntries(['red', 'orange', 'yellow', 'green', 'aqua', 'blue', 'purple', 'magenta'].map((name) => [name, value]));
const STRONG_HSL: readonly RecipeOperation[] = [
  { op: 'hsl', ...bandsOf({ chroma: 1 }) },
  { op: 'hsl', ...bandsOf({ hue: 30, chroma: 1, lightness: 1 }) },
  { op: 'hsl', ...bandsOf({ hue: -30, chroma: 0.5, lightness: -1 }) },
  { op: 'hsl', red: { hue: -30 }, orange: { lightness: 1 }, yellow: { hue: 30 }, aqua: { chroma: 1, lightness: 1 }, blue: { hue: -30, chroma: 1 } },
];

describe('hsl', () => {
  it.each(STRONG_HSL.map((entry) => [JSON.stringify(entry), entry] as const))('keeps greys to the bit and colours of sRGB inside it: %s', async (_, entry) => {
    const neutral = neutralPicture();
    expect(await retouch(entry, neutral)).toEqual(neutral.data);
    const out = await retouch(entry, pictureOf(golden.nodes.map((node) => node.map((value) => value / 32))));
    const linear = Array.from(out, srgbToLinear);
    expect(Math.min(...linear)).toBeGreaterThan(-TOLERANCES.operations.outsideGamut);
    expect(Math.max(...linear)).toBeLessThan(1 + TOLERANCES.operations.outsideGamut);
  });

  it.each(STRONG_HSL.map((entry) => [JSON.stringify(entry), entry] as const))('moves near-greys hardly more than their distance from grey: %s', async (_, entry) => {
    const colours = circleAround(2 / 255);
    const out = await retouch(entry, pictureOf(colours));
    colours.flat().forEach((value, index) => expect(Math.abs(out[index] - value)).toBeLessThan(TOLERANCES.operations.nearGreyLevels / 255));
  });

  it('keeps a ramp from grey to a vivid colour rising in chroma, with no step', async () => {
    for (const entry of STRONG_HSL) {
      const ramp = Array.from({ length: 256 }, (_, i) => [0.5 + (i / 255) * 0.1, 0.5 - (i / 255) * 0.1, 0.5 + (i / 255) * 0.45]);
      const out = await retouch(entry, pictureOf(ramp));
      for (let i = 1; i < 256; i += 1) {
        const step = Math.max(...[0, 1, 2].map((c) => Math.abs(out[i * 3 + c] - out[i * 3 - 3 + c])));
        expect(step).toBeLessThan(TOLERANCES.operations.rampStepLevels / 255);
      }
    }
  });
});

describe('blackWhite', () => {
  it('gives R = G = B to the bit, whatever the weights', async () => {
    for (const entry of [{ op: 'blackWhite' }, { op: 'blackWhite', ...bandsOf(1) }, { op: 'blackWhite', red: 1, green: -1, blue: 0.3 }]) {
      const out = await retouch(entry, lawPicture(32, { channels: 3 }));
      for (let p = 0; p < out.length; p += 3) expect([out[p], out[p + 1]]).toEqual([out[p + 2], out[p + 2]]);
    }
  });

  it('leaves greys as they are, whatever the weights', async () => {
    const neutral = neutralPicture();
    const out = await retouch({ op: 'blackWhite', ...bandsOf(-1), orange: 1 }, neutral);
    neutral.data.forEach((value, index) => expect(Math.abs(out[index] - value)).toBeLessThan(TOLERANCES.laws.float));
  });

  it('makes the colours of a band lighter with its weight, and no colour darker', async () => {
    const picture = lawPicture(32, { channels: 3 });
    for (const name of Object.keys(bandsOf(0))) {
      const outputs = await Promise.all([-1, -0.3, 0, 0.6, 1].map((weight) => retouch({ op: 'blackWhite', [name]: weight }, picture)));
      for (let i = 1; i < outputs.length; i += 1) {
        const changes = Array.from(outputs[i], (value, index) => value - outputs[i - 1][index]);
        expect(Math.min(...changes)).toBeGreaterThanOrEqual(-TOLERANCES.laws.monotone);
        expect(Math.max(...changes)).toBeGreaterThan(0.02);
      }
    }
  });
});

describe('colorGrade', () => {
  const zones = (values: readonly object[], balance: number): RecipeOperation => ({ op: 'colorGrade', shadows: values[0], midtones: values[1], highlights: values[2], balance });

  it('leaves black and white, whatever it does between', async () => {
    const zone = { hue: 240, amount: 1, lightness: 1 };
    const out = await retouch(zones([zone, { hue: 30, amount: 1, lightness: -1 }, zone], -0.5), pictureOf([[0, 0, 0], [1, 1, 1]]));
    expect([...out]).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('never turns greys round by the lightness of its zones', async () => {
    const neutral = neutralPicture();
    for (const balance of [-1, -0.4, 0, 0.4, 1]) {
      for (const [dark, middle, light] of [[1, -1, 1], [-1, 1, -1], [1, -1, -1], [-1, -1, 1]]) {
        const out = await retouch(zones([{ lightness: dark }, { lightness: middle }, { lightness: light }], balance), neutral);
        for (let p = 3; p < out.length; p += 3) expect(out[p] - out[p - 3]).toBeGreaterThan(0);
      }
    }
  });

  it('tints greys of its zone towards the hue, and those of the other end hardly', async () => {
    const greys = pictureOf([[0.15, 0.15, 0.15], [0.9, 0.9, 0.9]]);
    const out = await retouch({ op: 'colorGrade', shadows: { hue: 240, amount: 1 } }, greys);
    expect(out[2] - Math.max(out[0], out[1])).toBeGreaterThan(0.08);
    expect(Math.max(...out.slice(3)) - Math.min(...out.slice(3))).toBeLessThan(1 / 255);
  });

  it('counts more of the photo as highlights the higher the balance', async () => {
    const grey = pictureOf([[0.5, 0.5, 0.5]]);
    const tints = await Promise.all([-1, 0.2, 0.6, 1].map(async (balance) => {
      const [r, , b] = await retouch({ op: 'colorGrade', highlights: { hue: 30, amount: 1 }, balance }, grey);
      return r - b;
    }));
    tints.forEach((tint, i) => expect(tint).toBeGreaterThan(i === 0 ? -1e-6 : tints[i - 1]));
  });

  it('keeps the lightness of middle grey, in Oklab, under every tint', async () => {
    for (let hue = 0; hue < 360; hue += 30) {
      const [r, g, b] = await retouch({ op: 'colorGrade', midtones: { hue, amount: 1 } }, pictureOf([[0.5, 0.5, 0.5]]));
      const { l } = toOklab({ mode: 'rgb', r, g, b });
      expect(Math.abs(l - GREY_LIGHTNESS)).toBeLessThan(TOLERANCES.operations.tintLightness);
    }
  });
});

/** Colours at a distance from middle grey, all around. */
function circleAround(radius: number): number[][] {
  return Array.from({ length: 36 }, (_, index) => [0, 120, 240].map((phase) => 0.5 + radius * Math.cos(((index * 10 + phase) * Math.PI) / 180)));
}
