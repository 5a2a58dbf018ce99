export { loadStrings, type Locale, LOCALES } from './load-strings.js';
export { createStrings, type NumberForm, type PluralKey, type StringKey, type Strings, type StringTable, type StringValues } from './strings.js';
