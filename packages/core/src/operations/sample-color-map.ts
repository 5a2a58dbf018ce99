import { cubeRoot } from '../color/cube-root.js';
import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import { multiplyMatrix3, type Vector3 } from '../color/matrix3.js';
import { CONE_TO_LINEAR_SRGB, LINEAR_SRGB_TO_CONE, OKLAB_TO_ROOT_CONE, ROOT_CONE_TO_OKLAB } from '../color/oklab.js';
import { linearRgbConversionMatrix } from '../color/rgb-xyz.js';
import type { EncodedSpace } from '../raster/raster.js';
import { sampleLut3d } from '../transforms/lut3d.js';
import type { Lut3dTransform } from '../transforms/transform.js';

/**
 * A pure function of colour: overwrites its argument, which is one array used again for every colour.
 *
 * @remarks It must be continuous, also where chroma is 0 and hue means nothing.
 */
export type ColorMap = (color: Vector3) => void;

/** Nodes an edge of the cube that stands for a colour map; docs/decisions/0006-nodes-of-colour-maps.md has the measurements. */
export const COLOR_MAP_SIZE = 33;

/**
 * Samples a function of Oklab as a LUT between encoded values of `space`, through the conversion: a photo as sRGB and as
 * Display P3 comes out the same.
 *
 * @param map - receives `[L, a, b]`; a and b of greys are exactly 0, and a grey it leaves without chroma stays exactly grey.
 * @returns the LUT; nodes of colours that `map` leaves alone hold exactly themselves, others may lie outside 0..1.
 */
export function sampleOklabMap(space: EncodedSpace, map: ColorMap, size: number = COLOR_MAP_SIZE): Lut3dTransform {
  const toCone = multiplyMatrix3(LINEAR_SRGB_TO_CONE, linearRgbConversionMatrix(space, 'srgb'));
  const fromCone = multiplyMatrix3(linearRgbConversionMatrix('srgb', space), CONE_TO_LINEAR_SRGB);
  const k = ROOT_CONE_TO_OKLAB;
  const n = OKLAB_TO_ROOT_CONE;
  const top = size - 1;
  const linearOfNode = Float64Array.from({ length: size }, (_, node) => srgbToLinear(node / top));
  const lab: Vector3 = [0, 0, 0];
  return sampleLut3d(size, space, (rgb, count) => {
    for (let p = 0; p < count * 3; p += 3) {
      const r = linearOfNode[Math.round(rgb[p] * top)];
      const g = linearOfNode[Math.round(rgb[p + 1] * top)];
      const b = linearOfNode[Math.round(rgb[p + 2] * top)];
      const long = cubeRoot(toCone[0] * r + toCone[1] * g + toCone[2] * b);
      const medium = cubeRoot(toCone[3] * r + toCone[4] * g + toCone[5] * b);
      const short = cubeRoot(toCone[6] * r + toCone[7] * g + toCone[8] * b);
      const isGrey = r === g && g === b;
      const lightness = isGrey ? cubeRoot(r) : k[0] * long + k[1] * medium + k[2] * short;
      const greenRed = isGrey ? 0 : k[3] * long + k[4] * medium + k[5] * short;
      const blueYellow = isGrey ? 0 : k[6] * long + k[7] * medium + k[8] * short;
      lab[0] = lightness;
      lab[1] = greenRed;
      lab[2] = blueYellow;
      map(lab);
      if (lab[0] === lightness && lab[1] === greenRed && lab[2] === blueYellow) continue;
      if (lab[1] === 0 && lab[2] === 0) {
        rgb.fill(linearToSrgb(lab[0] * lab[0] * lab[0]), p, p + 3);
        continue;
      }
      const newLong = cube(n[0] * lab[0] + n[1] * lab[1] + n[2] * lab[2]);
      const newMedium = cube(n[3] * lab[0] + n[4] * lab[1] + n[5] * lab[2]);
      const newShort = cube(n[6] * lab[0] + n[7] * lab[1] + n[8] * lab[2]);
      rgb[p] = linearToSrgb(fromCone[0] * newLong + fromCone[1] * newMedium + fromCone[2] * newShort);
      rgb[p + 1] = linearToSrgb(fromCone[3] * newLong + fromCone[4] * newMedium + fromCone[5] * newShort);
      rgb[p + 2] = linearToSrgb(fromCone[6] * newLong + fromCone[7] * newMedium + fromCone[8] * newShort);
    }
  });
}

