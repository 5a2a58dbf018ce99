/** The bands of hue that `hsl` and `blackWhite` share, with their centres in degrees of Oklch hue. */
export const HUE_BANDS = { red: 20, orange: 50, yellow: 95, green: 140, aqua: 195, blue: 255, purple: 300, magenta: 345 } as const;

export type BandName = keyof typeof HUE_BANDS;

/** Makes one entry for each band. */
export function mapBands<T>(make: (name: BandName, centreDegrees: number) => T): Record<BandName, T> {
  return Object.fromEntries(Object.entries(HUE_BANDS).map(([name, centre]) => [name, make(name as BandName, centre)])) as Record<BandName, T>;
}

const NAMES = Object.keys(HUE_BANDS) as BandName[];
const CENTRES: readonly number[] = NAMES.map((name) => HUE_BANDS[name]);

/**
 * Joins one value for each band into a function of hue: between two centres the weight passes from one band to the other
 * along half a cosine, so that all weights sum to 1 and the function is smooth however unequal the distances are.
 *
 * @returns takes degrees, 0..360.
 */
export function blendBands(values: Readonly<Record<BandName, number>>): (hueDegrees: number) => number {
  const list = NAMES.map((name) => values[name]);
  if (list.every((value) => value === 0)) return () => 0;
  const last = CENTRES.length - 1;
  return (hueDegrees) => {
    let upper = 0;
    while (upper <= last && CENTRES[upper] <= hueDegrees) upper += 1;
    const isAcross = upper === 0 || upper > last;
    const from = isAcross ? last : upper - 1;
    const to = isAcross ? 0 : upper;
    const start = upper === 0 ? CENTRES[last] - 360 : CENTRES[from];
    const end = upper > last ? CENTRES[0] + 360 : CENTRES[to];
    const share = 0.5 - 0.5 * Math.cos((Math.PI * (hueDegrees - start)) / (end - start));
    return list[from] + (list[to] - list[from]) * share;
  };
}
