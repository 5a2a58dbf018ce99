/** A colour as 8-bit sRGB. */
export type Rgb8 = readonly [number, number, number];

const fromHex = (hex: string): Rgb8 => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb8;

/**
 * Ten skin tones from light to dark.
 *
 * @see Monk, E., "The Monk Skin Tone Scale", 2019, published with its sRGB values at skintone.google (CC BY 4.0).
 */
export const MONK_SKIN_TONES: readonly Rgb8[] = ['#f6ede4', '#f3e7db', '#f7ead0', '#eadaba', '#d7bd96', '#a07e56', '#825c43', '#604134', '#3a312a', '#292420'].map(fromHex);

/**
 * Patches 2 and 1 of the colour chart, light skin and dark skin: average reflectances of people, as sRGB.
 *
 * @see McCamy, Marcus, Davidson, "A Color-Rendition Chart", J. Applied Photographic Engineering 2(3), 1976; sRGB values as
 * X-Rite publishes them.
 */
export const CHART_SKIN_TONES: readonly Rgb8[] = [
  [194, 150, 130],
  [115, 82, 68],
];

/** Slow gradients of the kind on which banding shows: from, to. Neighbouring columns differ by at most one 8-bit level. */
export const GRADIENTS: Readonly<Record<string, readonly [Rgb8, Rgb8]>> = {
  grey: [
    [0, 0, 0],
    [255, 255, 255],
  ],
  sky: [
    [38, 88, 160],
    [206, 226, 244],
  ],
  skin: [
    [84, 48, 36],
    [246, 214, 194],
  ],
  sunset: [
    [70, 42, 92],
    [255, 176, 72],
  ],
  leaves: [
    [14, 36, 12],
    [166, 206, 92],
  ],
};
