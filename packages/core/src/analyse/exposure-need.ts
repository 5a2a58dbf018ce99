import { luma } from '../color/luma.js';
import { averageCopy } from '../raster/average-copy.js';
import type { SmallCopy } from './analysis.js';

/*
 * Maintainer notes. Exposure alone does not part a photo that wants light from one that is meant to be dark: over 218 photos the
 * mean, the median and the shares of dark and black of backlit and under-exposed ones lie amid those of stages, nights and low-key
 * portraits. Two patterns of a mistake part well. Backlit: a large dark part before a bright ground that reaches the border, in daylight's
 * colours; lamps, flowers and faces are bright inside a dark border, sunsets are warm, water and foliage are dark in small parts only.
 * Under-exposed: no white at all although black is rare; nights have lamps or much black. docs/decisions/0013 has the table.
 */

/** How much a photo asks for more light in its dark parts, each 0 (not at all) .. 1. */
export interface ExposureNeed {
  /** A large dark part before a bright ground, by daylight. */
  readonly backlit: number;
  /** The whole has no light, though neither the blacks of a night nor the flatness of fog. */
  readonly underExposed: number;
  /** Both together; exactly 0 where they are next to none. */
  readonly total: number;
}

/** Where a membership begins and where it is whole, whichever is larger. */
type Ramp = readonly [none: number, whole: number];

/** Less is none: what can hardly be seen is not worth a change of every pixel. */
const LEAST_NEED = 0.02;

const SIDE = 64;
/** Width of the border, in places of {@link SIDE}. */
const BORDER = 8;
/** Places an edge of a part: smaller ones, as of foliage and water, do not count as dark. */
const PART = 4;
/** Shares of lumas below what counts as the photo's black and its white. */
const BLACK_QUANTILE = 0.02;
const WHITE_QUANTILE = 0.98;

const BLACK: Ramp = [0.07, 0.03];
/** Share of black: a night, a stage, a black background. */
const LITTLE_BLACK: Ramp = [0.4, 0.2];
const BRIGHT: Ramp = [0.45, 0.75];
/** Share of parts, the darkest, that count as the dark subject, and the ramp of their mean luma. */
const SUBJECT_SHARE = 0.4;
const DARK_SUBJECT: Ramp = [0.18, 0.11];
/** Share of the border that is bright. */
const BRIGHT_BORDER: Ramp = [0.16, 0.34];
/** Mean red minus blue of what is bright: above is the light of a sunset or a lamp, below that of deep water or a coloured one. */
const NOT_WARM: Ramp = [0.2, 0.08];
const NOT_BLUE: Ramp = [-0.5, -0.35];
const NO_WHITE: Ramp = [0.56, 0.4];
const LOW_MEAN: Ramp = [0.3, 0.2];
/** Black by white: fog and dusk have little between them, and would only turn milky. */
const SPREAD: Ramp = [0.45, 0.25];

/**
 * Measures how much a photo asks for more light in its dark parts, by the patterns of backlight and under-exposure. It changes smoothly
 * with the photo, so that the frames of a series are treated alike.
 *
 * @param copy - encoded sRGB; values outside 0..1 count as the ends.
 * @returns exactly 0 for most well exposed photos, nights, silhouettes at sunset, low-key portraits, snow and black backgrounds.
 */
export function measureExposureNeed(copy: SmallCopy): ExposureNeed {
  const rgb = averageCopy(copy, SIDE, SIDE);
  const count = SIDE * SIDE;
  const lumas = Float64Array.from({ length: count }, (_, place) => luma(rgb[place], rgb[count + place], rgb[2 * count + place]));
  const black = meanOf(lumas.map((value) => ramp(value, BLACK)));
  const littleBlack = ramp(black, LITTLE_BLACK);

  const bright = lumas.map((value) => ramp(value, BRIGHT));
  const border = bright.filter((_, place) => isBorder(place));
  const brightCount = bright.reduce((sum, value) => sum + value, 0);
  const warmth = bright.reduce((sum, value, place) => sum + value * (rgb[place] - rgb[2 * count + place]), 0) / Math.max(brightCount, 1);
  const parts = averageParts(lumas).sort();
  const subject = meanOf(parts.subarray(0, Math.round(SUBJECT_SHARE * parts.length)));
  const backlit = ramp(subject, DARK_SUBJECT) * ramp(meanOf(border), BRIGHT_BORDER) * ramp(warmth, NOT_WARM) * ramp(warmth, NOT_BLUE) * littleBlack;

  const mean = meanOf(lumas);
  const sorted = lumas.sort();
  const white = sorted[Math.round(WHITE_QUANTILE * (count - 1))];
  const spread = ramp(sorted[Math.round(BLACK_QUANTILE * (count - 1))] / Math.max(white, 1e-6), SPREAD);
  const underExposed = ramp(white, NO_WHITE) * ramp(mean, LOW_MEAN) * spread * littleBlack;
  return { backlit, underExposed, total: Math.max(0, (1 - (1 - backlit) * (1 - underExposed) - LEAST_NEED) / (1 - LEAST_NEED)) };
}

function isBorder(place: number): boolean {
  const [row, column] = [Math.floor(place / SIDE), place % SIDE];
  return Math.min(row, column) < BORDER || Math.max(row, column) >= SIDE - BORDER;
}

function averageParts(lumas: Float64Array): Float64Array {
  const edge = SIDE / PART;
  const parts = new Float64Array(edge * edge);
  lumas.forEach((value, place) => {
    parts[Math.floor(Math.floor(place / SIDE) / PART) * edge + Math.floor((place % SIDE) / PART)] += value / (PART * PART);
  });
  return parts;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Smooth from 0 to 1, with no bend at the ends. */
function ramp(value: number, [none, whole]: Ramp): number {
  const share = Math.min(Math.max((value - none) / (whole - none), 0), 1);
  return share * share * (3 - 2 * share);
}
