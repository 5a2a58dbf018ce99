import { monotoneCubic } from './monotone-cubic.js';

/**
 * Isotemperature lines: temperature in mired (1e6 / K), the CIE 1960 u and v of the black body, and the slope dv/du of
 * its isotemperature line (the normal of the locus), for c2 = 1.4388e-2 m K. 2000 K to 25000 K, one row to spare.
 *
 * From A. R. Robertson, "Computation of correlated color temperature and distribution temperature", JOSA 58(11), 1968,
 * as reprinted in Wyszecki and Stiles, "Color Science", table 1(3.11), with u at 325 mired corrected from the misprint
 * 0.24702 to 0.24792 (B. Lindbloom).
 */
const ISOTEMPERATURE_LINES: readonly (readonly [mired: number, u: number, v: number, slope: number])[] = [
  [30, 0.18208, 0.27119, -0.28539],
  [40, 0.18293, 0.27407, -0.3047],
  [50, 0.18388, 0.27709, -0.32675],
  [60, 0.18494, 0.28021, -0.35156],
  [70, 0.18611, 0.28342, -0.37915],
  [80, 0.1874, 0.28668, -0.40955],
  [90, 0.1888, 0.28997, -0.44278],
  [100, 0.19032, 0.29326, -0.47888],
  [125, 0.19462, 0.30141, -0.58204],
  [150, 0.19962, 0.30921, -0.70471],
  [175, 0.20525, 0.31647, -0.84901],
  [200, 0.21142, 0.32312, -1.0182],
  [225, 0.21807, 0.32909, -1.2168],
  [250, 0.22511, 0.33439, -1.4512],
  [275, 0.23247, 0.33904, -1.7298],
  [300, 0.2401, 0.34308, -2.0637],
  [325, 0.24792, 0.34655, -2.4681],
  [350, 0.25591, 0.34951, -2.9641],
  [375, 0.264, 0.352, -3.5814],
  [400, 0.27218, 0.35407, -4.3633],
  [425, 0.28039, 0.35577, -5.3762],
  [450, 0.28863, 0.35714, -6.7262],
  [475, 0.29685, 0.35823, -8.5955],
  [500, 0.30505, 0.35907, -11.324],
  [525, 0.3132, 0.35968, -15.628],
];

const MIREDS = ISOTEMPERATURE_LINES.map(([mired]) => mired);

const uOfMired = monotoneCubic(
  MIREDS,
  ISOTEMPERATURE_LINES.map(([, u]) => u),
);

const vOfMired = monotoneCubic(
  MIREDS,
  ISOTEMPERATURE_LINES.map(([, , v]) => v),
);

const isothermAngleOfMired = monotoneCubic(
  MIREDS,
  ISOTEMPERATURE_LINES.map(([, , , slope]) => Math.atan(slope)),
);

/**
 * Computes the CIE 1960 (u, v) of a black body by smooth interpolation of Robertson's table.
 *
 * @param mired - reciprocal temperature, 1e6 / K, 30..525.
 * @returns `[u, v]`, exact to the table's five digits at its rows.
 */
export function planckianUv(mired: number): [u: number, v: number] {
  return [uOfMired(mired), vOfMired(mired)];
}

/**
 * Computes the unit vector along the isotemperature line of a black body, towards green (positive Duv).
 *
 * @param mired - reciprocal temperature, 1e6 / K, 30..525.
 * @returns `[du, dv]` in CIE 1960 coordinates, length 1; du is below 0 and dv above 0.
 */
export function isothermDirection(mired: number): [du: number, dv: number] {
  const angle = isothermAngleOfMired(mired);
  return [-Math.cos(angle), -Math.sin(angle)];
}
