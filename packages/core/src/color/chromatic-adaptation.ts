import { invertMatrix3, multiplyMatrix3, transformVector3 } from './matrix3.js';
import type { Matrix3 } from './matrix3.js';
import { chromaticityToXyz } from './rgb-xyz.js';
import type { Chromaticity } from './rgb-xyz.js';

/**
 * Bradford's XYZ to cone-response matrix. Chosen over CAT16 because ICC profiles, CSS and the raw converters people
 * compare with all adapt by it, so that a white moved here agrees with one moved there; for the small shifts of photo
 * correction the two differ by less than either differs from observers.
 *
 * @see K. M. Lam, thesis, University of Bradford, 1985; ICC.1:2022, annex E.
 */
export const BRADFORD: Matrix3 = Object.freeze([0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296]);

const BRADFORD_INVERSE = invertMatrix3(BRADFORD);

function coneResponse(name: string, xy: Chromaticity): [number, number, number] {
  const response = transformVector3(BRADFORD, chromaticityToXyz(xy));
  if (!(xy[1] > 0) || !response.every((value) => value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${name}: (${xy[0]}, ${xy[1]}) (expected the chromaticity of a light, inside the spectral locus)`);
  }
  return response;
}

/**
 * Computes the linear Bradford matrix that carries colours seen under one white to how they look under another.
 *
 * @param sourceXy - chromaticity of the white the colours were seen under.
 * @param targetXy - chromaticity of the white they shall look the same under.
 * @returns a matrix from XYZ to XYZ; the source white with Y = 1 becomes the target white with Y = 1.
 * @throws RangeError if a chromaticity is not finite or so far outside the real colours that a cone response is not
 * above 0.
 * @see ICC.1:2022, annex E.
 */
export function chromaticAdaptationMatrix(sourceXy: Chromaticity, targetXy: Chromaticity): Matrix3 {
  const source = coneResponse('source white', sourceXy);
  const target = coneResponse('target white', targetXy);
  const scaled = BRADFORD.map((value, index) => {
    const row = Math.floor(index / 3);
    return (value * target[row]) / source[row];
  });
  return multiplyMatrix3(BRADFORD_INVERSE, scaled);
}
