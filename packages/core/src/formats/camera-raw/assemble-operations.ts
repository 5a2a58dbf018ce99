import type { RecipeOperation } from '../../recipe/recipe.js';
import { type CurvePoints, DEFAULT_SPLITS, formulaCurve } from './curves.js';
import { BANDS, type CurveChannel } from './field.js';
import { type Tint, tintOf, wheelOf } from './hue-angles.js';

/** What the fields of a file add up to, before it is operations. */
export interface Draft {
  /** By target of the field table. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly curves: ReadonlyMap<CurveChannel, CurvePoints>;
  readonly isGrey: boolean;
  readonly isWhiteBalanceAutomatic: boolean;
  /** The file knows split toning and none of the fields that colour grading added to it. */
  readonly isSplitToning: boolean;
}

/** The light that needs no change, in mired: `NEUTRAL_TEMPERATURE_KELVIN` of the white balance operation. */
const NEUTRAL_MIRED = 1e6 / 6500;

const GRADE_ZONES = ['shadows', 'midtones', 'highlights'] as const;
type GradeZone = (typeof GRADE_ZONES)[number];

/** Kelvin of a white balance that is `mired` warmer than none. */
export function kelvinOfMired(mired: number): number {
  return 1e6 / (NEUTRAL_MIRED - mired);
}

/** Gamma of levels at which middle grey (18 % of white) becomes a stop brighter for each `stops`. */
export function gammaOfStops(stops: number): number {
  // In encoded sRGB 18 % is 0.4614 and 36 % is 0.6355: the gamma that takes one to the other.
  const gammaPerStop = Math.log(0.4614) / Math.log(0.6355);
  return gammaPerStop ** stops;
}

/** @returns the operations in the canonical order of the registry; those that would change nothing are left out. */
export function assembleOperations(draft: Draft): RecipeOperation[] {
  return [
    whiteBalance(draft),
    single('exposure', draft, { ev: 'exposure.ev' }),
    gamma(draft),
    single('tone', draft, { highlights: 'tone.highlights', shadows: 'tone.shadows', whites: 'tone.whites', blacks: 'tone.blacks' }),
    formulas(draft),
    points(draft),
    single('vibrance', draft, { amount: 'vibrance.amount' }),
    saturation(draft),
    hsl(draft),
    blackWhite(draft),
    colorGrade(draft),
  ].filter((operation) => operation !== undefined);
}