/**
 * Samples a function of Oklch, as {@link sampleOklabMap} does one of Oklab.
 *
 * @param map - receives `[L, C, h]`, hue in degrees, 0..360 without 360, 0 for greys; may answer any hue and C of at least 0.
 */
export function sampleOklchMap(space: EncodedSpace, map: ColorMap, size: number = COLOR_MAP_SIZE): Lut3dTransform {
  const lch: Vector3 = [0, 0, 0];
  return sampleOklabMap(
    space,
    (lab) => {
      // Not oklabToOklch: Math.hypot takes several times as long as the square root, for a range that chroma does not have.
      const chroma = Math.sqrt(lab[1] * lab[1] + lab[2] * lab[2]);
      const degrees = (Math.atan2(lab[2], lab[1]) * 180) / Math.PI;
      const hueDegrees = degrees < 0 ? degrees + 360 : degrees;
      lch[0] = lab[0];
      lch[1] = chroma;
      lch[2] = hueDegrees;
      map(lch);
      lab[0] = lch[0];
      if (lch[2] !== hueDegrees) {
        const radians = (lch[2] * Math.PI) / 180;
        lab[1] = lch[1] * Math.cos(radians);
        lab[2] = lch[1] * Math.sin(radians);
      } else if (lch[1] !== chroma) {
        const gain = lch[1] / chroma;
        lab[1] *= gain;
        lab[2] *= gain;
      }
    },
    size,
  );
}

/**
 * Samples a function of encoded sRGB as a LUT between encoded values of `space`, through the conversion.
 *
 * @param map - receives encoded `[r, g, b]` of sRGB, below 0 and above 1 for colours of Display P3 outside it.
 */
export function sampleSrgbMap(space: EncodedSpace, map: ColorMap, size: number = COLOR_MAP_SIZE): Lut3dTransform {
  const toSrgb = linearRgbConversionMatrix(space, 'srgb');
  const fromSrgb = linearRgbConversionMatrix('srgb', space);
  const color: Vector3 = [0, 0, 0];
  return sampleLut3d(size, space, (rgb, count) => {
    for (let p = 0; p < count * 3; p += 3) {
      color[0] = rgb[p];
      color[1] = rgb[p + 1];
      color[2] = rgb[p + 2];
      if (space !== 'srgb' && !isGrey(color)) convertEncoded(color, toSrgb);
      map(color);
      if (space !== 'srgb' && !isGrey(color)) convertEncoded(color, fromSrgb);
      rgb[p] = color[0];
      rgb[p + 1] = color[1];
      rgb[p + 2] = color[2];
    }
  });
}

/** Both spaces have the same greys; the matrices keep them to rounding only. */
function isGrey(color: Vector3): boolean {
  return color[0] === color[1] && color[1] === color[2];
}

function convertEncoded(color: Vector3, matrix: readonly number[]): void {
  const r = srgbToLinear(color[0]);
  const g = srgbToLinear(color[1]);
  const b = srgbToLinear(color[2]);
  color[0] = linearToSrgb(matrix[0] * r + matrix[1] * g + matrix[2] * b);
  color[1] = linearToSrgb(matrix[3] * r + matrix[4] * g + matrix[5] * b);
  color[2] = linearToSrgb(matrix[6] * r + matrix[7] * g + matrix[8] * b);
}

function cube(value: number): number {
  return value * value * value;
}
