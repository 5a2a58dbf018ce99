import type { LookFormat } from './look.js';

/** @returns the formats whose extension the name ends in; of `hald.png` and `png` the longer one decides. */
export function formatsOfName<F extends LookFormat>(path: string, formats: readonly F[]): F[] {
  let longest = 0;
  let found: F[] = [];
  for (const format of formats) {
    const length = extensionOf(path, format)?.length ?? 0;
    if (length === 0 || length < longest) continue;
    found = length > longest ? [format] : [...found, format];
    longest = length;
  }
  return found;
}

/** @returns the file's name without folders and without the extension of any of the formats. */
export function lookNameOf(path: string, formats: readonly LookFormat[]): string {
  const name = baseNameOf(path);
  const [format] = formatsOfName(name, formats);
  const extension = format === undefined ? undefined : extensionOf(name, format);
  return extension === undefined ? name : name.slice(0, -extension.length - 1);
}

/** @returns formats for a message: `preset (.retouch.json, .json), .cube LUT (.cube)`. */
export function describeFormats(formats: readonly LookFormat[]): string {
  return formats.map(({ title, extensions }) => `${title} (${extensions.map((extension) => `.${extension}`).join(', ')})`).join(', ');
}

function extensionOf(path: string, { extensions }: LookFormat): string | undefined {
  const name = baseNameOf(path).toLowerCase();
  const fitting = extensions.filter((extension) => name.endsWith(`.${extension}`) && name.length > extension.length + 1);
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/** @returns a path's last part, of either kind of slash. */
export function baseNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
