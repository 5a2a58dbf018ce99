import { expect } from 'vitest';
import { createRasterLike, fullScale, type Raster } from '../../../packages/core/src/raster/raster.js';
import type { Mask } from '../../../packages/core/src/raster/mask.js';
import { TOLERANCES } from '../../tolerances.js';
import { lawPicture } from '../pictures.js';
import { firstDifferentByte, forParameters, largestDifference, type Law, planEntry } from './law.js';

const SLOT = 'law';

/** Laws of applying: bands, buffers, depths, strength and masks. */
export const APPLY_LAWS: readonly Law[] = [
  {
    claim: 'leaves alpha untouched in every depth',
    async check({ operation, apply }) {
      for (const raster of [lawPicture(8), lawPicture(16), lawPicture(32), { ...lawPicture(8), alpha: 'none' } as Raster]) {
        await forParameters(operation, async (generated) => {
          const out = await apply(await planEntry(generated, raster), raster);
          expect(alphaOf(out)).toEqual(alphaOf(raster));
        });
      }
    },
  },
  {
    claim: 'gives the same bits for every band height',
    async check({ operation, apply }) {
      const raster = lawPicture(16);
      await forParameters(operation, async (generated) => {
        const plan = await planEntry(generated, raster, { strength: 0.7 });
        const whole = await apply(plan, raster, { bandRows: raster.height });
        for (const bandRows of [1, 7]) {
          expect(firstDifferentByte((await apply(plan, raster, { bandRows })).data, whole.data)).toBe(-1);
        }
      });
    },
  },
  {
    claim: 'gives the same bits in place as into another buffer, and then leaves the input alone',
    async check({ operation, apply }) {
      const raster = lawPicture(8);
      const original = raster.data.slice();
      await forParameters(operation, async (generated) => {
        const plan = await planEntry(generated, raster, { strength: 0.7 });
        const out = createRasterLike(raster);
        expect(await apply(plan, raster, { out, bandRows: 5 })).toBe(out);
        expect(firstDifferentByte(raster.data, original)).toBe(-1);
        const own: Raster = { ...raster, data: raster.data.slice() };
        expect(await apply(plan, own, { out: own, bandRows: 5 })).toBe(own);
        expect(firstDifferentByte(own.data, out.data)).toBe(-1);
      });
    },
  },
  {
    claim: 'agrees in 8 bit, 16 bit and float within half a step',
    async check({ operation, apply, slackLevels = 0 }) {
      const float = lawPicture(32, { channels: 3 });
      await forParameters(operation, async (generated) => {
        const expected = (await apply(await planEntry(generated, float), float)).data.map((value) => Math.min(Math.max(value, 0), 1)) as Float32Array;
        for (const bitDepth of [8, 16] as const) {
          const raster = lawPicture(bitDepth, { channels: 3 });
          const out = await apply(await planEntry(generated, raster), raster);
          const step = 1 / fullScale(bitDepth);
          const unit = Float64Array.from(out.data, (value) => value * step);
          expect(largestDifference(unit, expected)).toBeLessThanOrEqual(step / 2 + TOLERANCES.laws.quantisation + slackLevels / 255);
        }
      });
    },
  },
  {
    claim: 'at strength 0 keeps every bit',
    async check({ operation, apply }) {
      const raster = lawPicture(32, { range: [-1, 2] });
      await forParameters(operation, async (generated) => {
        const plan = await planEntry(generated, raster);
        const faded = { ...plan, steps: plan.steps.map((step) => ({ ...step, strength: 0 })) };
        for (const other of [await planEntry(generated, raster, { strength: 0 }), faded, { ...plan, strength: 0 }]) {
          expect(firstDifferentByte((await apply(other, raster)).data, raster.data)).toBe(-1);
        }
      });
    },
  },
  {
    claim: 'blends linearly with strength in encoded values, of the step and of the whole recipe',
    async check({ operation, apply }) {
      const raster = lawPicture(32, { channels: 3 });
      await forParameters(operation, async (generated) => {
        const plan = await planEntry(generated, raster, { strength: 1 });
        const full = (await apply(plan, raster)).data;
        for (const strength of [0.25, 0.5]) {
          const expected = Float64Array.from(full, (value, index) => raster.data[index] * (1 - strength) + value * strength);
          const tolerance = TOLERANCES.laws.float * Math.max(1, largest(full));
          expect(largestDifference((await apply(await planEntry(generated, raster, { strength }), raster)).data, expected)).toBeLessThanOrEqual(tolerance);
          expect(largestDifference((await apply({ ...plan, strength }, raster)).data, expected)).toBeLessThanOrEqual(tolerance);
        }
      });
    },
  },
  {
    claim: 'keeps every bit where the mask is empty, and is whole where it is full, in every depth and encoding',
    async check({ operation, apply, slackLevels = 0 }) {
      const linear: Raster = { ...lawPicture(32), encoding: 'linear-srgb' };
      const spoilt = lawPicture(32);
      spoilt.data.set([NaN, Infinity, -Infinity]);
      spoilt.data.set([NaN, Infinity, -Infinity], spoilt.data.length - 4);
      for (const raster of [lawPicture(8), lawPicture(16), lawPicture(32, { range: [-1, 2] }), spoilt, linear]) {
        const half = fullMask(raster);
        half.data.fill(0, 0, half.data.length / 2);
        const masks = { [SLOT]: half };
        await forParameters(operation, async (generated) => {
          const whole = await apply(await planEntry(generated, raster), raster);
          const masked = await apply(await planEntry(generated, raster, { mask: { slot: SLOT } }, masks), raster, { masks });
          const boundary = Math.floor(half.data.length / 2) * raster.channels;
          expect(firstDifferentByte(masked.data.subarray(0, boundary), raster.data.subarray(0, boundary))).toBe(-1);
          const slack = raster.bitDepth === 32 ? 0 : (slackLevels / 255) * fullScale(raster.bitDepth);
          expect(largestDifference(masked.data.subarray(boundary), whole.data.subarray(boundary))).toBeLessThanOrEqual(slack);
        });
      }
    },
  },
  {
    claim: 'blends by the mask in encoded values, inverted where asked',
    async check({ operation, apply }) {
      const raster = lawPicture(32, { channels: 3 });
      const mask: Mask = { ...fullMask(raster), data: Uint16Array.from({ length: raster.width * raster.height }, (_, index) => (index * 40503) % 65536) };
      const masks = { [SLOT]: mask };
      await forParameters(operation, async (generated) => {
        const whole = (await apply(await planEntry(generated, raster), raster)).data;
        for (const invert of [false, true]) {
          const plan = await planEntry(generated, raster, { mask: { slot: SLOT, invert } }, masks);
          const expected = Float64Array.from(whole, (value, index) => {
            const coverage = mask.data[Math.floor(index / 3)] / 65535;
            const amount = invert ? 1 - coverage : coverage;
            return raster.data[index] * (1 - amount) + value * amount;
          });
          const tolerance = TOLERANCES.laws.float * Math.max(1, largest(whole));
          expect(largestDifference((await apply(plan, raster, { masks })).data, expected)).toBeLessThanOrEqual(tolerance);
        }
      });
    },
  },
];

function alphaOf(raster: Raster): number[] {
  return Array.from(raster.data as Float32Array).filter((_, index) => index % 4 === 3);
}

function fullMask({ width, height }: Raster): Mask {
  return { data: new Uint8Array(width * height).fill(255), width, height };
}

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
}
