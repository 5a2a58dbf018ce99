import { readFileSync } from 'node:fs';

type Rows = number[][];

/** Shape of tests/golden/color.json, written by tests/golden/generate-color.mjs. */
interface GoldenColor {
  culori: {
    transfer: { encoded: number[]; linear: number[] };
    srgb: Rows;
    linearSrgb: Rows;
    displayP3: Rows;
    lab: Rows;
    oklab: Rows;
    ciede2000: number[];
  };
  scikitImage: {
    lab: { srgb: Rows; lab: Rows };
    ciede2000: { pairs: Rows; difference: number[] };
    images: {
      width: number;
      height: number;
      reference: number[];
      cases: {
        name: string;
        codes: number[];
        psnr: number;
        ssim: number;
        ciede2000Mean: number;
        ciede2000P99: number;
        ciede2000Maximum: number;
        ciede2000MaximumIndex: number;
      }[];
    };
    monotoneCubic: { name: string; xs: number[]; ys: number[]; at: number[]; y: number[] }[];
  };
}

/** Shape of tests/golden/color-published.json. */
interface PublishedColor {
  ciede2000: { pairs: Rows };
  oklab: { pairs: Rows };
  illuminants: { daylight: Rows; tungsten: [number, number, number] };
  matrices: Record<'srgbToXyz' | 'displayP3ToXyz' | 'bradfordD65ToD50', number[]> & Record<'d65' | 'd50', [number, number]>;
  planckianLocus: Record<'uNumerator' | 'uDenominator' | 'vNumerator' | 'vDenominator', [number, number, number]>;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}`, import.meta.url), 'utf8'));

export const golden = read('color.json') as GoldenColor;
export const published = read('color-published.json') as PublishedColor;

/** Largest absolute difference of two equally long lists; NaN if any is, Infinity if the lengths differ. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length || actual.length === 0) {
    return Infinity;
  }
  return Array.from(actual).reduce((largest, value, index) => Math.max(largest, Math.abs(value - expected[index])), 0);
}

/** First three numbers of a row as a tuple. */
export const triple = (row: ArrayLike<number>, from = 0): [number, number, number] => [row[from], row[from + 1], row[from + 2]];
