import type { Vector3 } from './matrix3.js';

const DEGREE = Math.PI / 180;
const TURN = 2 * Math.PI;

/** 25^7, the chroma at which the blue-region and neutral corrections are half way. */
const CHROMA_HALF_WAY_POWER_7 = 6103515625;

function chromaWeight(chroma: number): number {
  const square = chroma * chroma;
  const power7 = square * square * square * chroma;
  // Above about 1e44 the seventh power overflows, where the ratio has long been 1.
  return power7 === Infinity ? 1 : Math.sqrt(power7 / (power7 + CHROMA_HALF_WAY_POWER_7));
}

function hueAngle(a: number, b: number): number {
  const angle = Math.atan2(b, a);
  return angle < 0 ? angle + TURN : angle;
}

/**
 * Computes the CIEDE2000 colour difference of two CIELAB colours with all parametric factors 1.
 *
 * @param lab1 - `[L, a, b]`, L 0..100.
 * @param lab2 - `[L, a, b]`, L 0..100; the order of the two does not matter.
 * @returns the difference, at least 0; about 1 is just noticeable side by side. NaN if a component is NaN.
 * @see G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 color-difference formula: implementation notes, supplementary
 * test data, and mathematical observations", Color Research and Application 30(1), 2005, equations 2 to 22.
 */
export function ciede2000(lab1: Readonly<Vector3>, lab2: Readonly<Vector3>): number {
  const b1 = lab1[2];
  const b2 = lab2[2];
  const meanChromaAb = (Math.sqrt(lab1[1] * lab1[1] + b1 * b1) + Math.sqrt(lab2[1] * lab2[1] + b2 * b2)) / 2;
  const redGreenStretch = 1 + 0.5 * (1 - chromaWeight(meanChromaAb));
  const a1 = redGreenStretch * lab1[1];
  const a2 = redGreenStretch * lab2[1];
  const chroma1 = Math.sqrt(a1 * a1 + b1 * b1);
  const chroma2 = Math.sqrt(a2 * a2 + b2 * b2);
  const hasHues = chroma1 * chroma2 !== 0;

  const hue1 = hueAngle(a1, b1);
  const hue2 = hueAngle(a2, b2);
  let hueDifference = 0;
  let meanHue = hue1 + hue2;
  if (hasHues) {
    hueDifference = hue2 - hue1;
    meanHue /= 2;
    // Exactly opposite hues count as not wrapped. Rounding of the angles can hide that; the products cannot.
    const isOpposite = a1 * b2 === a2 * b1 && a1 * a2 + b1 * b2 < 0;
    if (Math.abs(hueDifference) > Math.PI && !isOpposite) {
      hueDifference += hueDifference > 0 ? -TURN : TURN;
      meanHue += meanHue < Math.PI ? Math.PI : -Math.PI;
    }
  }

  const meanLightness = (lab1[0] + lab2[0]) / 2;
  const meanChroma = (chroma1 + chroma2) / 2;
  const hueWeight =
    1 -
    0.17 * Math.cos(meanHue - 30 * DEGREE) +
    0.24 * Math.cos(2 * meanHue) +
    0.32 * Math.cos(3 * meanHue + 6 * DEGREE) -
    0.2 * Math.cos(4 * meanHue - 63 * DEGREE);
  const lightnessSquare = (meanLightness - 50) * (meanLightness - 50);
  const lightnessScale = 1 + (0.015 * lightnessSquare) / Math.sqrt(20 + lightnessSquare);
  const chromaScale = 1 + 0.045 * meanChroma;
  const hueScale = 1 + 0.015 * meanChroma * hueWeight;
  const blueDistance = (meanHue / DEGREE - 275) / 25;
  const rotationAngle = 60 * DEGREE * Math.exp(-blueDistance * blueDistance);
  const rotation = -2 * chromaWeight(meanChroma) * Math.sin(rotationAngle);

  const lightnessTerm = (lab2[0] - lab1[0]) / lightnessScale;
  const chromaTerm = (chroma2 - chroma1) / chromaScale;
  const hueTerm = (2 * Math.sqrt(chroma1 * chroma2) * Math.sin(hueDifference / 2)) / hueScale;
  const square =
    lightnessTerm * lightnessTerm + chromaTerm * chromaTerm + hueTerm * hueTerm + rotation * chromaTerm * hueTerm;
  // |rotation| is at most 2, so the form is never negative but for rounding.
  return Math.sqrt(Math.max(0, square));
}
