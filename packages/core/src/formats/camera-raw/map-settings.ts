import type { RecipeOperation } from '../../recipe/recipe.js';
import type { FieldReport } from '../field-report.js';
import { assembleOperations, findGradeExcess, splitsOf } from './assemble-operations.js';
import { readNumber } from './curves.js';
import { findCameraRawField } from './field-table.js';
import { isFalse, isTrue, mapField, type MappingState, reportRow } from './map-field.js';
import { isStructure, type Setting, type SettingMap } from './settings.js';

/** The first process version that reads today's names of the sliders. */
const FIRST_CURRENT_VERSION = [6, 6] as const;
/** Looks inside looks that are followed; no program writes more than one. */
const MAXIMUM_LOOK_DEPTH = 2;
/** The amount of a look at most, that of the slider in Camera Raw. */
const MAXIMUM_LOOK_AMOUNT = 2;

/** Settings as operations, and what became of each field. */
export interface MappedSettings {
  readonly operations: readonly RecipeOperation[];
  readonly rows: readonly FieldReport[];
}

interface Surroundings {
  readonly amount: number;
  readonly prefix: string;
  readonly lookDepth: number;
  readonly processVersion?: Setting;
}

const TOP: Surroundings = { amount: 1, prefix: '', lookDepth: 0 };

/** Maps settings by the field table. A look's settings come first, as a profile lies below the sliders. */
export function mapSettings(settings: SettingMap, surroundings: Surroundings = TOP): MappedSettings {
  const { amount, prefix, lookDepth } = surroundings;
  const isPanelOff = (panel: string): boolean => isFalse(settings.get(panel));
  const state: MappingState = {
    settings,
    isLegacy: isLegacyFile(settings, settings.get('ProcessVersion') ?? surroundings.processVersion),
    isGrey: isTrue(settings.get('ConvertToGrayscale')),
    isWhiteBalanceAutomatic: settings.get('WhiteBalance') === 'Auto',
    isSplitToning: ![...settings.keys()].some((name) => name.startsWith('ColorGrade')),
    amount,
    numbers: new Map(),
    curves: new Map(),
  };
  const rows: FieldReport[] = [];
  const lookOperations: RecipeOperation[] = [];
  for (const [name, setting] of settings) {
    const field = findCameraRawField(name);
    const place = `${prefix}${name}`;
    if (field === undefined) rows.push(reportRow(place, setting, { status: 'dropped', why: 'unknown field' }));
    else if (field.rule.kind === 'look' && isStructure(setting) && lookDepth < MAXIMUM_LOOK_DEPTH && !isPanelOff('EnableLook')) {
      const look = mapLook(place, setting.fields, state, surroundings);
      lookOperations.push(...look.operations);
      rows.push(...look.rows);
    } else rows.push(reportRow(place, setting, mapField(name, setting, field, state)));
  }
  return { operations: [...lookOperations, ...assembleOperations(state)], rows: withSharedFaults(rows, state, prefix) };
}

/** The fields that describe the look, the amount, and the settings in its `Parameters`. */
function mapLook(place: string, look: SettingMap, { settings }: MappingState, outer: Surroundings): MappedSettings {
  const rows: FieldReport[] = [];
  const operations: RecipeOperation[] = [];
  const stated = look.get('Amount');
  const number = typeof stated === 'string' ? readNumber(stated) : undefined;
  const amount = Math.min(MAXIMUM_LOOK_AMOUNT, Math.max(0, number ?? 1));
  for (const [name, setting] of look) {
    const row = (outcome: Parameters<typeof reportRow>[2]): number => rows.push(reportRow(`${place}.${name}`, setting, outcome));
    if (name === 'Parameters' && isStructure(setting)) {
      const processVersion = settings.get('ProcessVersion') ?? outer.processVersion;
      const inner = mapSettings(setting.fields, { amount: outer.amount * amount, prefix: `${place}.Parameters.`, lookDepth: outer.lookDepth + 1, ...(processVersion === undefined ? {} : { processVersion }) });
      operations.push(...inner.operations);
      rows.push(...inner.rows);
    } else if (name === 'Amount') {
      if (number === undefined) row({ status: 'dropped', why: 'not a number; 1 is used' });
      else if (number !== amount) row({ status: 'approximated', becomes: `settings scaled by ${amount}`, why: `it is outside 0 to ${MAXIMUM_LOOK_AMOUNT}, whose end is used` });
      else if (amount === 1) row({ status: 'neutral', why: 'the whole look' });
      else row({ status: 'mapped', becomes: `settings scaled by ${amount}`, why: 'the distance of each setting from its neutral value, angles and borders apart' });
    } else {
      const field = findCameraRawField(name);
      row(field === undefined ? { status: 'dropped', why: 'unknown field' } : field.rule.kind === 'about' ? { status: 'neutral', why: field.why } : { status: 'dropped', why: field.quality === 'none' ? field.why : 'not a field of a look' });
    }
  }
  if (!look.has('Parameters')) rows.push(reportRow(place, { fields: look }, { status: 'dropped', why: 'a look by name alone, whose settings are not in the file' }));
  return { operations, rows };
}

/** Without a process version the names tell: a file that has only the old ones is old. */
function isLegacyFile(settings: SettingMap, version: Setting | undefined): boolean {
  const found = typeof version === 'string' ? /^(\d{1,4})(?:\.(\d{1,4}))?/.exec(version.trim()) : null;
  if (found !== null) {
    const [major, minor] = [Number(found[1]), Number(found[2] ?? 0)];
    return major < FIRST_CURRENT_VERSION[0] || (major === FIRST_CURRENT_VERSION[0] && minor < FIRST_CURRENT_VERSION[1]);
  }
  const eras = [...settings.keys()].map((name) => findCameraRawField(name)?.era);
  return eras.includes('legacy') && !eras.includes('current');
}

/** Faults of fields together, each of them in range: they are put into the rows of this level. */
function withSharedFaults(rows: readonly FieldReport[], state: MappingState, prefix: string): FieldReport[] {
  const excess = findGradeExcess(state);
  const areSplitsRising = splitsOf(state.numbers) !== undefined;
  return rows.map((row) => {
    const name = row.field.slice(prefix.length);
    if (row.status === 'neutral') return row;
    if (!areSplitsRising && /^Parametric(?:Shadow|Midtone|Highlight)Split$/.test(name)) return { field: row.field, value: row.value, status: 'dropped', why: 'borders that do not rise; 25, 50 and 75 are used' };
    const isBeyond = (/^ColorGrade(?:GlobalSat|MidtoneSat|Blending)$/.test(name) && excess.amount) || (name === 'ColorGradeGlobalLum' && excess.lightness);
    return isBeyond ? { ...row, status: 'approximated', why: `together with others it is more than the whole of a zone, which is used there; ${row.why}` } : row;
  });
}
