import { fillDefaults } from '../../recipe/parameters.js';
import type { Recipe, RecipeOperation } from '../../recipe/recipe.js';
import { findOperation, OPERATIONS } from '../../operations/registry.js';
import type { FieldReport } from '../field-report.js';
import type { CurvePoints } from './curves.js';
import { BANDS } from './field.js';
import { findCameraRawField } from './field-table.js';
import { TINT_PER_STEP } from './fields-of-looks.js';
import { describeSetting } from './settings.js';

/** The fields of a preset by name: text for attributes, points 0..255 for curves. */
export type PresetFields = ReadonlyMap<string, string | CurvePoints>;

/** The most points a curve of a preset may have. */
const MAXIMUM_CURVE_POINTS = 16;
const NO_FIELD = 'Camera Raw has no field that means the same; a .cube of the whole look holds it';

/** What one parameter became. */
type Outcome = Pick<FieldReport, 'status' | 'becomes' | 'why'>;

/** Where the fields and rows of one operation go. */
interface Target {
  readonly entry: RecipeOperation;
  /** The entry with defaults. */
  readonly filled: Readonly<Record<string, unknown>>;
  readonly fields: Map<string, string | CurvePoints>;
  row(parameter: string, value: unknown, outcome: Outcome): void;
}

const EXPORTERS: Readonly<Record<string, (target: Target) => void>> = { exposure, toneCurve, vibrance, saturation, blackWhite, colorGrade };
/** Camera Raw passes these over in a black-and-white preset. */
const OF_COLOUR = new Set(['vibrance', 'saturation', 'hsl']);

/** Writes the operations of a recipe as fields whose meaning Camera Raw shares, and says what was left out. */
export function exportOperations(recipe: Recipe): { readonly fields: PresetFields; readonly report: readonly FieldReport[] } {
  const fields = new Map<string, string | CurvePoints>();
  const report: FieldReport[] = [];
  const done = new Set<string>();
  const isGrey = recipe.operations.some(({ op, enabled }) => op === 'blackWhite' && enabled !== false);
  let lastPlace = -1;
  recipe.operations.forEach((entry, index) => {
    const add = (parameter: string, value: unknown, outcome: Outcome): void => {
      report.push({ field: `operations[${index}].${parameter}`, value: describeSetting(typeof value === 'string' ? value : JSON.stringify(value)), ...outcome });
    };
    const whole = (status: 'dropped' | 'neutral', why: string): void => add('op', entry.op, { status, why });
    const operation = findOperation(entry.op);
    const place = OPERATIONS.findIndex(({ name }) => name === entry.op);
    const strength = (recipe.strength ?? 1) * (entry.strength ?? 1);
    const exporter = EXPORTERS[entry.op];
    if (entry.enabled === false || strength === 0) whole('neutral', 'it is switched off');
    else if (operation === undefined || exporter === undefined) whole('dropped', NO_FIELD);
    else if (entry.mask !== undefined) whole('dropped', 'a preset here has no masks');
    else if (strength !== 1) whole('dropped', `it is blended with strength ${Math.round(strength * 1000) / 1000}, which has no counterpart; a .cube of the whole look holds it`);
    else if (done.has(entry.op)) whole('dropped', `a second ${entry.op}, and Camera Raw has each once; a .cube of the whole look holds it`);
    else if (isGrey && OF_COLOUR.has(entry.op)) whole('dropped', 'Camera Raw passes it over in black and white; a .cube of the whole look holds it');
    else {
      done.add(entry.op);
      const isLate = place < lastPlace;
      const row = (parameter: string, value: unknown, outcome: Outcome): void => add(parameter, value, isLate && outcome.status === 'mapped' ? { ...outcome, status: 'approximated', why: `Camera Raw applies it earlier than the look does; ${outcome.why}` } : outcome);
      exporter({ entry, filled: fillDefaults(operation, entry), fields, row });
      lastPlace = Math.max(lastPlace, place);
    }
  });
  return { fields, report };
}

/** Puts a number into a field with the field's decimals; a value that has more is rounded, which the row says. */
function putNumber({ fields, row }: Target, parameter: string, value: number, field: string, number: number, decimals: number, why: string): void {
  const text = number.toFixed(decimals);
  const rule = findCameraRawField(field)?.rule;
  const isSigned = rule?.kind === 'slider' && rule.range[0] < 0;
  const signed = Number(text) === 0 ? '0' : isSigned && number > 0 ? `+${text}` : text;
  fields.set(field, signed);
  // A recipe holds four decimals, which is finer than any step.
  const isExact = Math.abs(Number(text) - number) < 0.01 * 10 ** -decimals;
  row(parameter, value, { status: isExact ? 'mapped' : 'approximated', becomes: `${field} ${signed}`, why: isExact ? why : `rounded to a step of the slider; ${why}` });
}

function exposure(target: Target): void {
  const ev = target.filled['ev'] as number;
  if (ev !== 0) putNumber(target, 'ev', ev, 'Exposure2012', ev, 2, 'stops of light in both');
}

function vibrance(target: Target): void {
  const amount = target.filled['amount'] as number;
  if (amount !== 0) putNumber(target, 'amount', amount, 'Vibrance', amount * 100, 0, 'dull colours more than vivid ones');
}

