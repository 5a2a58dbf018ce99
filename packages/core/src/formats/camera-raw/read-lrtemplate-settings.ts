import { InvalidFileError, UnsupportedFormatError } from '../../errors.js';
import { decodeUtf8 } from '../../recipe/utf8.js';
import { type LuaTable, type LuaValue, MAXIMUM_LUA_LENGTH, parseLuaLiteral } from '../lrtemplate/parse-lua-literal.js';
import type { CameraRawSettings, Setting } from './settings.js';

/**
 * Reads the develop settings of a `.lrtemplate` file, a Lua table that is never evaluated.
 *
 * @param source - UTF-8 bytes or text, at most 1 MiB; malformed bytes become U+FFFD.
 * @throws {@link InvalidFileError} as `parseLuaLiteral`; `no-settings` when the table has no `value.settings`.
 * @throws {@link UnsupportedFormatError} for a template of another kind, such as an export template.
 */
export function readLrtemplateSettings(source: string | Uint8Array): CameraRawSettings {
  if (source.length > MAXIMUM_LUA_LENGTH) {
    const expected = `at most ${MAXIMUM_LUA_LENGTH} bytes`;
    throw new InvalidFileError(`${source.length} bytes (expected ${expected})`, { value: source.length, expected }, { code: 'too-large' });
  }
  const template = parseLuaLiteral(typeof source === 'string' ? source : decodeUtf8(source, 'replace').text);
  const kind = template.named.get('type');
  if (typeof kind === 'string' && kind !== 'Develop') {
    throw new UnsupportedFormatError(`a template of type ${JSON.stringify(kind.slice(0, 40))} (expected "Develop")`, { value: kind, expected: 'Develop' });
  }
  const settings = tableAt(tableAt(template, 'value'), 'settings');
  if (settings === undefined) {
    const expected = 'value = { settings = { ... } }';
    throw new InvalidFileError(`a template without settings (expected ${expected})`, { expected }, { code: 'no-settings' });
  }
  const name = [template.named.get('title'), template.named.get('internalName')].find((value): value is string => typeof value === 'string' && value.trim() !== '');
  return { source: 'lrtemplate', ...(name === undefined ? {} : { name: name.trim() }), settings: toSettings(settings), repeated: [] };
}

function tableAt(table: LuaTable | undefined, name: string): LuaTable | undefined {
  const value = table?.named.get(name);
  return typeof value === 'object' && value !== null ? value : undefined;
}

function toSettings({ named }: LuaTable): ReadonlyMap<string, Setting> {
  // nil is how Lua says that a name has no value.
  return new Map([...named].filter(([, value]) => value !== null).map(([name, value]) => [name, toSetting(value)]));
}

function toSetting(value: LuaValue): Setting {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return '';
  return value.named.size > 0 ? { fields: toSettings(value) } : value.items.map(toSetting);
}
