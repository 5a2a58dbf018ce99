import type { Illuminant } from '../../analyse/analysis.js';
import { transformVector3 } from '../../color/matrix3.js';
import { rgbToXyzMatrix } from '../../color/rgb-xyz.js';
import { chromaticityToTemperatureTint } from '../../color/white-point.js';

/*
 * What a photo may keep of its light, in log chroma (0.1 is about 10 % between red and blue). Correcting down to a residue,
 * not by a share, leaves nothing to do for a second run. Warm light is mostly meant: sunsets and lamps stay warm, and only what
 * goes beyond is taken out. Cool light is half meant (dusk, snow). No natural light is green or magenta.
 */
const WARM_RESIDUE = 0.27;
const COOL_RESIDUE = 0.12;
const TINT_RESIDUE = 0.015;
/** A stronger green or magenta is the scene's own: a meadow, a field of tulips. Casts of films and lamps are weaker. */
const TINT_OF_LIGHT_MAXIMUM = 0.14;
/** Smaller corrections cannot be seen and would only cost a step. */
const NEGLIGIBLE = 0.004;

/** A light's temperature and tint, as `whiteBalance` takes them. */
export interface DecidedLight {
  readonly temperature: number;
  readonly tint: number;
}

/**
 * Decides what of the photo's light is to be taken out.
 *
 * @param illuminant - in linear sRGB.
 * @param share - 0..1, a part of it, for photos in which the whole would clip colours.
 * @returns the light to adapt from, or `undefined` when there is no cast worth taking out.
 */
export function decideTemperatureTint(illuminant: Illuminant, share = 1): DecidedLight | undefined {
  const { linearRgb, confidence } = illuminant;
  const redOverGreen = Math.log(linearRgb[0] / linearRgb[1]);
  const blueOverGreen = Math.log(linearRgb[2] / linearRgb[1]);
  const warmth = share * confidence * beyond((redOverGreen - blueOverGreen) / 2, -COOL_RESIDUE, WARM_RESIDUE);
  const tintOfScene = (redOverGreen + blueOverGreen) / 2;
  const tintOfLight = Math.abs(tintOfScene) > TINT_OF_LIGHT_MAXIMUM ? 0 : tintOfScene;
  const magenta = share * confidence * beyond(tintOfLight, -TINT_RESIDUE, TINT_RESIDUE);
  if (Math.hypot(warmth, magenta) < NEGLIGIBLE) return undefined;
  const [x, y, z] = transformVector3(rgbToXyzMatrix('srgb'), [Math.exp(magenta + warmth), 1, Math.exp(magenta - warmth)]);
  const sum = x + y + z;
  const { temperatureKelvin, tint } = chromaticityToTemperatureTint([x / sum, y / sum]);
  return { temperature: Math.round(temperatureKelvin), tint: Math.round(tint * 10) / 10 };
}

/** @returns how far a value lies outside low..high, signed. */
function beyond(value: number, low: number, high: number): number {
  if (value > high) return value - high;
  return value < low ? value - low : 0;
}
