/** What a look may do. The numbers are decisions of its design, a little beyond what it does; a broken look exceeds them. */
export interface LookLimits {
  /** Largest Oklab chroma a grey may get. */
  readonly greyChroma: number;
  /** Oklab hues that visibly tinted greys may have: arcs from, to, in degrees. Without any, greys stay grey. */
  readonly greyHues: readonly (readonly [number, number])[];
  /** Oklab lightness of what black and white become. */
  readonly black: readonly [number, number];
  readonly white: readonly [number, number];
  /** How many of 256 greys may become pure black or white. */
  readonly clippedGreys: number;
  /** Steepest rise of a channel along slow gradients, after by before. */
  readonly slope: number;
  /** Smallest share of a gradient's colours that stay apart in 8-bit work. */
  readonly coloursKept: number;
  /** Turn of skin's Oklab hue in degrees, towards red (negative) and towards yellow (positive). */
  readonly skinHue: readonly [number, number];
  /** Chroma of skin, after by before. */
  readonly skinChroma: readonly [number, number];
  /** Change of skin's Oklab lightness. */
  readonly skinLightness: readonly [number, number];
  /** Smallest distance of neighbouring skin tones in lightness, after by before. */
  readonly skinSeparation: number;
  /** Largest share of pixels of any finished photo that clip anew. */
  readonly newClipping: number;
}

/** Where a look says nothing else: greys stay grey, black and white stay, skin keeps its hue and much of its colour. */
const NEUTRAL: LookLimits = {
  greyChroma: 1e-4,
  greyHues: [],
  black: [0, 0],
  white: [1, 1],
  clippedGreys: 2,
  slope: 1.7,
  coloursKept: 0.8,
  skinHue: [-5, 5],
  skinChroma: [0.75, 1.35],
  skinLightness: [-0.05, 0.05],
  skinSeparation: 0.7,
  newClipping: 0.01,
};

/** Skin has the tone's hue or none, and most colours of a gradient share a grey. */
const BLACK_AND_WHITE: LookLimits = { ...NEUTRAL, coloursKept: 0.5, skinHue: [-180, 180], skinChroma: [0, 0.001] };

