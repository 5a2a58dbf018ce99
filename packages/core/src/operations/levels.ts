import { masterCurve, sampleCurve } from '../transforms/curve.js';
import { decideBlackPoint, decideWhitePoint } from './auto/decide-levels.js';
import { defineOperation, UNCHANGED } from './operation.js';

interface LevelsParameters {
  black: number | 'auto';
  white: number | 'auto';
  gamma: number;
}

/** The smallest distance of white above black: a narrower range would amplify noise more than tenfold. */
const MINIMUM_RANGE = 0.1;

/** Distance of samples. One lies below 0, so that the table goes on flat there. */
const STEP = 1 / 16384;
/** The same under a gamma, whose beginning is steep: every 16-bit code has a sample of its own. */
const STEP_UNDER_GAMMA = 1 / 65535;

export const levels = defineOperation<LevelsParameters>({
  name: 'levels',
  title: 'Levels',
  summary: 'Moves the black and white points to the ends and bends the middle.',
  definition: "I' = max((I - black) / (white - black), 0)^(1 / gamma)",
  source: 'common to image editors',
  parameters: {
    black: {
      kind: 'number',
      description: 'The value that becomes black; "auto" finds it in the photo.',
      default: 0,
      minimum: 0,
      maximum: 0.9,
      slider: [0, 0.5],
      step: 0.005,
      unit: '',
      keywords: ['auto'],
    },
    white: {
      kind: 'number',
      description: 'The value that becomes white; "auto" finds it in the photo.',
      default: 1,
      minimum: 0.1,
      maximum: 1.5,
      slider: [0.5, 1],
      step: 0.005,
      unit: '',
      keywords: ['auto'],
    },
    gamma: { kind: 'number', description: 'Bends the middle; above 1 is brighter.', default: 1, minimum: 0.1, maximum: 10, slider: [0.5, 2], step: 0.01, unit: '' },
  },
  mainParameter: 'gamma',
  produces: ['curve'],
  laws: {
    keepsGrey: () => true,
    inverse: ({ black, white, gamma }) => (black === 0 && white === 1 && gamma >= 0.5 && gamma <= 2 ? { black, white, gamma: 1 / gamma } : undefined),
    monotone: 'rising',
  },
  check({ black, white }) {
    // Not exact: in binary 1 - 0.9 is a little less than 0.1.
    if (black === 'auto' || white === 'auto' || white - black > MINIMUM_RANGE - 1e-9) return undefined;
    return { parameter: 'white', expected: `at least ${MINIMUM_RANGE} above black, ${black}` };
  },
  resolve({ black, white, gamma }, context) {
    const decidedBlack = black === 'auto' ? decideBlackPoint(context.statisticsAfter([])) : black;
    const decidedWhite = Math.max(white === 'auto' ? decideWhitePoint(context.statisticsAfter([])) : white, decidedBlack + MINIMUM_RANGE);
    if (decidedBlack === 0 && decidedWhite === 1 && gamma === 1) return UNCHANGED;
    const range = decidedWhite - decidedBlack;
    const exponent = 1 / gamma;
    const step = gamma === 1 ? STEP : STEP_UNDER_GAMMA;
    const stretch = (value: number): number => Math.max((value - decidedBlack) / range, 0);
    // A power by exponentials takes a third of the time of `**` for as many digits; the logarithm of 0 gives 0.
    const curve = sampleCurve(gamma === 1 ? stretch : (value) => Math.exp(exponent * Math.log(stretch(value))), [-step, 2], 'extend', Math.round(2 / step) + 2);
    const decided = { ...(black === 'auto' ? { black: decidedBlack } : {}), ...(white === 'auto' ? { white: decidedWhite } : {}) };
    return { transforms: [masterCurve(curve)], ...(black === 'auto' || white === 'auto' ? { decided } : {}) };
  },
});
