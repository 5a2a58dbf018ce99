import { ENGLISH } from './en/index.js';

type Areas = typeof ENGLISH;
/** `area.key` of every text. */
export type StringKey = { [A in keyof Areas & string]: `${A}.${keyof Areas[A] & string}` }[keyof Areas & string];
/** Bases of texts that depend on a number: `recipe.steps` of `recipe.steps.one` and `recipe.steps.other`. */
export type PluralKey = StringKey extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never;

/** Texts of one language, as its file holds them. */
export type StringTable = Readonly<Record<string, Readonly<Record<string, string>>>>;
export type StringValues = Readonly<Record<string, string | number>>;

export interface NumberForm {
  /** Digits behind the point; default 0. */
  readonly digits?: number;
  /** With a plus above zero. */
  readonly isSigned?: boolean;
}

/** The words and numbers of one language. */
export interface Strings {
  /** BCP 47. */
  readonly locale: string;
  /** @returns the text, its `{names}` replaced. A text the language lacks is told in English. */
  text(key: StringKey, values?: StringValues): string;
  /** The form that the language uses for a number; `{n}` is the number. */
  plural(key: PluralKey, count: number, values?: StringValues): string;
  /** Joins phrases into one sentence: with the language's own "and", a capital and a full stop. */
  sentence(phrases: readonly string[]): string;
  /** Joins items with commas alone. */
  list(items: readonly string[]): string;
  /** With a true minus and the language's own decimal sign. */
  number(value: number, form?: NumberForm): string;
  /** @param fraction - 1 is 100 %. */
  percent(fraction: number, form?: NumberForm): string;
  /** @returns what a person typed as a number, with decimal point or comma; `undefined` where it is none. */
  parse(text: string): number | undefined;
}

const ENGLISH_PLURALS = new Intl.PluralRules('en');

export function createStrings(locale = 'en', table: StringTable = {}): Strings {
  const plurals = new Intl.PluralRules(locale);
  const format = (value: number, { digits = 0, isSigned = false }: NumberForm, style: 'decimal' | 'percent'): string => {
    const options = { style, minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false } as const;
    return new Intl.NumberFormat(locale, { ...options, signDisplay: isSigned ? 'exceptZero' : 'auto' }).format(value).replace('-', '\u2212');
  };
  const text = (key: string, values: StringValues = {}): string => fill(find(table, key) ?? find(ENGLISH, key) ?? key, values);
  return {
    locale,
    text,
    plural: (key, count, values) => {
      // A language that lacks the text is told in English, whose forms are others.
      const [forms, rules] = find(table, `${key}.other`) === undefined ? [ENGLISH, ENGLISH_PLURALS] : [table, plurals];
      const form = `${key}.${rules.select(count)}`;
      const known = find(forms, form) === undefined ? `${key}.other` : form;
      return text(known, { n: format(count, {}, 'decimal'), ...values });
    },
    sentence: (phrases) => finishSentence(new Intl.ListFormat(locale, { type: 'conjunction' }).format(phrases), locale),
    list: (items) => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(items),
    number: (value, form = {}) => format(value, form, 'decimal'),
    percent: (fraction, form = {}) => format(fraction, form, 'percent'),
    parse: parseNumber,
  };
}

function find(table: StringTable, key: string): string | undefined {
  const split = key.indexOf('.');
  const [area, name] = [key.slice(0, split), key.slice(split + 1)];
  const texts = Object.hasOwn(table, area) ? table[area] : undefined;
  return texts !== undefined && Object.hasOwn(texts, name) ? texts[name] : undefined;
}

function fill(text: string, values: StringValues): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

function finishSentence(text: string, locale: string): string {
  const [first = '', ...rest] = text;
  const stop = /^(ja|zh)/.test(locale) ? '\u3002' : '.';
  return `${first.toLocaleUpperCase(locale)}${rest.join('')}${stop}`;
}

function parseNumber(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-').replace(',', '.').replace(/[^\d.,+-]+$/, '');
  const value = Number(plain);
  return plain === '' || !Number.isFinite(value) ? undefined : value;
}
