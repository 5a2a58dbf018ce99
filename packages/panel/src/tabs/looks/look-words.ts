import { BUILT_IN_LOOKS, type LookEntry } from '../../session/looks/look-entry.js';
import type { StringKey, Strings } from '../../strings/strings.js';

/** Built-in looks are named in the panel's language, own ones as their owner named them. */
export function lookTitle({ id, name, group }: LookEntry, { text }: Strings): string {
  return group === undefined ? name : text(`looks.${id}` as StringKey);
}

/** Titles of groups by what the core calls them. */
const GROUPS: Readonly<Record<string, StringKey>> = {
  'Every photo': 'looks.groupEvery',
  Light: 'looks.groupLight',
  Mood: 'looks.groupMood',
  Subjects: 'looks.groupSubjects',
  'Black and white': 'looks.groupBlackWhite',
};

export function groupTitle(group: string | undefined, { text }: Strings): string {
  return text(group === undefined ? 'looks.mine' : GROUPS[group]);
}

/** @returns the looks whose title or group has all the words, whatever their case and accents. */
export function findLooks(looks: readonly LookEntry[], query: string, strings: Strings): readonly LookEntry[] {
  const words = plain(query, strings.locale).split(/\s+/).filter((word) => word !== '');
  return looks.filter((look) => {
    const told = plain(`${lookTitle(look, strings)} ${groupTitle(look.group, strings)}`, strings.locale);
    return words.every((word) => told.includes(word));
  });
}

function plain(text: string, locale: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase(locale);
}

export const BUILT_IN_GROUPS: readonly string[] = /* @__PURE__ */ [...new Set(BUILT_IN_LOOKS.map(({ group }) => group as string))];
