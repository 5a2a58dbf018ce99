import type { Recipe, StyleAsset } from '@openretouch/core';
import type { AdjustmentValues, AutoEdit, AutoMode, BrushEdit, BrushSource, BrushTarget, Edit, LookEdit, StepSettings, StyleInUse } from './edit.js';

/*
 * Maintainer notes. A recipe may come from anywhere. What is read here is checked field by field, and what does not fit makes the whole
 * unreadable: the recipe then opens by its operations alone. Values of parameters are the engine's to check.
 */

const MODES: readonly AutoMode[] = ['classic', 'learned', 'style'];
const TARGETS: readonly BrushTarget[] = ['lighten', 'even', 'darken'];
const SOURCES: readonly BrushSource[] = ['panel', 'host'];

type Fields = Readonly<Record<string, unknown>>;
class Unreadable extends Error {}

/** @returns the edit that a recipe's extension holds, or `undefined` where there is none that can be read. */
export function readStoredEdit(stored: unknown, assets: Recipe['assets']): Edit | undefined {
  try {
    const { version, edit } = fieldsOf(stored);
    return version === 1 ? readEdit(fieldsOf(edit), assets) : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function readEdit({ auto, adjustments, look, brush, steps, order }: Fields, assets: Recipe['assets']): Edit {
  return {
    ...optional('auto', auto, readAuto),
    adjustments: mapFields(adjustments, (values): AdjustmentValues => fieldsOf(values)),
    ...optional('look', look, (value) => readLook(value, assets)),
    ...optional('brush', brush, readBrush),
    steps: mapFields(steps, readSettings),
    ...optional('order', order, (value) => listOf(value).map(readText)),
  };
}

function readAuto(value: unknown): AutoEdit {
  const { mode, strength, style } = fieldsOf(value);
  return { mode: oneOf(mode, MODES), strength: readNumber(strength, 0, 1.5), ...optional('style', style, readStyle) };
}

function readStyle(value: unknown): StyleInUse {
  const { name, id, asset } = fieldsOf(value);
  return asset === undefined ? { name: readText(name), id: readText(id) } : { name: readText(name), asset: fieldsOf(asset) as unknown as StyleAsset };
}

function readLook(value: unknown, assets: Recipe['assets']): LookEdit {
  const { recipe, strength } = fieldsOf(value);
  const { operations } = fieldsOf(recipe);
  listOf(operations).forEach((entry) => readText(fieldsOf(entry).op));
  return { recipe: { ...(recipe as Recipe), ...(assets === undefined ? {} : { assets }) }, strength: readNumber(strength, 0, 1) };
}

function readBrush(value: unknown): BrushEdit {
  const { target, amountEv, source } = fieldsOf(value);
  return { target: oneOf(target, TARGETS), amountEv: readNumber(amountEv, 0, 5), source: oneOf(source, SOURCES) };
}

function readSettings(value: unknown): StepSettings {
  const { isOff, strength } = fieldsOf(value);
  return { ...(isOff === true ? { isOff } : {}), ...optional('strength', strength, (share) => readNumber(share, 0, 1)) };
}

function optional<K extends string, T>(key: K, value: unknown, read: (value: unknown) => T): { readonly [key in K]?: T } {
  return (value === undefined ? {} : { [key]: read(value) }) as { readonly [key in K]?: T };
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable();
  return value as Fields;
}

function mapFields<T>(value: unknown, read: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, field]) => [key, read(field)]));
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Unreadable();
  return value as unknown[];
}

function readText(value: unknown): string {
  if (typeof value !== 'string') throw new Unreadable();
  return value;
}

function readNumber(value: unknown, minimum: number, maximum: number): number {
  if (typeof value !== 'number' || !(value >= minimum && value <= maximum)) throw new Unreadable();
  return value;
}

function oneOf<T extends string>(value: unknown, accepted: readonly T[]): T {
  if (!accepted.includes(value as T)) throw new Unreadable();
  return value as T;
}
