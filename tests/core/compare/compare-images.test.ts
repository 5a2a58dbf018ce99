import { describe, expect, it } from 'vitest';
import { ciede2000Summary, psnr, ssim } from '../../../packages/core/src/compare/compare-images.js';
import { TOLERANCES } from '../../tolerances.js';
import { golden } from '../color/golden.js';

const { width, height, reference, cases } = golden.scikitImage.images;
const pixelsOf = (codes: number[]): Float64Array => Float64Array.from(codes, (code) => code / 255);
const a = pixelsOf(reference);
const named = cases.map((entry) => [entry.name, entry] as const);

describe('PSNR', () => {
  it.each(named)('agrees with scikit-image: %s', (_, { codes, psnr: expected }) => {
    expect(Math.abs(psnr(a, pixelsOf(codes)) - expected)).toBeLessThan(TOLERANCES.compare.psnr);
  });

  it('is infinite for equal images', () => {
    expect(psnr(a, a.slice())).toBe(Infinity);
  });

  it('is NaN if a value is', () => {
    expect(psnr(Float32Array.of(0, NaN, 0), Float32Array.of(0, 0, 0))).toBeNaN();
  });
});

describe('SSIM', () => {
  it.each(named)('agrees with scikit-image: %s', (_, { codes, ssim: expected }) => {
    expect(Math.abs(ssim(a, pixelsOf(codes), width, height) - expected)).toBeLessThan(TOLERANCES.compare.ssim);
  });

  it('is 1 for equal images, small ones too', () => {
    expect(ssim(a, a, width, height)).toBe(1);
    expect(ssim(a.slice(0, 7 * 4 * 3), a.slice(0, 7 * 4 * 3), 7, 4)).toBe(1);
  });

  it('does not depend on the order', () => {
    const b = pixelsOf(cases[0].codes);
    expect(Math.abs(ssim(a, b, width, height) - ssim(b, a, width, height))).toBeLessThan(TOLERANCES.compare.ssim);
  });

  it('gives one value when image and window are the same size: transposing changes nothing', () => {
    const size = 11;
    const square = (pixels: Float64Array, isTransposed: boolean): Float64Array =>
      Float64Array.from({ length: size * size * 3 }, (_, index) => {
        const [row, column] = [Math.floor(index / 3 / size), Math.floor(index / 3) % size];
        const [y, x] = isTransposed ? [column, row] : [row, column];
        return pixels[(y * width + x) * 3 + (index % 3)];
      });
    const b = pixelsOf(cases[0].codes);
    const plain = ssim(square(a, false), square(b, false), size, size);
    expect(Math.abs(ssim(square(a, true), square(b, true), size, size) - plain)).toBeLessThan(TOLERANCES.compare.ssim);
  });

  it('compares luma alone in a single pixel', () => {
    const grey = (value: number): Float64Array => Float64Array.of(value, value, value);
    // Worked by hand: (2 * 0.5 * 0.25 + 0.0001) / (0.25 + 0.0625 + 0.0001).
    expect(ssim(grey(0.5), grey(0.25), 1, 1)).toBeCloseTo(0.2501 / 0.3126, 12);
  });

  it('is NaN if a value is', () => {
    const b = a.slice();
    b[400] = NaN;
    expect(ssim(a, b, width, height)).toBeNaN();
  });

  it.each([
    [0, height, 'image size: 0 x 16'],
    [20.5, height, 'image size: 20.5 x 16'],
    [height, height, 'expected 16 x 16 x 3 = 768'],
  ])('refuses %d x %d for a 21 x 16 image', (wrongWidth, wrongHeight, message) => {
    expect(() => ssim(a, a, wrongWidth, wrongHeight)).toThrow(message);
  });
});

describe('CIEDE2000 summary', () => {
  it.each(named)('agrees with scikit-image: %s', (_, entry) => {
    const summary = ciede2000Summary(a, pixelsOf(entry.codes));
    expect(Math.abs(summary.mean - entry.ciede2000Mean)).toBeLessThan(TOLERANCES.compare.ciede2000Mean);
    expect(Math.abs(summary.p99 - entry.ciede2000P99)).toBeLessThan(TOLERANCES.compare.ciede2000Pixel);
    expect(Math.abs(summary.maximum - entry.ciede2000Maximum)).toBeLessThan(TOLERANCES.compare.ciede2000Pixel);
    expect(summary.maximumIndex).toBe(entry.ciede2000MaximumIndex);
  });

  it('is all 0 for equal images', () => {
    expect(ciede2000Summary(a, a)).toEqual({ mean: 0, p99: 0, maximum: 0, maximumIndex: 0 });
  });

  it('takes the 99th of 100 pixels as p99, so one stray pixel shows only in the maximum', () => {
    const black = new Float32Array(300);
    const stray = black.slice();
    stray.fill(1, 72, 75);
    const summary = ciede2000Summary(black, stray);
    expect(summary.p99).toBe(0);
    expect(summary.maximumIndex).toBe(24);
    // Black to white is 100 by construction of the formula: all lightness, at mean lightness 50.
    expect(summary.maximum).toBeCloseTo(100, 6);
    expect(summary.mean).toBeCloseTo(1, 8);
  });

  it('names the first NaN pixel', () => {
    const b = a.slice();
    b[3 * 5 + 1] = NaN;
    expect(ciede2000Summary(a, b)).toEqual({ mean: NaN, p99: NaN, maximum: NaN, maximumIndex: 5 });
  });
});

describe('image metrics', () => {
  const [six, nine] = [new Float32Array(6), new Float32Array(9)];

  it('refuse images of different size and name both', () => {
    const message = 'images of different size: 6 and 9 values';
    expect(() => psnr(six, nine)).toThrow(new RangeError(`${message} (expected as many of each)`));
    expect(() => ssim(six, nine, 2, 1)).toThrow(message);
    expect(() => ciede2000Summary(six, nine)).toThrow(message);
  });

  it.each([0, 4])('refuse %d values', (length) => {
    const pixels = new Float32Array(length);
    expect(() => psnr(pixels, pixels)).toThrow(`image: ${length} values (expected a multiple of 3`);
    expect(() => ciede2000Summary(pixels, pixels)).toThrow(RangeError);
  });
});
