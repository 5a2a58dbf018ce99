import { ENGLISH, type PluralWordKey, type WordKey } from './english.js';

export interface Words {
  text(key: WordKey, values?: Readonly<Record<string, string | number>>): string;
  /** The form the language uses for a number; `{n}` is the number. */
  plural(key: PluralWordKey, count: number): string;
}

/**
 * The page's words in one language.
 *
 * @param locale - BCP 47, of the table.
 * @param table - may lack words; those are told in English.
 */
export function createWords(locale: string, table: Readonly<Record<string, unknown>> = {}): Words {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const find = (key: string): string | undefined => {
    const own = Object.hasOwn(table, key) ? table[key] : undefined;
    return typeof own === 'string' ? own : Object.hasOwn(ENGLISH, key) ? ENGLISH[key as WordKey] : undefined;
  };
  const text = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
    (find(key) ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  return {
    text,
    plural: (key, count) => {
      const form = `${key}.${rules.select(count)}`;
      return text(find(form) === undefined ? `${key}.other` : form, { n: numbers.format(count) });
    },
  };
}
