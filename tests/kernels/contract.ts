import type { Raster } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { TOLERANCES } from '../tolerances.js';
import { KERNEL_CASES, type KernelCase, lookLut } from './cases.js';
import { compareRasters } from './compare.js';
import { expectedRaster } from './expected.js';
import { contractPictures, noise } from './pictures.js';

/**
 * An implementation under test.
 *
 * @returns one result for each of its loops that does the case; `out` may be the raster itself.
 */
export type Implementation = (kernelCase: KernelCase, raster: Raster, out: Raster) => Promise<readonly { readonly loop: string; readonly result: Raster }[]>;

const emptyLike = (raster: Raster): Raster => ({ ...raster, data: raster.bitDepth === 8 ? new Uint8Array(raster.data.length) : new Uint16Array(raster.data.length) });

/** Every loop over full-size pixels keeps this contract: the definitions' results, within one 8-bit level. */
export function describeKernelContract(name: string, apply: Implementation): void {
  describe(`${name} keeps the kernel contract`, () => {
    const pictures = contractPictures();
    const largest = { 8: { levels: 0, text: 'equal everywhere' }, 16: { levels: 0, text: 'equal everywhere' } };
    afterAll(() => console.info(`${name}, 8 bit: ${largest[8].text}\n${name}, 16 bit: ${largest[16].text}`));

    for (const kernelCase of KERNEL_CASES) {
      it(`does "${kernelCase.name}" as defined on every picture`, async () => {
        for (const { name: pictureName, raster, isNoise } of pictures) {
          const expected = expectedRaster(kernelCase, raster);
          const results = await apply(kernelCase, raster, emptyLike(raster));
          expect(results.length, 'loops that do the case').toBeGreaterThan(0);
          for (const { loop, result } of results) {
            const difference = compareRasters(result, expected);
            const depth = raster.bitDepth === 8 ? 8 : 16;
            const text = `${loop}, "${kernelCase.name}", ${pictureName}: ${difference.description}`;
            if (difference.largest > largest[depth].levels) largest[depth] = { levels: difference.largest, text };
            const allowed = depth === 8 ? TOLERANCES.kernels.levels8 : TOLERANCES.kernels.levels16;
            expect(difference.largest, text).toBeLessThanOrEqual(allowed);
            if (raster.bitDepth === 8 && isNoise) expect(difference.unequalFraction, text).toBeLessThanOrEqual(TOLERANCES.kernels.unequalFraction8);
          }
        }
      });
    }

    it('gives the same in place', async () => {
      const kernelCase: KernelCase = { name: 'masked look', steps: [{ transforms: [lookLut(17)], strength: 0.8, mask: { kind: 8, isInverted: false } }] };
      for (const bitDepth of [8, 16] as const) {
        const raster = noise(131, 67, 4, bitDepth);
        const apart = await apply(kernelCase, raster, emptyLike(raster));
        for (let i = 0; i < apart.length; i += 1) {
          const own: Raster = { ...raster, data: raster.data.slice() };
          const inPlace = await apply(kernelCase, own, own);
          if (apart.length === 1) expect(inPlace[i].result.data).toEqual(apart[i].result.data);
        }
      }
    });

    it('returns the bits of every pixel a mask does not cover, and all alpha', async () => {
      const nothing: KernelCase = { name: 'not-a-number through a mask', steps: [{ transforms: [{ kind: 'matrix', matrix: new Array<number>(12).fill(NaN) }], mask: { kind: 'float', isInverted: false } }] };
      for (const bitDepth of [8, 16] as const) {
        const raster = noise(150, 31, 4, bitDepth);
        for (const { loop, result } of await apply(nothing, raster, emptyLike(raster))) {
          for (let i = 0; i < raster.data.length; i += 1) {
            const isCovered = Math.floor(i / 4) % 150 > 50;
            if (!isCovered || i % 4 === 3) expect(result.data[i], `${loop}, sample ${i}`).toBe(raster.data[i]);
          }
        }
      }
    });
  });
}
