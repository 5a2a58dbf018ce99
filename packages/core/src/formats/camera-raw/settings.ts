/** The value of one setting, whatever file it is from: text (numbers and flags too), a list, or named parts. */
export type Setting = string | readonly Setting[] | SettingStructure;

/** A setting with named parts, such as a look or a mask. */
export interface SettingStructure {
  readonly fields: SettingMap;
}

/** Settings by name, in the order of the file. A name that is absent says nothing; it does not mean 0. */
export type SettingMap = ReadonlyMap<string, Setting>;

/** What a file of settings for Camera Raw or Lightroom says, before any of it is understood. */
export interface CameraRawSettings {
  /** `camera-raw-xmp` for presets and for the XMP of photos alike. */
  readonly source: 'camera-raw-xmp' | 'lrtemplate';
  /** For people; absent where the file has none. */
  readonly name?: string;
  readonly settings: SettingMap;
  /** Settings found again after their first place, which counts. */
  readonly repeated: readonly (readonly [name: string, value: Setting])[];
}

/** Longest value a report quotes. */
const MAXIMUM_DESCRIPTION = 80;

export function isStructure(setting: Setting): setting is SettingStructure {
  return typeof setting === 'object' && 'fields' in setting;
}

/** @returns a setting as short text for a report: the value, the first entries of a list, or how many parts there are. */
export function describeSetting(setting: Setting): string {
  if (typeof setting === 'string') return shorten(setting);
  if (isStructure(setting)) return count(setting.fields.size, 'field');
  if (setting.length > 0 && setting.every((item) => typeof item === 'string')) return shorten(setting.slice(0, MAXIMUM_DESCRIPTION).join('; '));
  return count(setting.length, 'entry', 'entries');
}

function shorten(text: string): string {
  const line = text.slice(0, MAXIMUM_DESCRIPTION * 2).replace(/\s+/g, ' ').trim();
  if (line.length <= MAXIMUM_DESCRIPTION && text.length <= MAXIMUM_DESCRIPTION * 2) return line;
  // Not within a surrogate pair: half of one is no text.
  return `${line.slice(0, MAXIMUM_DESCRIPTION - 3).replace(/[\ud800-\udbff]$/, '')}...`;
}

function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}
