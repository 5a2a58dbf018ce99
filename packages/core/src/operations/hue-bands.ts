/** The bands of hue that `hsl` and `blackWhite` share, with their centres in degrees of Oklch hue. */
export const HUE_BANDS = { red: 20, orange: 50, yellow: 95, green: 140, aqua: 195, blue: 255, purple: 300, magenta: 345 } as const;

export type BandName = keyof typeof HUE_BANDS;

/** Makes one entry for each band. */
export function mapBands<T>(make: (name: BandName, centreDegrees: number) => T): Record<BandName, T> {
  return Object.fromEntries(Object.entries(HUE_BANDS).map(([name, centre]) => [name, make(name as BandName, centre)])) as Record<BandName, T>;
}

const NAMES = Object.keys(HUE_BANDS) as BandName[];
const CENTRES: readonly number[] = NAMES.map((name) => HUE_BANDS[name]);

/** A hue between two neighbouring bands, by their indices: all of the first at share 0, all of the second at 1. */
export interface BandPlace {
  from: number;
  to: number;
  share: number;
}

/**
 * Finds the bands a hue lies between. The weight passes from one to the other along half a cosine, so that all weights sum to 1
 * and what is blended by them is smooth however unequal the distances are.
 *
 * @param hueDegrees - 0..360.
 * @param place - receives the result.
 */
export function locateHue(hueDegrees: number, place: BandPlace): void {
  const last = CENTRES.length - 1;
  let upper = 0;
  while (upper <= last && CENTRES[upper] <= hueDegrees) upper += 1;
  const isAcross = upper === 0 || upper > last;
  place.from = isAcross ? last : upper - 1;
  place.to = isAcross ? 0 : upper;
  const start = upper === 0 ? CENTRES[last] - 360 : CENTRES[place.from];
  const end = upper > last ? CENTRES[0] + 360 : CENTRES[place.to];
  place.share = 0.5 - 0.5 * Math.cos((Math.PI * (hueDegrees - start)) / (end - start));
}

/** @returns one value for each band, in the order of their indices. */
export function listBands(values: Readonly<Record<BandName, number>>): readonly number[] {
  return NAMES.map((name) => values[name]);
}

/** @returns the value at a place between two bands. */
export function blendAt(list: readonly number[], { from, to, share }: BandPlace): number {
  return list[from] + (list[to] - list[from]) * share;
}

/**
 * Joins one value for each band into a function of hue, by the weights of {@link locateHue}.
 *
 * @returns takes degrees, 0..360.
 */
export function blendBands(values: Readonly<Record<BandName, number>>): (hueDegrees: number) => number {
  const list = listBands(values);
  if (list.every((value) => value === 0)) return () => 0;
  const place: BandPlace = { from: 0, to: 0, share: 0 };
  return (hueDegrees) => {
    locateHue(hueDegrees, place);
    return blendAt(list, place);
  };
}
