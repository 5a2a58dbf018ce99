import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ENGLISH } from '../../../packages/studio/src/words/english.js';
import { createWords } from '../../../packages/studio/src/words/words.js';

const FOLDER = fileURLToPath(new URL('../../../packages/studio/locales/', import.meta.url));
const LOCALES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
const tableOf = (locale: string): Record<string, string> => JSON.parse(readFileSync(`${FOLDER}${locale}.json`, 'utf8')) as Record<string, string>;
const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(([found]) => found).sort();
/** Written alike in every language. */
const NAMES = new Set(['title']);

describe('the page\'s words', () => {
  it('are there in the seven languages of the panel', () => {
    expect(LOCALES.sort()).toEqual(['de', 'es', 'fr', 'ja', 'ko', 'pt-BR', 'zh-Hans']);
  });

  it.each(LOCALES)('have every text and its values in %s, and none that nobody asks for', (locale) => {
    const table = tableOf(locale);
    const forms = new Set<string>(new Intl.PluralRules(locale).resolvedOptions().pluralCategories);
    const wanted = Object.keys(ENGLISH).filter((key) => !NAMES.has(key) && !(/\.(one)$/.test(key) && key !== 'scope.one' && !forms.has('one')));
    expect(Object.keys(table).sort()).toEqual(wanted.sort());
    for (const [key, text] of Object.entries(table)) {
      const english = placeholders(ENGLISH[key as keyof typeof ENGLISH]);
      if (!key.endsWith('.one') || key === 'scope.one') expect({ key, values: placeholders(text).filter((name) => name !== '{n}') }).toEqual({ key, values: english.filter((name) => name !== '{n}') });
      expect(text.trim()).toBe(text);
    }
  });

  it('take the form of the number, and English where a word is missing', () => {
    const german = createWords('de', tableOf('de'));
    expect(german.plural('save', 1)).toBe('Datei speichern');
    expect(german.plural('save', 1200)).toBe('1.200 Dateien speichern');
    expect(createWords('ja', tableOf('ja')).plural('save', 1)).toBe('1 個のファイルを保存');
    expect(createWords('de', {}).text('open')).toBe('Open photos');
    expect(createWords('de', { open: 3 }).text('open')).toBe('Open photos');
  });
});
