import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import { multiplyMatrix3, type Vector3 } from '../color/matrix3.js';
import { CONE_TO_LINEAR_SRGB, OKLAB_TO_ROOT_CONE } from '../color/oklab.js';
import { linearRgbConversionMatrix } from '../color/rgb-xyz.js';
import type { EncodedSpace } from '../raster/raster.js';
import { sampleLut3d } from '../transforms/lut3d.js';
import type { Lut3dTransform } from '../transforms/transform.js';
import { COLOR_MAP_SIZE, oklabNodes } from './oklab-nodes.js';

/**
 * A pure function of colour: overwrites its first argument, which is one array used again for every colour. The second is the
 * colour's place among the LUT's nodes, for what {@link oklabNodes} knows of it.
 *
 * @remarks It must be continuous, also where chroma is 0 and hue means nothing.
 */
export type ColorMap = (color: Vector3, node: number) => void;

/**
 * Samples a function of Oklab as a LUT between encoded values of `space`, through the conversion: a photo as sRGB and as
 * Display P3 comes out the same.
 *
 * @param map - receives `[L, a, b]`; a and b of greys are exactly 0, and a grey it leaves without chroma stays exactly grey.
 * @returns the LUT; nodes of colours that `map` leaves alone hold exactly themselves, others may lie outside 0..1.
 */
export function sampleOklabMap(space: EncodedSpace, map: ColorMap, size: number = COLOR_MAP_SIZE): Lut3dTransform {
  const fromCone = multiplyMatrix3(linearRgbConversionMatrix('srgb', space), CONE_TO_LINEAR_SRGB);
  const n = OKLAB_TO_ROOT_CONE;
  const { lab: nodes } = oklabNodes(space, size);
  const lab: Vector3 = [0, 0, 0];
  let node = 0;
  return sampleLut3d(size, space, (rgb, count) => {
    for (let p = 0; p < count * 3; p += 3, node += 1) {
      const lightness = nodes[node * 3];
      const greenRed = nodes[node * 3 + 1];
      const blueYellow = nodes[node * 3 + 2];
      lab[0] = lightness;
      lab[1] = greenRed;
      lab[2] = blueYellow;
      map(lab, node);
      if (lab[0] === lightness && lab[1] === greenRed && lab[2] === blueYellow) continue;
      if (lab[1] === 0 && lab[2] === 0) {
        rgb.fill(linearToSrgb(lab[0] * lab[0] * lab[0]), p, p + 3);
        continue;
      }
      const long = cube(n[0] * lab[0] + n[1] * lab[1] + n[2] * lab[2]);
      const medium = cube(n[3] * lab[0] + n[4] * lab[1] + n[5] * lab[2]);
      const short = cube(n[6] * lab[0] + n[7] * lab[1] + n[8] * lab[2]);
      rgb[p] = linearToSrgb(fromCone[0] * long + fromCone[1] * medium + fromCone[2] * short);
      rgb[p + 1] = linearToSrgb(fromCone[3] * long + fromCone[4] * medium + fromCone[5] * short);
      rgb[p + 2] = linearToSrgb(fromCone[6] * long + fromCone[7] * medium + fromCone[8] * short);
    }
  });
}

/**
 * Samples a function of Oklch, as {@link sampleOklabMap} does one of Oklab.
 *
 * @param map - receives `[L, C, h]`, hue in degrees, 0..360 without 360, 0 for greys; may answer any hue and C of at least 0.
 */
export function sampleOklchMap(space: EncodedSpace, map: ColorMap, size: number = COLOR_MAP_SIZE): Lut3dTransform {
  const { hueDegrees: hues } = oklabNodes(space, size);
  const lch: Vector3 = [0, 0, 0];
  return sampleOklabMap(
    space,
    (lab, node) => {
      // Not oklabToOklch: Math.hypot takes several times as long as the square root, for a range that chroma does not have.
      const chroma = Math.sqrt(lab[1] * lab[1] + lab[2] * lab[2]);
      const hueDegrees = hues[node];
      lch[0] = lab[0];
      lch[1] = chroma;
      lch[2] = hueDegrees;
      map(lch, node);
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
  let node = 0;
  return sampleLut3d(size, space, (rgb, count) => {
    for (let p = 0; p < count * 3; p += 3, node += 1) {
      color[0] = rgb[p];
      color[1] = rgb[p + 1];
      color[2] = rgb[p + 2];
      if (space !== 'srgb' && !isGrey(color)) convertEncoded(color, toSrgb);
      map(color, node);
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