/** By id; `auto` has a test of its own. */
export const LOOK_LIMITS: Readonly<Record<string, LookLimits>> = {
  clean: { ...NEUTRAL, clippedGreys: 18, slope: 1.8, skinChroma: [0.85, 1.2], skinLightness: [-0.01, 0.06], skinSeparation: 0.75, newClipping: 0.035 },
  vivid: { ...NEUTRAL, slope: 1.4, skinChroma: [0.85, 1.3], skinSeparation: 0.75 },
  punchy: { ...NEUTRAL, slope: 1.6, skinHue: [-2, 2], skinChroma: [0.5, 1.25], skinLightness: [-0.09, 0.06], skinSeparation: 0.5 },

  // Light: the tint of the light reaches white, most of it where white is brightest.
  warm: { ...NEUTRAL, greyChroma: 0.022, greyHues: [[60, 106]], white: [0.99, 1], slope: 1.5, coloursKept: 0.9, skinHue: [-4, 6], skinChroma: [1.1, 1.55], skinLightness: [-0.02, 0.04], skinSeparation: 0.8 },
  cool: { ...NEUTRAL, greyChroma: 0.022, greyHues: [[193, 266]], clippedGreys: 6, slope: 1.6, coloursKept: 0.9, skinHue: [-7, 4], skinChroma: [0.6, 0.9], skinLightness: [-0.02, 0.02], skinSeparation: 0.9, newClipping: 0.025 },
  golden: { ...NEUTRAL, newClipping: 0.02, greyChroma: 0.04, greyHues: [[46, 104]], white: [0.985, 1], slope: 2.8, coloursKept: 0.85, skinHue: [-8, 8], skinChroma: [1.2, 2], skinLightness: [-0.03, 0.04] },
  'high-key': { ...NEUTRAL, black: [0.13, 0.18], slope: 2.6, skinHue: [-2, 13], skinChroma: [0.3, 1.25], skinLightness: [0.02, 0.18], skinSeparation: 0.35 },
  'low-key': { ...NEUTRAL, slope: 2.1, skinHue: [-2, 2], skinChroma: [0.6, 1], skinLightness: [-0.12, -0.03] },

  // Mood: blacks are paper, and the tints of split toning have their places.
  matte: { ...NEUTRAL, greyChroma: 0.008, greyHues: [[255, 267]], black: [0.18, 0.23], white: [0.95, 0.98], clippedGreys: 0, slope: 1.25, skinChroma: [0.6, 0.95], skinLightness: [-0.03, 0.04] },
  faded: { ...NEUTRAL, greyChroma: 0.022, greyHues: [[78, 92], [278, 288]], black: [0.24, 0.28], white: [0.94, 0.97], clippedGreys: 0, slope: 1.1, skinHue: [-4, 10], skinChroma: [0.5, 1.1], skinLightness: [-0.04, 0.12], skinSeparation: 0.6 },
  'teal-orange': { ...NEUTRAL, greyChroma: 0.028, greyHues: [[58, 75], [210, 224]], clippedGreys: 12, slope: 1.8, coloursKept: 0.9, skinHue: [-8, 8], skinChroma: [0.5, 1.25], skinLightness: [-0.03, 0.03], skinSeparation: 0.85 },

  // Subjects.
  soft: { ...NEUTRAL, black: [0.11, 0.17], slope: 1.75, skinChroma: [0.75, 1.15], skinLightness: [-0.02, 0.1], skinSeparation: 0.65 },
  product: { ...NEUTRAL, clippedGreys: 20, slope: 1.4, skinHue: [-2, 2], skinChroma: [0.55, 1.3], skinLightness: [-0.01, 0.09], skinSeparation: 0.45, newClipping: 0.12 },
  food: { ...NEUTRAL, greyChroma: 0.015, greyHues: [[58, 82]], clippedGreys: 10, slope: 1.95, skinChroma: [0.75, 1.6], skinLightness: [0.01, 0.08] },
  foliage: { ...NEUTRAL, greyChroma: 0.006, greyHues: [[150, 190]], clippedGreys: 5, slope: 1.5, coloursKept: 0.9, skinHue: [-2, 8], skinChroma: [0.75, 1.05], skinLightness: [-0.05, 0.03] },
  snow: { ...NEUTRAL, clippedGreys: 14, slope: 1.7, skinHue: [-2, 9], skinChroma: [0.55, 1.2], skinLightness: [0.01, 0.06] },
  night: { ...NEUTRAL, greyChroma: 0.034, greyHues: [[193, 272]], clippedGreys: 7, slope: 2.1, coloursKept: 0.9, skinHue: [-13, 2], skinChroma: [0.48, 0.75], skinLightness: [-0.03, 0.02], skinSeparation: 0.9, newClipping: 0.03 },

  monochrome: { ...BLACK_AND_WHITE, slope: 1.5, skinLightness: [-0.05, 0.06], skinSeparation: 0.6 },
  silver: { ...BLACK_AND_WHITE, black: [0.14, 0.19], white: [0.96, 0.99], clippedGreys: 0, slope: 1.2, coloursKept: 0.45, skinLightness: [-0.03, 0.1] },
  'red-filter': { ...BLACK_AND_WHITE, slope: 2, coloursKept: 0.6, skinLightness: [-0.08, 0.11], skinSeparation: 0.4 },
  sepia: { ...BLACK_AND_WHITE, greyChroma: 0.048, greyHues: [[42, 84]], black: [0.12, 0.17], white: [0.96, 0.99], clippedGreys: 0, slope: 1.4, coloursKept: 0.7, skinHue: [-12, 25], skinChroma: [0.25, 0.95], skinLightness: [-0.02, 0.05] },
};
