import type { FieldReport } from '../field-report.js';
import { gammaOfStops, kelvinOfMired, roundParameter } from './assemble-operations.js';
import { type CurvePoints, isStraightLine, readCurvePoints, readNumber, scaleCurve } from './curves.js';
import type { CurveChannel, CameraRawField, FieldRule, PointsRule, SliderRule } from './field.js';
import { describeSetting, type Setting, type SettingMap } from './settings.js';

/** What is known of a file while its fields are mapped, and what they add up to. */
export interface MappingState {
  readonly settings: SettingMap;
  /** Process version 2003 or 2010. */
  readonly isLegacy: boolean;
  readonly isGrey: boolean;
  readonly isWhiteBalanceAutomatic: boolean;
  /** The file knows split toning and none of the fields that colour grading added to it. */
  readonly isSplitToning: boolean;
  /** Of the look that holds the settings; 1 outside of one. */
  readonly amount: number;
  readonly numbers: Map<string, number>;
  readonly curves: Map<CurveChannel, CurvePoints>;
}

/** A row of the report without the field's name and value. */
export type Outcome = Pick<FieldReport, 'status' | 'becomes' | 'why'>;

/** Maps one field of the table; numbers and curves go into the state. Looks are mapped by their own settings. */
export function mapField(name: string, setting: Setting, field: CameraRawField, state: MappingState): Outcome {
  return idleReason(field, state) ?? applyRule(name, setting, field, state);
}

const neutral = (why: string): Outcome => ({ status: 'neutral', why });
const dropped = (why: string): Outcome => ({ status: 'dropped', why });

/** Why Camera Raw itself passes the field over in this file, if it does. */
function idleReason({ era = 'any', panel, treatment, needs }: CameraRawField, { settings, isLegacy, isGrey }: MappingState): Outcome | undefined {
  if (era === 'legacy' && !isLegacy) return neutral('only process versions 2003 and 2010 read it, and the file is of a later one');
  if (era === 'current' && isLegacy) return neutral('only process versions from 2012 on read it, and the file is of an older one');
  if (panel !== undefined && isFalse(settings.get(panel))) return neutral(`its panel is switched off by ${panel}`);
  if (treatment === 'colour' && isGrey) return neutral('the file is black and white, where it does nothing');
  if (treatment === 'grey' && !isGrey) return neutral('the file is not black and white, where alone it does something');
  if (needs !== undefined && !needs.some((name) => doesSomething(settings.get(name)))) return neutral(`does nothing without ${needs.length === 1 ? needs[0] : 'a field it works on'}`);
  return undefined;
}

function applyRule(name: string, setting: Setting, field: CameraRawField, state: MappingState): Outcome {
  const { rule } = field;
  switch (rule.kind) {
    case 'slider':
      return mapSlider(setting, field, rule, state);
    case 'points':
      return mapPoints(setting, field, rule, state);
    case 'absolute-white-balance':
      return mapAbsoluteWhiteBalance(name, setting, field, rule, state);
    case 'white-balance-name':
      return mapWhiteBalanceName(setting, field);
    case 'curve-name':
      if (typeof setting === 'string' && rule.neutral.includes(setting)) return neutral('the name of a curve that changes nothing here');
      return state.settings.has(rule.points) ? neutral('a name; the points of the curve count') : dropped(field.why);
    case 'grayscale':
      return state.isGrey ? { status: 'mapped', becomes: 'blackWhite', why: field.why } : neutral('colours stay');
    case 'drop':
      return isNeutralText(setting, rule.neutral ?? []) ? neutral('changes nothing') : dropped(field.why);
    case 'about':
      return neutral(field.why);
    case 'look':
      return dropped('a look by name alone, whose settings are not in the file');
  }
}

function mapSlider(setting: Setting, field: CameraRawField, rule: SliderRule, state: MappingState): Outcome {
  const { range, scaling } = rule;
  const stated = typeof setting === 'string' ? readNumber(setting) : undefined;
  if (stated === undefined) return dropped('not a number');
  if (rule.to.startsWith('whiteBalance.')) {
    if (state.isWhiteBalanceAutomatic) return neutral('the white balance is automatic, which leaves it out');
    if (state.settings.has('Temperature') && state.settings.has('AsShotTemperature')) return neutral('it is for finished photos; the file is of a raw one, whose Temperature and Tint count');
  }
  if (stated === rule.neutral && scaling !== 'angle') return neutral('changes nothing');
  const scaled = scaling === undefined ? rule.neutral + state.amount * (stated - rule.neutral) : stated;
  const used = Math.min(range[1], Math.max(range[0], scaled));
  const change = rule.factor * (used - rule.neutral);
  if (change === 0 && scaling !== 'angle' && used === scaled) return neutral('the amount of the look is 0');
  state.numbers.set(rule.to, (state.numbers.get(rule.to) ?? 0) + change);
  const becomes = describeTarget(rule.to, change);
  if (used !== scaled) {
    const found = scaled === stated ? 'it' : `${roundParameter(scaled)}, with the amount of the look,`;
    return { status: 'approximated', becomes, why: `${found} is outside ${range[0]} to ${range[1]}, whose end is used; ${field.why}` };
  }
  const isFar = rule.beyond !== undefined && Math.abs(used - rule.neutral) > rule.beyond;
  return { status: field.quality === 'good' && !isFar ? 'mapped' : 'approximated', becomes, why: (isFar ? rule.whyBeyond : undefined) ?? field.why };
}

