import { analyse, type IntegerRaster, type Raster } from '@openretouch/core';
import { createWasmKernels } from '@openretouch/kernels';
import { describe, expect, it } from 'vitest';
import { countLevels } from '../../packages/core/src/analyse/count-levels.js';
import { lumaSteps } from '../../packages/core/src/analyse/luma-steps.js';
import { neutralRamp, noise } from './pictures.js';

const kernels = await createWasmKernels();
const integer = (raster: Raster): IntegerRaster => raster as IntegerRaster;

/** Opaque and covered, with and without a fourth channel, both depths, more than one chunk, blocks that do not fill a vector. */
const PICTURES = ([8, 16] as const).flatMap((bitDepth) => [
  noise(131, 127, 4, bitDepth),
  noise(97, 89, 3, bitDepth),
  { ...noise(61, 47, 4, bitDepth), alpha: 'none' as const },
  noise(1, 1, 3, bitDepth),
  noise(7, 3, 4, bitDepth),
  neutralRamp(256, bitDepth),
]);

describe('counting levels', () => {
  it('gives the same whole numbers as the core', () => {
    for (const raster of PICTURES) expect(kernels.countLevels(integer(raster))).toEqual(countLevels(integer(raster)));
  });

  it('counts each level of a ramp once, with the weight of a whole pixel', () => {
    expect(kernels.countLevels(integer(neutralRamp(256, 8))).red).toEqual(new Float64Array(256).fill(255));
  });

  it('keeps counting where a count of one block would overflow', () => {
    // 70,000 white pixels of 16 bit weigh more than 2^32.
    const white: Raster = { data: new Uint16Array(70_000 * 3).fill(65535), width: 700, height: 100, channels: 3, bitDepth: 16, encoding: 'srgb', alpha: 'none' };
    const { red, luma, weight, totals, whiteWeight, blackWeight } = kernels.countLevels(integer(white));
    expect([red[1023], luma[1023], weight, whiteWeight, blackWeight]).toEqual([...new Array<number>(4).fill(70_000 * 65535), 0]);
    expect(totals[0]).toBe(70_000 * 65535 ** 2);
  });

  it('finds the bin of luma by weights that are those of the standard to a five-thousandth of a bin', () => {
    for (const [bitDepth, full] of [[8, 255], [16, 65535]] as const) {
      lumaSteps(bitDepth).forEach((step, c) => expect(Math.abs(step * full - [0.299, 0.587, 0.114][c] * 1024)).toBeLessThan(1 / 5000));
    }
  });
});

describe('analysing with kernels', () => {
  it('gives the same copy, sample and statistics as without, to the bit, at every ratio', () => {
    for (const raster of PICTURES) {
      for (const maximumSide of [1, 7, 60, 10_000]) {
        expect(analyse(raster, { maximumSide, kernels }), `${raster.width} x ${raster.height}, ${raster.bitDepth} bit, side ${maximumSide}`).toEqual(analyse(raster, { maximumSide }));
      }
    }
  });

  it('leaves float rasters to the core', () => {
    const raster: Raster = { data: new Float32Array(30).fill(0.5), width: 5, height: 2, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
    expect(analyse(raster, { kernels })).toEqual(analyse(raster));
  });
});
