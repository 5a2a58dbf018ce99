import { BRADFORD, chromaticAdaptationMatrix } from './chromatic-adaptation.js';
import { isothermDirection, planckianUv } from './planckian-locus.js';
import type { Chromaticity } from './rgb-xyz.js';

export { chromaticAdaptationMatrix };

/*
 * Maintainer notes
 *
 * Locus. Lamps lie on the Planckian locus and daylight some 0.003 Duv above it, so the locus of "no tint" is the first
 * below 4000 K, where the CIE daylight formula ends, the second from 5000 K, and between them their mean with a
 * smoothstep weight in mired. Both are parametrised by correlated colour temperature, so the mean of two points of one
 * temperature keeps that temperature.
 *
 * Tint moves along the isotemperature line, so temperature and tint do not fight. The scale of 3000 per unit of Duv and
 * the sign are the ones photo editors use: 150 is Duv 0.05. Green lights of low temperature meet the spectral locus long
 * before that (at Duv 0.011 for 2000 K), where no real light is and the blue gain of the correction has no bound.
 * Towards green the shift is therefore bent below `GREEN_LIMIT_FRACTION` of the distance at which Bradford's blue
 * response ends: the blue gain is at most four times that of the untinted light. Tint is
 * exactly linear to 150 from 6100 K, to 105 at 5000 K, 37 at 3000 K and 12 at 2000 K.
 */

/** Lowest and highest temperature of the white-balance scale, kelvin. */
export const TEMPERATURE_RANGE_KELVIN = Object.freeze([2000, 25000] as const);

/** Lowest and highest tint. */
export const TINT_RANGE = Object.freeze([-150, 150] as const);

const DAYLIGHT_RANGE_KELVIN = [4000, 25000] as const;
const TINT_PER_DUV = 3000;
const PLANCKIAN_FROM_MIRED = 250;
const DAYLIGHT_UNTIL_MIRED = 200;
const GREEN_LIMIT_FRACTION = 0.75;

/** Share of the green limit up to which tint is exactly linear. */
const GREEN_KNEE_FRACTION = 0.6;

/** Halvings of the 460 mired range: more than float64 resolves. */
const BISECTION_STEP_COUNT = 60;

type Uv = readonly [u: number, v: number];

function requireInRange(name: string, value: number, [minimum, maximum]: readonly [number, number], unit: string): void {
  if (!(value >= minimum && value <= maximum)) {
    throw new RangeError(`${name}: ${value} (expected ${minimum} to ${maximum}${unit})`);
  }
}

function xyToUv([x, y]: Chromaticity): Uv {
  const divisor = -2 * x + 12 * y + 3;
  return [(4 * x) / divisor, (6 * y) / divisor];
}

function uvToXy([u, v]: Uv): [x: number, y: number] {
  const divisor = 2 * u - 8 * v + 4;
  return [(3 * u) / divisor, (2 * v) / divisor];
}

function cubicInReciprocal(x: number, coefficients: readonly [number, number, number, number]): number {
  return coefficients[0] + x * (coefficients[1] + x * (coefficients[2] + x * coefficients[3]));
}

/** Coefficients of x_D in powers of 1000 K / T, up to 7000 K. */
const DAYLIGHT_WARM = [0.244063, 0.09911, 2.9678, -4.607] as const;

/** The same above 7000 K. The printed constant 0.237040 leaves a jump of 4.4e-7, half a unit of its last digit. */
const DAYLIGHT_COOL_PRINTED = [0.23704, 0.24748, 1.9018, -2.0064] as const;

const DAYLIGHT_COOL = [
  DAYLIGHT_COOL_PRINTED[0] +
    cubicInReciprocal(1 / 7, DAYLIGHT_WARM) -
    cubicInReciprocal(1 / 7, DAYLIGHT_COOL_PRINTED),
  DAYLIGHT_COOL_PRINTED[1],
  DAYLIGHT_COOL_PRINTED[2],
  DAYLIGHT_COOL_PRINTED[3],
] as const;

/**
 * Computes the chromaticity of the CIE daylight (D-series) illuminant of a temperature.
 *
 * @param temperatureKelvin - correlated colour temperature on today's scale (c2 = 1.4388e-2 m K), 4000..25000 K. D65 is
 * 6504 K and D50 5003 K, because their names are older than that scale.
 * @returns CIE 1931 `[x, y]`, continuous in the temperature.
 * @throws RangeError if the temperature is outside 4000..25000 K or NaN.
 * @see CIE 15:2004, 3.1, equations 3.2 to 3.4; the constant above 7000 K is adjusted within its last digit so that the
 * two pieces meet.
 */
export function daylightChromaticity(temperatureKelvin: number): [x: number, y: number] {
  requireInRange('daylight temperature', temperatureKelvin, DAYLIGHT_RANGE_KELVIN, ' K');
  const x = cubicInReciprocal(1000 / temperatureKelvin, temperatureKelvin <= 7000 ? DAYLIGHT_WARM : DAYLIGHT_COOL);
  return [x, -0.275 + x * (2.87 - 3 * x)];
}

function daylightUv(mired: number): Uv {
  // 1e6 / mired can round to just outside the range at its ends.
  const temperatureKelvin = Math.min(DAYLIGHT_RANGE_KELVIN[1], Math.max(DAYLIGHT_RANGE_KELVIN[0], 1e6 / mired));
  return xyToUv(daylightChromaticity(temperatureKelvin));
}

