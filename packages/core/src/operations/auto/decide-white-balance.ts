import type { Illuminant } from '../../analyse/analysis.js';
import { transformVector3 } from '../../color/matrix3.js';
import { rgbToXyzMatrix } from '../../color/rgb-xyz.js';
import { chromaticityToTemperatureTint } from '../../color/white-point.js';
import type { EncodedSpace } from '../../raster/raster.js';

/** @returns the light to adapt from, or `undefined` when the photo has no cast worth taking out. */
export function decideTemperatureTint(illuminant: Illuminant, space: EncodedSpace, neutralKelvin: number): { temperature: number; tint: number } | undefined {
  const [x, y, z] = transformVector3(rgbToXyzMatrix(space), [...illuminant.linearRgb]);
  const sum = x + y + z;
  const { temperatureKelvin, tint } = chromaticityToTemperatureTint([x / sum, y / sum]);
  const share = illuminant.confidence;
  const mired = 1e6 / neutralKelvin + share * (1e6 / temperatureKelvin - 1e6 / neutralKelvin);
  return { temperature: 1e6 / mired, tint: tint * share };
}
