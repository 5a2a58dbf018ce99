import { linearSrgbToOklab, oklabToOklch } from '../../../packages/core/src/color/oklab.js';
import { srgbToLinear } from '../../../packages/core/src/color/transfer-functions.js';
import type { Raster } from '../../../packages/core/src/raster/raster.js';
import type { Recipe } from '../../../packages/core/src/recipe/recipe.js';
import { createPlanCache } from '../../../packages/core/src/plan/plan-cache.js';
import { retouch } from '../../../packages/core/src/retouch.js';
import { CHART_SKIN_TONES, GRADIENTS, MONK_SKIN_TONES, type Rgb8 } from './colours.js';

/** A look is judged on many small pictures. */
const cache = createPlanCache(32);

/** Lightness 0..1, chroma, hue in degrees 0..360. */
type Oklch = readonly [number, number, number];

const GREY_COUNT = 256;
/** Columns of a gradient: more than any gradient has 8-bit levels. */
const COLUMN_COUNT = 256;
/** Below this Oklab chroma no one names a hue, and the angle means little. */
const HUE_CHROMA = 0.03;
/** The same for greys, which are seen side by side with white. */
const TINT_CHROMA = 0.004;

/** What a look makes of a neutral ramp. */
export interface GreyMeasures {
  readonly largestChroma: number;
  /** Hues of those greys that got a visible tint, degrees, darkest first. */
  readonly tintHues: readonly number[];
  /** Oklab lightness of what black and white became. */
  readonly black: number;
  readonly white: number;
  /** How many of the 256 greys became black or white: the first and the last of them, and those that clip. */
  readonly clippedCount: number;
  /** Smallest rise of Oklab lightness between neighbours that did not both clip, times 255. */
  readonly smallestRise: number;
}

/** What a look makes of slow gradients; each number is the worst of all gradients. */
export interface GradientMeasures {
  /** Largest step of any channel between neighbouring columns, 8-bit levels, in 8-bit work. */
  readonly largestStep8: number;
  /** The same in 16-bit work, sixteen times as many columns, in 8-bit levels. */
  readonly largestStep16: number;
  /** Colours after by colours before, in 8-bit work. */
  readonly coloursKept: number;
  /** Largest fall of Oklab lightness between neighbours of a gradient that rises, in 16-bit work. */
  readonly largestFall: number;
}

/** What a look makes of skin: the Monk scale and the two patches of the chart. */
export interface SkinMeasures {
  /** Largest turn of hue, degrees, positive towards yellow and negative towards red, of tones that have a hue before and after. */
  readonly hueTurns: readonly [number, number];
  /** Smallest and largest chroma after by chroma before, of tones that have a hue before. */
  readonly chromaRatios: readonly [number, number];
  /** Smallest and largest change of Oklab lightness. */
  readonly lightnessChanges: readonly [number, number];
  /** Smallest difference of lightness between neighbours of the Monk scale of different lightness, after by before. */
  readonly separation: number;
}

export async function measureGreys(recipe: Recipe): Promise<GreyMeasures> {
  const ramp = Float32Array.from({ length: GREY_COUNT * 3 }, (_, i) => Math.floor(i / 3) / (GREY_COUNT - 1));
  const greys = toOklch((await retouch(floatRaster(ramp), recipe, { cache })).raster);
  const isEnd = greys.map(([lightness]) => lightness < 1e-6 || lightness > 1 - 1e-6);
  const rises = greys.flatMap(([lightness], i) => (i === 0 || (isEnd[i] && isEnd[i - 1]) ? [] : [(lightness - greys[i - 1][0]) * 255]));
  return {
    largestChroma: Math.max(...greys.map(([, chroma]) => chroma)),
    tintHues: greys.filter(([, chroma]) => chroma > TINT_CHROMA).map(([, , hue]) => hue),
    black: greys[0][0],
    white: greys[greys.length - 1][0],
    clippedCount: isEnd.filter(Boolean).length,
    smallestRise: Math.min(...rises),
  };
}