function locusUv(mired: number): Uv {
  if (mired >= PLANCKIAN_FROM_MIRED) {
    return planckianUv(mired);
  }
  const daylight = daylightUv(mired);
  if (mired <= DAYLIGHT_UNTIL_MIRED) {
    return daylight;
  }
  const planckian = planckianUv(mired);
  const position = (mired - DAYLIGHT_UNTIL_MIRED) / (PLANCKIAN_FROM_MIRED - DAYLIGHT_UNTIL_MIRED);
  const weight = position * position * (3 - 2 * position);
  return [
    daylight[0] + weight * (planckian[0] - daylight[0]),
    daylight[1] + weight * (planckian[1] - daylight[1]),
  ];
}

/** Bradford's blue response over CIE 1960 coordinates, up to a positive factor; X, Y, Z go as 3u, 2v, 4 - u - 10v. */
function blueResponse(u: number, v: number): number {
  return BRADFORD[6] * 3 * u + BRADFORD[7] * 2 * v + BRADFORD[8] * (4 - u - 10 * v);
}

function greenLimitDuv([u, v]: Uv, [du, dv]: Uv): number {
  const response = blueResponse(u, v);
  const lossPerDuv = response - blueResponse(u + du, v + dv);
  return (GREEN_LIMIT_FRACTION * response) / lossPerDuv;
}

function bendDuv(duv: number, limit: number): number {
  const knee = GREEN_KNEE_FRACTION * limit;
  if (duv <= knee) {
    return duv;
  }
  const room = limit - knee;
  const excess = duv - knee;
  return knee + (room * excess) / (room + excess);
}

function unbendDuv(bentDuv: number, limit: number): number {
  const knee = GREEN_KNEE_FRACTION * limit;
  if (bentDuv <= knee) {
    return bentDuv;
  }
  const room = limit - knee;
  const excess = bentDuv - knee;
  return excess < room ? knee + (room * excess) / (room - excess) : Infinity;
}

/**
 * Computes the chromaticity of the light that a temperature and tint correct.
 *
 * The untinted locus is Planckian below 4000 K, CIE daylight from 5000 K, and a smooth mix between.
 *
 * @param temperatureKelvin - correlated colour temperature of the light, 2000..25000 K.
 * @param tint - distance of the light from that locus along its isotemperature line, -150..150, 3000 per unit of Duv in
 * CIE 1960 (u, v). Positive means the light is greener, so that correcting for it moves the picture towards magenta, as
 * the tint slider of photo editors does. Large positive tints are compressed where the blue response would run out.
 * @returns CIE 1931 `[x, y]`, continuous in both parameters; Bradford's cone responses are positive everywhere.
 * @throws RangeError if a parameter is outside its range or NaN.
 * @see A. R. Robertson, JOSA 58(11), 1968; CIE 15:2004, 3.1.
 */
export function temperatureTintToChromaticity(temperatureKelvin: number, tint: number): [x: number, y: number] {
  requireInRange('temperature', temperatureKelvin, TEMPERATURE_RANGE_KELVIN, ' K');
  requireInRange('tint', tint, TINT_RANGE, '');
  const mired = 1e6 / temperatureKelvin;
  const locus = locusUv(mired);
  const direction = isothermDirection(mired);
  const duv = bendDuv(tint / TINT_PER_DUV, greenLimitDuv(locus, direction));
  return uvToXy([locus[0] + duv * direction[0], locus[1] + duv * direction[1]]);
}

/** Signed distance of a point from an isotemperature line, positive on its warm side. */
function warmSideDistance([u, v]: Uv, mired: number): number {
  const locus = locusUv(mired);
  const [du, dv] = isothermDirection(mired);
  return (u - locus[0]) * dv - (v - locus[1]) * du;
}

/**
 * Finds the temperature and tint of a light, the inverse of {@link temperatureTintToChromaticity}.
 *
 * @param xy - CIE 1931 chromaticity of the light.
 * @returns the temperature in kelvin and the tint, always within their ranges: a light beyond an end of the scale gets
 * that end. NaN gives NaN for both.
 */
export function chromaticityToTemperatureTint(xy: Chromaticity): { temperatureKelvin: number; tint: number } {
  const uv = xyToUv(xy);
  if (!Number.isFinite(uv[0]) || !Number.isFinite(uv[1])) {
    return { temperatureKelvin: NaN, tint: NaN };
  }
  let coolMired = 1e6 / TEMPERATURE_RANGE_KELVIN[1];
  let warmMired = 1e6 / TEMPERATURE_RANGE_KELVIN[0];
  if (warmSideDistance(uv, coolMired) <= 0) {
    warmMired = coolMired;
  } else if (warmSideDistance(uv, warmMired) >= 0) {
    coolMired = warmMired;
  }
  for (let step = 0; step < BISECTION_STEP_COUNT && coolMired < warmMired; step += 1) {
    const middle = (coolMired + warmMired) / 2;
    if (warmSideDistance(uv, middle) > 0) {
      coolMired = middle;
    } else {
      warmMired = middle;
    }
  }
  const mired = (coolMired + warmMired) / 2;
  const locus = locusUv(mired);
  const direction = isothermDirection(mired);
  const bentDuv = (uv[0] - locus[0]) * direction[0] + (uv[1] - locus[1]) * direction[1];
  const tint = TINT_PER_DUV * unbendDuv(bentDuv, greenLimitDuv(locus, direction));
  return {
    temperatureKelvin: Math.min(TEMPERATURE_RANGE_KELVIN[1], Math.max(TEMPERATURE_RANGE_KELVIN[0], 1e6 / mired)),
    tint: Math.min(TINT_RANGE[1], Math.max(TINT_RANGE[0], tint)),
  };
}
