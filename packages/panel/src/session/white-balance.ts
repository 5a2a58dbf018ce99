import { adjustmentOf, setAdjustment } from './adjust.js';
import type { Edit } from './edit.js';

export type WhiteBalanceChoice = 'asShot' | 'auto' | 'daylight' | 'cloudy' | 'tungsten' | 'custom';

/**
 * The light that a choice names, as the light the photo was taken in: 6500 K changes nothing, so that daylight is a little cooler than
 * as shot, and a cloudy sky warmer.
 *
 * @see CIE 015:2018, illuminants D55 and D75; CIE standard illuminant A, 2856 K, here as bulbs with their glass are.
 */
const LIGHTS = { daylight: 5500, cloudy: 7500, tungsten: 3200 } as const;

/** @returns what the present white balance is called. */
export function whiteBalanceChoice(edit: Edit): WhiteBalanceChoice {
  const { auto, temperature, tint = 0, gains } = adjustmentOf(edit, 'whiteBalance') ?? {};
  if (auto === true) return 'auto';
  if (gains !== undefined || tint !== 0) return 'custom';
  if (temperature === undefined) return 'asShot';
  const named = (Object.keys(LIGHTS) as (keyof typeof LIGHTS)[]).find((name) => LIGHTS[name] === temperature);
  return named ?? 'custom';
}

/** @returns the edit with a named light; `custom` keeps the numbers as they are. */
export function chooseWhiteBalance(edit: Edit, choice: WhiteBalanceChoice): Edit {
  switch (choice) {
    case 'custom':
      return edit;
    case 'asShot':
      return setAdjustment(edit, 'whiteBalance', undefined);
    case 'auto':
      return setAdjustment(edit, 'whiteBalance', { auto: true });
    default:
      return setAdjustment(edit, 'whiteBalance', { temperature: LIGHTS[choice] });
  }
}
