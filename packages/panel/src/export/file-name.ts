const FALLBACK = 'openretouch';
const MAXIMUM_LENGTH = 80;

/** @returns a name that every file system takes: small letters and digits of any script, joined by hyphens. */
export function slugOf(name: string): string {
  const slug = name
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .slice(0, MAXIMUM_LENGTH)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? FALLBACK : slug;
}

/** @returns the typed name with its extension once, and without what would leave the folder. */
export function completeName(typed: string, extension: string): string {
  const bare = typed.replace(/[\\/:*?"<>|\p{Control}]+/gu, '-').replace(/^[.\s-]+|[.\s]+$/g, '');
  const suffix = `.${extension}`;
  return bare.toLowerCase().endsWith(suffix) ? bare : `${bare === '' ? FALLBACK : bare}${suffix}`;
}
