import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createStrings, loadStrings, LOCALES, type StringTable } from '@openretouch/panel/strings';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../packages/panel/src/catalogue/catalogue.generated.js';
import { COLOUR_GROUPS, COLOUR_SLIDERS, LIGHT_SLIDERS, WHITE_BALANCE_SLIDERS } from '../../packages/panel/src/catalogue/sections.js';
import { ENGLISH } from '../../packages/panel/src/strings/en/index.js';

const folder = fileURLToPath(new URL('../../packages/panel/locales/', import.meta.url));
const tables = Object.fromEntries(LOCALES.map((locale) => [locale, JSON.parse(readFileSync(`${folder}${locale}.json`, 'utf8')) as StringTable]));
const keysOf = (table: StringTable): string[] => Object.entries(table).flatMap(([area, texts]) => Object.keys(texts).map((key) => `${area}.${key}`));
const namesIn = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('languages', () => {
  it('are the files there are', () => {
    expect(readdirSync(folder).map((name) => name.replace('.json', '')).sort()).toEqual([...LOCALES].sort());
  });

  it.each(LOCALES)('%s has every text of English and no other', (locale) => {
    expect(keysOf(tables[locale]).sort()).toEqual(keysOf(ENGLISH).sort());
  });

  it.each(LOCALES)('%s fills in what English fills in, and leaves nothing empty', (locale) => {
    for (const [area, texts] of Object.entries(ENGLISH as StringTable)) {
      for (const [key, english] of Object.entries(texts)) {
        const text = tables[locale][area][key];
        expect(text.trim(), `${area}.${key}`).not.toBe('');
        expect(namesIn(text), `${area}.${key}`).toEqual(namesIn(english));
      }
    }
  });

  it.each(LOCALES)('%s has no exclamation marks: nobody is shouted at', (locale) => {
    expect(Object.values(tables[locale]).flatMap((texts) => Object.values(texts)).filter((text) => /[!\uff01\u00a1]/.test(text))).toEqual([]);
  });

  it('have a name for every slider of the registry that the panel shows', () => {
    const sliders = [...LIGHT_SLIDERS, ...WHITE_BALANCE_SLIDERS, ...COLOUR_SLIDERS, ...COLOUR_GROUPS.flatMap((group) => [...group.groups.flatMap((name) => group.slidersOf(name)), ...group.common])];
    const groups = COLOUR_GROUPS.flatMap((group) => group.groups);
    expect([...sliders.map(({ label }) => label), ...groups].filter((label) => !Object.hasOwn(ENGLISH.adjust, label))).toEqual([]);
    expect(sliders.length).toBeGreaterThan(CATALOGUE.length);
  });
});

describe('words and numbers', () => {
  it('are of the first wanted language that is there, and English otherwise', async () => {
    const load = async (locale: string): Promise<unknown> => tables[locale];
    expect((await loadStrings(['xx', 'pt-PT', 'de'], load)).text('frame.apply')).toBe(tables['pt-BR'].frame.apply);
    expect((await loadStrings(['zh-TW', 'ko'], load)).text('frame.apply')).toBe(tables.ko.frame.apply);
    expect((await loadStrings(['zh-CN'], load)).text('frame.apply')).toBe(tables['zh-Hans'].frame.apply);
    expect((await loadStrings(['de'], () => Promise.reject(new Error('offline')))).text('frame.apply')).toBe('Apply');
    expect((await loadStrings(['de'], async () => ({ frame: { apply: 3 } }))).text('frame.apply')).toBe('Apply');
  });

  it('write numbers as the language does, with a true minus', () => {
    const german = createStrings('de', tables.de);
    expect(german.number(-0.5, { digits: 2, isSigned: true })).toBe('\u22120,50');
    expect(german.percent(0.5)).toBe('50\u00a0%');
    expect(createStrings().number(0.35, { digits: 2, isSigned: true })).toBe('+0.35');
  });

  it.each([['0,35', 0.35], ['0.35', 0.35], ['\u221212', -12], ['+7 %', 7], ['6500 K', 6500], [' 1 200 ', 1200], ['', undefined], ['abc', undefined], ['1,2,3', undefined]])('read %j as %s', (typed, value) => {
    expect(createStrings('de').parse(typed)).toBe(value);
  });

  it('choose the form of a number', () => {
    expect(createStrings().plural('recipe.steps', 1)).toBe('1 step');
    expect(createStrings('de', tables.de).plural('recipe.steps', 3)).toBe('3 Schritte');
    expect(createStrings('fr', tables.fr).plural('recipe.steps', 1_000_000)).toBe('1000000 étapes');
  });
});
