/** Looks that belong together. */
export interface PresetGroup {
  readonly title: string;
  /** Ids of looks, in the order in which lists and panels show them. */
  readonly presets: readonly string[];
}

/** Every built-in look, once; a look's place in this list is its place everywhere. */
export const PRESET_GROUPS: readonly PresetGroup[] = [
  { title: 'Every photo', presets: ['auto', 'auto-learned', 'clean', 'vivid', 'punchy'] },
  { title: 'Light', presets: ['warm', 'cool', 'golden', 'high-key', 'low-key'] },
  { title: 'Mood', presets: ['matte', 'faded', 'teal-orange'] },
  { title: 'Subjects', presets: ['soft', 'product', 'food', 'foliage', 'snow', 'night'] },
  { title: 'Black and white', presets: ['monochrome', 'silver', 'red-filter', 'sepia'] },
];