function mapPoints(setting: Setting, field: CameraRawField, { channel, rawDefault }: PointsRule, state: MappingState): Outcome {
  const read = readCurvePoints(setting);
  if ('fault' in read) return dropped(read.fault);
  if (isStraightLine(read.points)) return neutral('a straight line changes nothing');
  if (rawDefault !== undefined && channel === 'master' && state.settings.get(rawDefault.field) === rawDefault.name) {
    return neutral('the curve raw photos had by default in that version; a finished photo has it in it already');
  }
  state.curves.set(channel, state.amount === 1 ? read.points : scaleCurve(read.points, state.amount));
  const target = channel === 'master' ? 'points' : `${channel}Points`;
  return { status: field.quality === 'good' ? 'mapped' : 'approximated', becomes: `toneCurve ${target}, ${read.points.length} points`, why: field.why };
}

function mapAbsoluteWhiteBalance(name: string, setting: Setting, field: CameraRawField, { asShot, range }: Extract<FieldRule, { kind: 'absolute-white-balance' }>, state: MappingState): Outcome {
  const recorded = state.settings.get(asShot);
  const from = typeof recorded === 'string' ? readNumber(recorded) : undefined;
  const to = typeof setting === 'string' ? readNumber(setting) : undefined;
  if (to === undefined) return dropped('not a number');
  if (state.settings.get('WhiteBalance') === 'As Shot') return neutral('the light the camera recorded, which stays');
  if (state.isWhiteBalanceAutomatic) return neutral('the white balance is automatic, which leaves it out');
  if (from === undefined) return dropped(`says something only beside the light the camera recorded; the file has no ${asShot}, and a finished photo has lost it`);
  if (![from, to].every((value) => value >= range[0] && value <= range[1])) return dropped(`it or ${asShot} is outside ${range[0]} to ${range[1]}`);
  const isTemperature = name === 'Temperature';
  const change = state.amount * (isTemperature ? 1e6 / from - 1e6 / to : to - from);
  if (change === 0) return neutral('the light the camera recorded, which stays');
  const result = isTemperature ? kelvinOfMired(change) : change;
  const accepted = isTemperature ? [2000, 25000] : [-150, 150];
  if (!(result >= accepted[0] && result <= accepted[1])) return dropped(`so far from ${asShot} ${from} that no white balance here reaches it`);
  const target = isTemperature ? 'whiteBalance.mired' : 'whiteBalance.tint';
  state.numbers.set(target, (state.numbers.get(target) ?? 0) + change);
  return { status: 'approximated', becomes: describeTarget(target, change), why: field.why };
}

function mapWhiteBalanceName(setting: Setting, field: CameraRawField): Outcome {
  if (setting === 'As Shot') return neutral('the light the camera recorded, which stays');
  if (setting === 'Custom') return neutral('a name; the numbers beside it count');
  if (setting === 'Auto') return { status: 'approximated', becomes: 'whiteBalance auto', why: field.why };
  return dropped('a kind of light, which says something only beside the light the camera recorded');
}

function isNeutralText(setting: Setting, values: readonly string[]): boolean {
  if (typeof setting !== 'string') return !('fields' in setting) && setting.length === 0;
  const number = readNumber(setting);
  return values.some((value) => value.toLowerCase() === setting.trim().toLowerCase() || (number !== undefined && number === readNumber(value)));
}

/** @returns whether a setting is there and is neither 0 nor off. */
function doesSomething(setting: Setting | undefined): boolean {
  return setting !== undefined && setting !== '' && !isFalse(setting) && (typeof setting !== 'string' || readNumber(setting) !== 0);
}

export function isFalse(setting: Setting | undefined): boolean {
  return typeof setting === 'string' && /^(?:false|0)$/i.test(setting.trim());
}

export function isTrue(setting: Setting | undefined): boolean {
  return typeof setting === 'string' && /^(?:true|1)$/i.test(setting.trim());
}

/** What a target of the table is called in a recipe: `tone highlights -0.4`. */
function describeTarget(target: string, value: number): string {
  const [operation, ...rest] = target.split('.');
  const parameter = rest.join('.');
  switch (operation) {
    case 'contrast':
      return `toneCurve, slope ${roundParameter(value >= 0 ? 1 + value / 2 : 1 + value / 3)} in the middle`;
    case 'parametric':
      return `toneCurve, ${parameter} by ${roundParameter(value)} of the whole bump`;
    case 'split':
      return `toneCurve, a border moved by ${roundParameter(value)}`;
    case 'legacy':
      return `levels gamma ${roundParameter(gammaOfStops(value))}`;
    case 'mixer':
      return `blackWhite ${parameter} ${roundParameter(value)}`;
    case 'grade':
      if (parameter === 'blending') return value > 0 ? `colorGrade midtones, ${roundParameter(value / 2)} of the tint of shadows and highlights` : 'colorGrade, zones as they are';
      return `colorGrade ${rest[0] === 'global' ? `all zones, ${rest[1]}` : parameter} ${roundParameter(parameter.endsWith('.amount') ? Math.min(1, value) : value)}`;
    case 'saturation':
      return `saturation gain ${roundParameter(1 + value)}`;
    case 'whiteBalance':
      return parameter === 'mired' ? `whiteBalance temperature ${Math.round(kelvinOfMired(value))}` : `whiteBalance ${parameter} ${roundParameter(value)}`;
    default:
      return `${operation} ${parameter} ${roundParameter(value)}`;
  }
}

/** @returns a row of the report. */
export function reportRow(name: string, setting: Setting, outcome: Outcome): FieldReport {
  return { field: describeSetting(name), value: describeSetting(setting), ...outcome };
}
