import { luma } from '../color/luma.js';
import { minimiseSquares } from '../sliders/least-squares.js';
import { measureResult, type ResultMove, type ResultTone } from './measure-result.js';
import type { SeriesPhoto } from './series-photo.js';

/*
 * Maintainer notes. The mean can be reached by an exposure, which moves white, or by a gamma, which does not. Which of the two makes
 * photos alike depends on what made them differ: under a fixed look it is the light, and exposure takes it out; where black and white were set
 * for each photo the ends agree already, and only the middle has to move. The tones between tell them apart, so they are asked for as well, at a
 * weight that leaves the mean its place. With exposure alone the lock made bursts after "auto" alike and a twelfth worse.
 */

/** A result that needs more than this is not the same photo taken a little differently. */
const MAXIMUM_EV = 2;
/** Of red and blue against green, and of the gamma, as powers of two. */
const MAXIMUM_STOPS = 0.5;
const SLOPE_STEP = 1e-3;
/** Of one tone's lightness beside the mean's. */
const TONE_WEIGHT = 0.1;

/** Thousandths of a stop and of a gamma, ten-thousandths of a gain: below a tenth of a level of 8 bit. */
const EV_DIGITS = 1e3;
const GAMMA_DIGITS = 1e3;
const GAIN_DIGITS = 1e4;

/** @returns what brings a photo's result nearest to a tone. Gains keep the luma of white. */
export function findMove(photo: SeriesPhoto, target: ResultTone): ResultMove {
  const residuals = (parameters: Float64Array, out: Float64Array): void => {
    const { meanLab, lightness } = measureResult(photo, moveOf(parameters));
    meanLab.forEach((value, i) => (out[i] = value - target.meanLab[i]));
    lightness.forEach((value, i) => (out[3 + i] = TONE_WEIGHT * (value - target.lightness[i])));
  };
  const stops = [-MAXIMUM_STOPS, MAXIMUM_STOPS] as const;
  const found = moveOf(minimiseSquares({ residuals, residualCount: 3 + target.lightness.length, start: [0, 0, 0, 0], bounds: [[-MAXIMUM_EV, MAXIMUM_EV], stops, stops, stops], steps: [SLOPE_STEP, SLOPE_STEP, SLOPE_STEP, SLOPE_STEP] }));
  const [red, green, blue] = found.gains.map((gain) => round(gain, GAIN_DIGITS));
  return { gains: [red, green, blue], exposureEv: round(found.exposureEv, EV_DIGITS), gamma: round(found.gamma, GAMMA_DIGITS) };
}

function moveOf([exposureEv, redStops, blueStops, gammaStops]: Float64Array): ResultMove {
  const red = 2 ** redStops;
  const blue = 2 ** blueStops;
  const white = luma(red, 1, blue);
  return { gains: [red / white, 1 / white, blue / white], exposureEv, gamma: 2 ** gammaStops };
}

function round(value: number, digits: number): number {
  return Math.round(value * digits) / digits;
}