function saturation(target: Target): void {
  const { gain, axis } = target.filled as { gain: number | 'auto'; axis: string };
  if (gain === 1) return;
  if (typeof gain !== 'number') return target.row('gain', gain, { status: 'dropped', why: 'decided for each photo; bake a .cube for one' });
  if (gain > 2) return target.row('gain', gain, { status: 'dropped', why: 'more than the field takes, +100; a .cube of the whole look holds it' });
  if (axis !== 'oklab') return target.row('gain', gain, { status: 'dropped', why: `its axis is ${axis}; the field means the same as axis oklab alone. A .cube of the whole look holds it` });
  putNumber(target, 'gain', gain, 'Saturation', (gain - 1) * 100, 0, '-100 is grey, +100 twice the chroma');
}

function toneCurve(target: Target): void {
  const { entry, filled, fields, row } = target;
  for (const name of Object.keys(entry)) {
    if (/[sS]egments$/.test(name)) row(name, entry[name], { status: 'dropped', why: NO_FIELD });
  }
  if (filled['auto'] === true) row('auto', true, { status: 'dropped', why: 'decided for each photo; bake a .cube for one' });
  const put = (parameter: string, names: readonly string[], why: string): void => {
    const points = filled[parameter] as CurvePoints | undefined;
    if (points === undefined) return;
    const scaled = points.map(([x, y]) => [Math.round(x * 255), Math.round(y * 255)] as const);
    if (scaled.length > MAXIMUM_CURVE_POINTS) return row(parameter, points, { status: 'dropped', why: `${scaled.length} points, and the field takes ${MAXIMUM_CURVE_POINTS}; a .cube of the whole look holds it` });
    if (!scaled.every(([x], i) => i === 0 || x > scaled[i - 1][0])) return row(parameter, points, { status: 'dropped', why: 'points closer to one another than 1 of 255; a .cube of the whole look holds it' });
    const isExact = points.every(([x, y], i) => Math.abs(x * 255 - scaled[i][0]) < 1e-3 && Math.abs(y * 255 - scaled[i][1]) < 1e-3);
    for (const name of names) fields.set(name, scaled);
    row(parameter, points, { status: isExact ? 'mapped' : 'approximated', becomes: names.join(', '), why: isExact ? why : `rounded to whole numbers of 255; ${why}` });
  };
  const channels = ['Red', 'Green', 'Blue'] as const;
  const isPlain = filled['mode'] === 'rgb';
  const hasChannels = channels.some((channel) => filled[`${channel.toLowerCase()}Points`] !== undefined);
  if (isPlain && hasChannels && filled['points'] !== undefined) {
    row('points', filled['points'], { status: 'dropped', why: 'a curve for all channels that does not keep the hue, beside curves of single channels; a .cube of the whole look holds them' });
    return;
  }
  if (isPlain) put('points', channels.map((channel) => `ToneCurvePV2012${channel}`), 'the same curve in each channel: the curve of the field for all of them keeps the hue');
  else put('points', ['ToneCurvePV2012'], 'the same points; both keep the hue');
  for (const channel of channels) put(`${channel.toLowerCase()}Points`, [`ToneCurvePV2012${channel}`], 'the same points');
}

function blackWhite(target: Target): void {
  target.fields.set('ConvertToGrayscale', 'True');
  target.row('op', 'blackWhite', { status: 'mapped', becomes: 'ConvertToGrayscale True', why: 'lightness without colour' });
  for (const band of BANDS) {
    const weight = target.filled[band.toLowerCase()] as number;
    if (weight !== 0) putNumber(target, band.toLowerCase(), weight, `GrayMixer${band}`, weight * 100, 0, 'how bright that colour becomes');
  }
}

const GRADE_FIELDS = {
  shadows: ['SplitToningShadowHue', 'SplitToningShadowSaturation', 'ColorGradeShadowLum'],
  midtones: ['ColorGradeMidtoneHue', 'ColorGradeMidtoneSat', 'ColorGradeMidtoneLum'],
  highlights: ['SplitToningHighlightHue', 'SplitToningHighlightSaturation', 'ColorGradeHighlightLum'],
} as const;

function colorGrade(target: Target): void {
  for (const [zone, [hueField, saturationField, lightnessField]] of Object.entries(GRADE_FIELDS)) {
    const { hue, amount, lightness } = target.filled[zone] as { hue: number; amount: number; lightness: number };
    if (amount !== 0) {
      putNumber(target, `${zone}.hue`, hue, hueField, hue, 0, 'the same angle of the colour wheel');
      putNumber(target, `${zone}.amount`, amount, saturationField, amount / TINT_PER_STEP, 0, '50 is the whole tint of a zone');
    }
    if (lightness !== 0) putNumber(target, `${zone}.lightness`, lightness, lightnessField, lightness * 100, 0, 'the whole slider is the whole of ours');
  }
  const balance = target.filled['balance'] as number;
  if (balance !== 0) putNumber(target, 'balance', balance, 'SplitToningBalance', balance * 100, 0, 'moves the border between the zones the same way');
  // The default, at which the midtones have their own tint alone; without the field they would be those of split toning.
  if ([...target.fields.keys()].some((name) => name.startsWith('SplitToning') || name.startsWith('ColorGrade'))) target.fields.set('ColorGradeBlending', '50');
}
