import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import { masterCurve, sampleCurve } from '../transforms/curve.js';
import { defineOperation, UNCHANGED } from './operation.js';

interface ExposureParameters {
  ev: number;
}

/** Encoded output below which exposure is exactly a gain in linear light. */
export const SHOULDER_START_ENCODED = 0.8;

/**
 * Scales linear light by two to the exposure value, with a shoulder that keeps white at white.
 *
 * With g = 2^ev and the knee k: y = g x up to k; above it, with u = g x - k, y = k + u / (1 + u (1 / (1 - k) - 1 / (g - k))).
 * The slope is continuous at the knee, x = 1 stays 1 for every positive ev, values above white stay above it and keep
 * rising, and for large g the curve approaches 1 only at infinity. Without a positive ev there is no shoulder.
 *
 * @see Reinhard et al., "Photographic Tone Reproduction for Digital Images", 2002, eq. 4: the same rational form with a
 * white point, here begun at a knee so that shadows and midtones are left to the plain gain.
 */
export function exposeLinear(linear: number, ev: number): number {
  const gain = 2 ** ev;
  const scaled = gain * linear;
  const knee = srgbToLinear(SHOULDER_START_ENCODED);
  if (gain <= 1 || scaled <= knee) return scaled;
  const over = scaled - knee;
  return knee + over / (1 + over * (1 / (1 - knee) - 1 / (gain - knee)));
}

export const exposure = defineOperation<ExposureParameters>({
  name: 'exposure',
  title: 'Exposure',
  summary: 'Changes the light of the scene in stops; highlights roll off instead of clipping.',
  definition: "linear light times 2^ev; for ev > 0 a shoulder above encoded 0.8 that keeps white at 1, C1, rising everywhere",
  source: 'Reinhard et al. 2002, eq. 4 (shoulder); docs/decisions/0002-exposure-shoulder.md',
  parameters: {
    ev: { kind: 'number', description: 'Stops; +1 doubles the light.', default: 0, minimum: -5, maximum: 5, slider: [-3, 3], step: 0.05, unit: 'EV' },
  },
  mainParameter: 'ev',
  produces: ['curve'],
  laws: { keepsGrey: () => true, monotone: 'rising' },
  resolve({ ev }) {
    if (ev === 0) return UNCHANGED;
    const curve = sampleCurve((encoded) => linearToSrgb(exposeLinear(srgbToLinear(encoded), ev)), [-1, 2], 'extend');
    return { transforms: [masterCurve(curve)] };
  },
});
