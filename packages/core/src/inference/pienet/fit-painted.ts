import { ciede2000 } from '../../color/ciede2000.js';
import { srgbToLab } from '../../color/lab.js';
import type { Vector3 } from '../../color/matrix3.js';
import type { Decision } from '../../operations/decision.js';
import { spaceConversion } from '../../plan/convert-space.js';
import type { EncodedSpace } from '../../raster/raster.js';
import { evaluateTransforms } from '../../transforms/evaluate.js';
import { prepareGridFit } from '../../transforms/fit-grid.js';
import { fitLut3d } from '../../transforms/fit-lut.js';

/** A small picture and what a model painted of it: interleaved RGB, encoded sRGB, row-major. */
export interface PaintedCopy {
  readonly before: Float32Array;
  readonly painted: Float32Array;
  readonly width: number;
  readonly height: number;
  /** How much each pixel counts. */
  readonly weights?: Float32Array | undefined;
}

const LUT = { size: 17, smoothness: 0.05 } as const;
const GRID_SHAPE = { width: 16, height: 16, depth: 8 } as const;
const GRID_SMOOTHNESS = { place: 0.5, luma: 0.02 } as const;
const PERCENTILE = 0.95;

/**
 * Finds transforms that do to a photo of any size what a model painted on its small copy: a LUT for what goes by colour, then a grid of offsets
 * for what goes by place, and how far off they are.
 *
 * @see Chen, Adams, Wadhwa, Hasinoff, "Bilateral Guided Upsampling", 2016: a grid fitted to a small pair, read at full size
 */
export function fitPainted({ before, painted, width, height, weights }: PaintedCopy, space: EncodedSpace): Required<Pick<Decision, 'transform' | 'local' | 'fit'>> {
  const geometry = { width, height, firstRow: 0, rowCount: height };
  const [source, target] = [before, painted].map((rgb) => {
    const converted = rgb.slice();
    evaluateTransforms(spaceConversion('srgb', space), converted, geometry);
    return converted;
  });
  const transform = fitLut3d({ source, target, weights }, { ...LUT, space });
  const fitted = source.slice();
  evaluateTransforms([transform], fitted, geometry);
  const one = new Float32Array(width * height).fill(1);
  const offsets = [0, 1, 2].map((channel) => one.map((_, pixel) => target[3 * pixel + channel] - fitted[3 * pixel + channel]));
  const local = prepareGridFit({ rgb: fitted, width, height, weights }, GRID_SHAPE, GRID_SMOOTHNESS).lift([one, one, one, ...offsets]);
  evaluateTransforms([local, ...spaceConversion(space, 'srgb')], fitted, geometry);
  return { transform, local, fit: measureFit(fitted, painted) };
}

function measureFit(fitted: Float32Array, painted: Float32Array): { readonly meanCiede2000: number; readonly highCiede2000: number } {
  const first: Vector3 = [0, 0, 0];
  const second: Vector3 = [0, 0, 0];
  const differences = new Float64Array(fitted.length / 3);
  let sum = 0;
  for (let i = 0; i < differences.length; i += 1) {
    const p = 3 * i;
    srgbToLab(fitted[p], fitted[p + 1], fitted[p + 2], first);
    srgbToLab(painted[p], painted[p + 1], painted[p + 2], second);
    differences[i] = ciede2000(first, second);
    sum += differences[i];
  }
  differences.sort();
  return { meanCiede2000: sum / differences.length, highCiede2000: differences[Math.floor(PERCENTILE * (differences.length - 1))] };
}
