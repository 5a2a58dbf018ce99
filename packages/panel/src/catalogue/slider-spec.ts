import type { CatalogueNumber } from './catalogue.js';
import { CATALOGUE } from './catalogue.generated.js';

export type SliderTrack = 'temperature' | 'tint' | 'saturation' | 'hue';

/** One slider: which number of which operation it moves, and how that number is shown. */
export interface SliderSpec {
  readonly operation: string;
  /** Group of numbers inside the operation, such as a band of hues. */
  readonly group?: string;
  readonly name: string;
  /** Key of its label in the words of the tab Adjust. */
  readonly label: string;
  /** As shown. */
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly default: number;
  readonly digits: number;
  readonly unit: string;
  readonly isSigned: boolean;
  readonly track?: SliderTrack;
  toShown(value: number): number;
  fromShown(shown: number): number;
}

interface Scale {
  readonly unit: string;
  toShown(value: number): number;
  fromShown(shown: number): number;
}

const TRACKS: Readonly<Record<string, SliderTrack>> = { whiteBalance_temperature: 'temperature', whiteBalance_tint: 'tint', vibrance_amount: 'saturation', saturation_gain: 'saturation', colorGrade_hue: 'hue' };
const HUNDRED = 100;
const AS_IT_IS: Scale = { unit: '', toShown: (value) => value, fromShown: (shown) => shown };

/**
 * @returns the slider of an operation's number.
 * @throws Error for a number that the registry does not have: the panel and the core are of different versions.
 */
export function sliderOf(operation: string, name: string, group?: string): SliderSpec {
  const declared = findNumber(operation, name, group);
  const scale = scaleOf(declared);
  const [low, high] = declared.slider;
  const label = `${operation}_${name}`;
  const step = scale === AS_IT_IS || scale.unit !== '' ? declared.step : 1;
  const isSigned = low < 0 || declared.unit === 'x';
  return {
    operation,
    ...(group === undefined ? {} : { group }),
    name,
    label,
    minimum: round(scale.toShown(low)),
    maximum: round(scale.toShown(high)),
    step,
    default: round(scale.toShown(Number(declared.default))),
    digits: declared.unit === 'EV' ? 2 : 0,
    isSigned,
    ...(Object.hasOwn(TRACKS, label) ? { track: TRACKS[label] } : {}),
    unit: scale.unit,
    toShown: (value) => round(scale.toShown(value)),
    fromShown: (shown) => round(scale.fromShown(shown)),
  };
}

function findNumber(operation: string, name: string, group: string | undefined): CatalogueNumber {
  const entry = CATALOGUE.find((one) => one.name === operation);
  const numbers = group === undefined ? entry?.numbers : entry?.groups.find((one) => one.name === group)?.numbers;
  const found = numbers?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`slider ${operation}.${group === undefined ? '' : `${group}.`}${name}: absent (expected among the operations of the core)`);
  return found;
}

/** EV, kelvin and degrees are told as they are; shares and factors as -100 to +100. */
function scaleOf({ unit, slider: [low, high], default: neutral }: CatalogueNumber): Scale {
  if (unit === 'EV' || unit === 'K') return { ...AS_IT_IS, unit };
  if (unit === 'deg') return { ...AS_IT_IS, unit: '°' };
  if (unit === 'x' && Math.abs(low * high - 1) < 1e-9) {
    // A factor and its inverse are equally far from 1.
    return { unit: '', toShown: (value) => (HUNDRED * Math.log(value)) / Math.log(high), fromShown: (shown) => high ** (shown / HUNDRED) };
  }
  if (unit === 'x') {
    const reach = high - Number(neutral);
    return { unit: '', toShown: (value) => ((value - Number(neutral)) / reach) * HUNDRED, fromShown: (shown) => Number(neutral) + (shown / HUNDRED) * reach };
  }
  const isShare = Math.max(Math.abs(low), Math.abs(high)) <= 1;
  return isShare ? { unit: '', toShown: (value) => value * HUNDRED, fromShown: (shown) => shown / HUNDRED } : AS_IT_IS;
}

/** Four digits are finer than any slider's step, and keep recipes free of binary tails. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
