import { describe, expect, it } from 'vitest';
import { type Analysis, analyse, createLutAsset, planPhoto, postponeAnalysis, type Raster, type Recipe, RECIPE_SCHEMA_ID } from '../../../packages/core/src/index.js';
import type { AnalysisKernels } from '../../../packages/core/src/raster/analysis-kernels.js';
import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import { seededRandom } from '../../helpers/seeded-random.js';

function noise(width: number, height: number): Raster {
  const random = seededRandom(5);
  return { data: Uint8Array.from({ length: width * height * 4 }, () => random() * 256), width, height, channels: 4, bitDepth: 8, encoding: 'display-p3', alpha: 'straight' };
}

/** Kernels that do nothing but note that they were asked to look. */
function watchLooks(): { readonly kernels: AnalysisKernels; readonly looks: string[] } {
  const looks: string[] = [];
  const note = (what: string) => (): undefined => void looks.push(what);
  return { looks, kernels: { averageArea: note('averages'), countLevels: note('levels') } };
}

const recipeOf = (...operations: Recipe['operations']): Recipe => ({ schema: RECIPE_SCHEMA_ID, name: 'Test', operations, assets: { lut: createLutAsset(sampleLut3d(2, 'srgb', (rgb) => rgb.reverse())) } });

describe('a postponed analysis', () => {
  it.each([
    ['reduced', 700, 300],
    ['of a small photo', 40, 30],
  ])('is the analysis, bit for bit: %s', (_, width, height) => {
    const raster = noise(width, height);
    expect({ ...postponeAnalysis(raster), copy: { ...postponeAnalysis(raster).copy }, sample: { ...postponeAnalysis(raster).sample } }).toEqual(analyse(raster));
  });

  it('of a small photo has one picture for copy and sample, as the planner expects', () => {
    const { copy, sample } = postponeAnalysis(noise(40, 30));
    expect(sample).toBe(copy);
  });

  it.each<[string, Recipe, string[]]>([
    ['at nothing for a LUT', recipeOf({ op: 'lut', asset: 'lut' }), []],
    ['at nothing for numbers a person chose', recipeOf({ op: 'exposure', ev: 0.5 }, { op: 'saturation', gain: 1.2 }), []],
    ['at the copy alone for automatic white balance', recipeOf({ op: 'whiteBalance', auto: true }), ['averages']],
  ])('looks %s', async (_, recipe, expected) => {
    const { kernels, looks } = watchLooks();
    await planPhoto(recipe, postponeAnalysis(noise(700, 300), { kernels }));
    expect(looks).toEqual(expected);
  });

  it('looks once at each part', () => {
    const { kernels, looks } = watchLooks();
    const analysis: Analysis = postponeAnalysis(noise(700, 300), { kernels });
    for (let i = 0; i < 2; i += 1) expect([analysis.copy.rgb.length, analysis.statistics.meanLuma > 0, analysis.clipped.blackFraction > 0]).toEqual([512 * 219 * 3, true, true]);
    expect(looks).toEqual(['averages', 'levels']);
  });

  it('refuses bad input at once and stops when cancelled', () => {
    expect(() => postponeAnalysis({ ...noise(4, 4), width: 5 })).toThrow(/data/);
    expect(() => postponeAnalysis(noise(4, 4), { maximumSide: 0 })).toThrow('maximumSide: 0');
    const controller = new AbortController();
    const { copy } = postponeAnalysis(noise(4, 4), { signal: controller.signal });
    controller.abort(new Error('enough'));
    expect(() => copy.rgb).toThrow('enough');
  });
});