export async function measureGradients(recipe: Recipe): Promise<GradientMeasures> {
  const all: GradientMeasures[] = [];
  for (const [from, to] of Object.values(GRADIENTS)) {
    const before8 = gradientRaster(from, to, 8);
    const after8 = (await retouch(before8, recipe, { cache })).raster;
    const after16 = (await retouch(gradientRaster(from, to, 16), recipe, { cache })).raster;
    const lightness = toOklch(after16).map(([value]) => value);
    all.push({
      largestStep8: largestStep(after8),
      largestStep16: largestStep(after16) / 257,
      coloursKept: countColours(after8) / countColours(before8),
      largestFall: Math.max(0, ...lightness.slice(1).map((value, i) => lightness[i] - value)),
    });
  }
  return {
    largestStep8: Math.max(...all.map((one) => one.largestStep8)),
    largestStep16: Math.max(...all.map((one) => one.largestStep16)),
    coloursKept: Math.min(...all.map((one) => one.coloursKept)),
    largestFall: Math.max(...all.map((one) => one.largestFall)),
  };
}

export async function measureSkin(recipe: Recipe): Promise<SkinMeasures> {
  const before = floatRaster(Float32Array.from([...MONK_SKIN_TONES, ...CHART_SKIN_TONES].flat(), (level) => level / 255));
  const tones = toOklch(before);
  const results = toOklch((await retouch(before, recipe, { cache })).raster);
  const pairs = tones.map((tone, i) => [tone, results[i]] as const);
  const turns = pairs.filter((pair) => pair.every(([, chroma]) => chroma >= HUE_CHROMA)).map(([[, , from], [, , to]]) => ((to - from + 540) % 360) - 180);
  const ratios = pairs.filter(([[, chroma]]) => chroma >= HUE_CHROMA).map(([[, from], [, to]]) => to / from);
  const changes = pairs.map(([[from], [to]]) => to - from);
  const separations = MONK_SKIN_TONES.slice(1)
    .map((_, i) => [tones[i][0] - tones[i + 1][0], results[i][0] - results[i + 1][0]])
    .filter(([from]) => from > 0.01)
    .map(([from, to]) => to / from);
  return { hueTurns: range([0, ...turns]), chromaRatios: range(ratios), lightnessChanges: range(changes), separation: Math.min(...separations) };
}

const range = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)];

function floatRaster(data: Float32Array): Raster {
  return { data, width: data.length / 3, height: 1, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
}

function gradientRaster(from: Rgb8, to: Rgb8, bitDepth: 8 | 16): Raster {
  const width = bitDepth === 8 ? COLUMN_COUNT : COLUMN_COUNT * 16;
  const full = bitDepth === 8 ? 1 : 257;
  const values = Array.from({ length: width * 3 }, (_, i) => Math.round((from[i % 3] + ((to[i % 3] - from[i % 3]) * Math.floor(i / 3)) / (width - 1)) * full));
  return { data: bitDepth === 8 ? Uint8Array.from(values) : Uint16Array.from(values), width, height: 1, channels: 3, bitDepth, encoding: 'srgb', alpha: 'none' };
}

function largestStep({ data }: Raster): number {
  let largest = 0;
  for (let i = 3; i < data.length; i += 1) largest = Math.max(largest, Math.abs(data[i] - data[i - 3]));
  return largest;
}

function countColours({ data }: Raster): number {
  const colours = new Set<number>();
  for (let p = 0; p < data.length; p += 3) colours.add((data[p] * 256 + data[p + 1]) * 256 + data[p + 2]);
  return colours.size;
}

function toOklch({ data, bitDepth }: Raster): Oklch[] {
  const full = bitDepth === 8 ? 255 : bitDepth === 16 ? 65535 : 1;
  return Array.from({ length: data.length / 3 }, (_, i) => {
    const linear = [0, 1, 2].map((c) => srgbToLinear(Math.min(Math.max(data[i * 3 + c] / full, 0), 1))) as [number, number, number];
    return oklabToOklch(linearSrgbToOklab(linear));
  });
}
