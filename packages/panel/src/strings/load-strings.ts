import { createStrings, type Strings, type StringTable } from './strings.js';

/** Languages beside English, each a file `locales/<name>.json` of this package. */
export const LOCALES = ['de', 'ja', 'zh-Hans', 'es', 'fr', 'pt-BR', 'ko'] as const;
export type Locale = (typeof LOCALES)[number];

/**
 * Loads the words of the first wanted language there is; English without one, and where the file cannot be had.
 *
 * @param wanted - BCP 47, the dearest first, such as `navigator.languages`.
 * @param load - gives the file's content: a fetch, an import, or text that the page brings along.
 */
export async function loadStrings(wanted: readonly string[], load: (locale: Locale) => Promise<unknown>): Promise<Strings> {
  for (const tag of wanted) {
    if (/^en\b/i.test(tag)) return createStrings(tag);
    const locale = matchLocale(tag);
    if (locale === undefined) continue;
    const table = await load(locale).catch(() => undefined);
    return isTable(table) ? createStrings(tag.startsWith(locale) ? tag : locale, table) : createStrings();
  }
  return createStrings();
}

/** Chinese of traditional script is another language for readers; every other region reads the one file of its language. */
function matchLocale(tag: string): Locale | undefined {
  if (/^zh-(hant|tw|hk|mo)\b/i.test(tag)) return undefined;
  const language = tag.slice(0, 2).toLowerCase();
  return LOCALES.find((locale) => locale.slice(0, 2) === language);
}

function isTable(value: unknown): value is StringTable {
  return typeof value === 'object' && value !== null && Object.values(value).every((area) => typeof area === 'object' && area !== null && Object.values(area as object).every((text) => typeof text === 'string'));
}
