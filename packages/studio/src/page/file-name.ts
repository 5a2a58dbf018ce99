/** What a file name must not hold on one system or another. */
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+/g;
const MAXIMUM_LENGTH = 180;

/**
 * Makes the name of a file to be saved.
 *
 * @param template - with `{name}` for the photo's own name, without its extension.
 * @param extension - without dot.
 * @param taken - names given already; a number makes another of the same.
 * @returns `undefined` where nothing is left that a name could be.
 */
export function makeFileName(template: string, photoName: string, extension: string, taken: ReadonlySet<string> = new Set()): string | undefined {
  const base = photoName.replace(/\.[^./\\]{1,5}$/, '');
  const clean = template.replaceAll('{name}', base).replace(FORBIDDEN, '-').replace(/^[.\s-]+|[.\s]+$/g, '').slice(0, MAXIMUM_LENGTH);
  if (!/[\p{L}\p{N}]/u.test(clean)) return undefined;
  for (let number = 1; ; number += 1) {
    const name = `${clean}${number === 1 ? '' : `-${number}`}.${extension}`;
    if (!taken.has(name)) return name;
  }
}