/** Four decimals are finer than any slider of the source. */
export function roundParameter(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function numberOf({ numbers }: Draft, target: string): number {
  return numbers.get(target) ?? 0;
}

/** @returns the non-zero parameters, `undefined` where all are 0. */
function nonZero(draft: Draft, targets: Readonly<Record<string, string>>): Record<string, number> | undefined {
  const entries = Object.entries(targets)
    .map(([parameter, target]) => [parameter, roundParameter(numberOf(draft, target))] as const)
    .filter(([, value]) => value !== 0);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function single(op: string, draft: Draft, targets: Readonly<Record<string, string>>): RecipeOperation | undefined {
  const parameters = nonZero(draft, targets);
  return parameters === undefined ? undefined : { op, ...parameters };
}

function whiteBalance(draft: Draft): RecipeOperation | undefined {
  if (draft.isWhiteBalanceAutomatic) return { op: 'whiteBalance', auto: true };
  const mired = numberOf(draft, 'whiteBalance.mired');
  const tint = roundParameter(numberOf(draft, 'whiteBalance.tint'));
  if (mired === 0 && tint === 0) return undefined;
  return { op: 'whiteBalance', ...(mired === 0 ? {} : { temperature: Math.round(kelvinOfMired(mired)) }), ...(tint === 0 ? {} : { tint }) };
}

function gamma(draft: Draft): RecipeOperation | undefined {
  const stops = numberOf(draft, 'legacy.brightness');
  return stops === 0 ? undefined : { op: 'levels', gamma: roundParameter(gammaOfStops(stops)) };
}

/** The curves that are formulas; on their own, so that the points of the file stay as they are. */
function formulas(draft: Draft): RecipeOperation | undefined {
  const strength = (zone: string): number => numberOf(draft, `parametric.${zone}`);
  const [shadows, darks, lights, highlights] = ['shadows', 'darks', 'lights', 'highlights'].map(strength);
  const contrast = numberOf(draft, 'contrast');
  if ([contrast, shadows, darks, lights, highlights].every((value) => value === 0)) return undefined;
  const curve = formulaCurve(contrast, { shadows, darks, lights, highlights, splits: splitsOf(draft.numbers) ?? DEFAULT_SPLITS });
  return { op: 'toneCurve', points: curve, mode: 'hue-preserving' };
}

/** @returns the borders of the parametric zones, `undefined` where they do not rise inside 0..1. */
export function splitsOf(numbers: ReadonlyMap<string, number>): readonly [number, number, number] | undefined {
  const [shadow, midtone, highlight] = ['shadow', 'midtone', 'highlight'].map((name, i) => DEFAULT_SPLITS[i] + (numbers.get(`split.${name}`) ?? 0));
  return 0 < shadow && shadow < midtone && midtone < highlight && highlight < 1 ? [shadow, midtone, highlight] : undefined;
}

function points({ curves }: Draft): RecipeOperation | undefined {
  if (curves.size === 0) return undefined;
  const rounded = (channel: CurveChannel): CurvePoints | undefined => curves.get(channel)?.map(([x, y]) => [Math.round(x * 1e6) / 1e6, Math.round(y * 1e6) / 1e6]);
  const [master, red, green, blue] = (['master', 'red', 'green', 'blue'] as const).map(rounded);
  return {
    op: 'toneCurve',
    ...(master === undefined ? {} : { points: master, mode: 'hue-preserving' }),
    ...(red === undefined ? {} : { redPoints: red }),
    ...(green === undefined ? {} : { greenPoints: green }),
    ...(blue === undefined ? {} : { bluePoints: blue }),
  };
}

function saturation(draft: Draft): RecipeOperation | undefined {
  const change = numberOf(draft, 'saturation.gain');
  return change === 0 ? undefined : { op: 'saturation', gain: roundParameter(1 + change), axis: 'oklab' };
}

function hsl(draft: Draft): RecipeOperation | undefined {
  const bands = BANDS.map((band) => band.toLowerCase()).flatMap((band) => {
    const changes = nonZero(draft, { hue: `hsl.${band}.hue`, chroma: `hsl.${band}.chroma`, lightness: `hsl.${band}.lightness` });
    return changes === undefined ? [] : [[band, changes] as const];
  });
  return bands.length === 0 ? undefined : { op: 'hsl', ...Object.fromEntries(bands) };
}

function blackWhite(draft: Draft): RecipeOperation | undefined {
  if (!draft.isGrey) return undefined;
  return { op: 'blackWhite', ...nonZero(draft, Object.fromEntries(BANDS.map((band) => [band.toLowerCase(), `mixer.${band.toLowerCase()}`]))) };
}

function colorGrade(draft: Draft): RecipeOperation | undefined {
  const zones = GRADE_ZONES.flatMap((zone) => {
    const { hue, amount, lightness } = gradeOf(draft, zone);
    const strength = roundParameter(Math.min(1, amount));
    const light = roundParameter(Math.min(1, Math.max(-1, lightness)));
    const parameters = { ...(strength === 0 ? {} : { hue: roundParameter(hue), amount: strength }), ...(light === 0 ? {} : { lightness: light }) };
    return strength === 0 && light === 0 ? [] : [[zone, parameters] as const];
  });
  if (zones.length === 0) return undefined;
  const balance = roundParameter(numberOf(draft, 'grade.balance'));
  return { op: 'colorGrade', ...Object.fromEntries(zones), ...(balance === 0 ? {} : { balance }) };
}

/**
 * A tint of the whole picture is that tint in each zone: the zones' weights sum to 1. Split toning has no midtones of its own: there its
 * two tints meet, half of each, which colour grading calls a blending of 100.
 */
function gradeOf({ numbers, isSplitToning }: Pick<Draft, 'numbers' | 'isSplitToning'>, zone: GradeZone): { readonly hue: number; readonly amount: number; readonly lightness: number } {
  const number = (where: string, part: string): number => numbers.get(`grade.${where}.${part}`) ?? 0;
  const amountOf = (where: string): number => Math.min(1, number(where, 'amount'));
  const tint = (where: string): Tint => tintOf(number(where, 'hue'), amountOf(where));
  const own = { hue: number(zone, 'hue'), amount: amountOf(zone) };
  const lightness = number(zone, 'lightness') + number('global', 'lightness');
  const reach = isSplitToning ? 1 : Math.max(0, numbers.get('grade.blending') ?? 0);
  const others = [...(zone === 'midtones' ? (['shadows', 'highlights'] as const).map((where) => scaleTint(tint(where), reach / 2)) : []), tint('global')].filter(([a, b]) => a !== 0 || b !== 0);
  if (others.length === 0) return { ...own, lightness };
  const [a, b] = [tint(zone), ...others].reduce((sum, one) => [sum[0] + one[0], sum[1] + one[1]]);
  return { ...wheelOf([a, b]), lightness };
}

function scaleTint([a, b]: Tint, factor: number): Tint {
  return [a * factor, b * factor];
}

/** @returns which parts of the whole picture's grade add up with those of a zone to more than the operation takes. */
export function findGradeExcess(draft: Pick<Draft, 'numbers' | 'isSplitToning'>): { readonly amount: boolean; readonly lightness: boolean } {
  const zones = GRADE_ZONES.map((zone) => gradeOf(draft, zone));
  return { amount: zones.some(({ amount }) => amount > 1), lightness: zones.some(({ lightness }) => Math.abs(lightness) > 1) };
}
