import { chromaticAdaptationMatrix } from '../color/chromatic-adaptation.js';
import { luma } from '../color/luma.js';
import { IDENTITY_MATRIX3, type Matrix3, multiplyMatrix3, transformVector3, type Vector3 } from '../color/matrix3.js';
import { monotoneCubic } from '../color/monotone-cubic.js';
import { linearSrgbToOklab, oklabToLinearSrgb } from '../color/oklab.js';
import { linearRgbConversionMatrix, rgbToXyzMatrix, xyzToRgbMatrix } from '../color/rgb-xyz.js';
import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import { temperatureTintToChromaticity } from '../color/white-point.js';
import { exposeLinear } from '../operations/exposure.js';
import { NEUTRAL_TEMPERATURE_KELVIN } from '../operations/white-balance.js';
import type { EncodedSpace } from '../raster/raster.js';

/** The grey that a colour's saturation is measured from, as the operation names it. */
export type SaturationAxis = 'average' | 'luma' | 'oklab';

/** Positions of the sliders, in the order the operations run. */
export interface SliderSettings {
  readonly temperatureKelvin: number;
  readonly tint: number;
  readonly exposureEv: number;
  /** About {@link CONTRAST_PIVOT}. */
  readonly contrast: number;
  /** Outputs of the tone curve at {@link CURVE_INPUTS}; absent for none. */
  readonly curve?: readonly number[];
  readonly saturation: number;
  readonly axis: SaturationAxis;
}

export const NEUTRAL_SETTINGS: SliderSettings = { temperatureKelvin: NEUTRAL_TEMPERATURE_KELVIN, tint: 0, exposureEv: 0, contrast: 1, saturation: 1, axis: 'average' };

export const CONTRAST_PIVOT = 0.5;

/** As many points as a person would set: both ends, and five between. */
export const CURVE_INPUTS = [0, 0.12, 0.3, 0.5, 0.7, 0.88, 1] as const;

/**
 * Makes a fast stand-in for the operations behind the sliders, for a search that asks a thousand times: they sample their curves
 * into tables, which takes longer than a few hundred colours do.
 *
 * @param encoded - colours to be changed, encoded RGB of `space`, interleaved.
 * @returns a function that writes the Oklab of the changed colours, clamped to 0..1 as on a screen, times `weights`.
 */
export function createSliderModel(encoded: Float32Array, weights: Float64Array, space: EncodedSpace): (settings: SliderSettings, out: Float64Array) => void {
  const count = weights.length;
  const linear = Float64Array.from(encoded, srgbToLinear);
  const toSrgb = linearRgbConversionMatrix(space, 'srgb');
  const colour: Vector3 = [0, 0, 0];
  return (settings, out) => {
    const balance = balanceMatrix(settings, space);
    const curve = settings.curve === undefined ? undefined : monotoneCubic(CURVE_INPUTS, settings.curve);
    const saturate = saturationFunction(settings, space);
    for (let i = 0; i < count; i += 1) {
      for (let c = 0; c < 3; c += 1) colour[c] = linear[i * 3 + c];
      transformVector3(balance, colour, colour);
      for (let c = 0; c < 3; c += 1) {
        const contrasted = CONTRAST_PIVOT + settings.contrast * (linearToSrgb(exposeLinear(colour[c], settings.exposureEv)) - CONTRAST_PIVOT);
        colour[c] = curve === undefined ? contrasted : curve(clampToUnit(contrasted));
      }
      saturate(colour);
      writeOklab(colour, toSrgb, weights[i], out, i * 3);
    }
  };
}

/** Writes the Oklab of encoded colours, clamped to 0..1, times weights: what the model is compared with. */
export function weighOklab(encoded: Float32Array, weights: Float64Array, space: EncodedSpace): Float64Array {
  const out = new Float64Array(encoded.length);
  const toSrgb = linearRgbConversionMatrix(space, 'srgb');
  weights.forEach((weight, i) => writeOklab([encoded[i * 3], encoded[i * 3 + 1], encoded[i * 3 + 2]], toSrgb, weight, out, i * 3));
  return out;
}

function writeOklab(encoded: Vector3, toSrgb: Matrix3, weight: number, out: Float64Array, at: number): void {
  for (let c = 0; c < 3; c += 1) encoded[c] = srgbToLinear(clampToUnit(encoded[c]));
  if (toSrgb !== IDENTITY_MATRIX3) transformVector3(toSrgb, encoded, encoded);
  linearSrgbToOklab(encoded, encoded);
  for (let c = 0; c < 3; c += 1) out[at + c] = encoded[c] * weight;
}

function balanceMatrix({ temperatureKelvin, tint }: SliderSettings, space: EncodedSpace): Matrix3 {
  const adaptation = chromaticAdaptationMatrix(temperatureTintToChromaticity(temperatureKelvin, tint), temperatureTintToChromaticity(NEUTRAL_TEMPERATURE_KELVIN, 0));
  return multiplyMatrix3(xyzToRgbMatrix(space), multiplyMatrix3(adaptation, rgbToXyzMatrix(space)));
}

/** @returns a function that changes an encoded colour in place. */
function saturationFunction({ saturation, axis }: SliderSettings, space: EncodedSpace): (colour: Vector3) => void {
  if (axis === 'oklab') {
    const [toSrgb, fromSrgb] = [linearRgbConversionMatrix(space, 'srgb'), linearRgbConversionMatrix('srgb', space)];
    return (colour) => {
      for (let c = 0; c < 3; c += 1) colour[c] = srgbToLinear(colour[c]);
      linearSrgbToOklab(transformVector3(toSrgb, colour, colour), colour);
      colour[1] *= saturation;
      colour[2] *= saturation;
      transformVector3(fromSrgb, oklabToLinearSrgb(colour, colour), colour);
      for (let c = 0; c < 3; c += 1) colour[c] = linearToSrgb(colour[c]);
    };
  }
  return (colour) => {
    const [r, g, b] = colour;
    const grey = axis === 'luma' ? luma(r, g, b) : (r + g + b) / 3;
    for (let c = 0; c < 3; c += 1) colour[c] = grey + saturation * (colour[c] - grey);
  };
}

function clampToUnit(value: number): number {
  return value > 0 ? (value < 1 ? value : 1) : 0;
}
