/** Tolerances of what runs in pages: painting, and a browser's own codecs. */
export const TOLERANCES_OF_PAGES = {
  brush: {
    /** Coverage of strokes in single precision: touches of a long path lie where sums of its parts put them, to a hundredth of a pixel. */
    stroke: 0.005,
    /** Pixels of a line of 20: touches an eighth of a diameter apart leave notches of 0.8 % of the radius, and rounding to pixels as much. */
    strokeEdge: 0.3,
    /** Levels of a mask over a picture of a few levels of noise: what looks alike is covered alike, to a level of rounding. */
    flatLevels: 1,
  },
  /** 8-bit levels between the browser's decoder and libvips' of one file: both round the inverse transform and the colours, each its own way. */
  browserDecoder: { meanLevels: 0.7, levels: 4 },
  /** Mean 8-bit levels that quality 95 costs a smooth picture with noise of 3 levels, colours at half resolution. */
  browserEncoder: { meanLevels: 2.5 },
} as const;
