/** The way to a value in a JSON document: keys and array indices from the root. */
export type JsonPath = readonly (string | number)[];

/** @returns the path as a JSON pointer; `''` is the whole document. @see RFC 6901 */
export function pathToPointer(path: JsonPath): string {
  return path.map((token) => `/${String(token).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

/** @returns the reference tokens of a JSON pointer, unescaped. @see RFC 6901, section 4 */
export function pointerToTokens(pointer: string): string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map((token) => token.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** @returns the pointer as people write paths, `operations[2].ev`; `recipe` for the whole document. */
export function describePointer(pointer: string): string {
  const text = pointerToTokens(pointer).map((token) => {
    if (/^\d+$/.test(token)) return `[${token}]`;
    return /^[A-Za-z_$][\w$]*$/.test(token) ? `.${token}` : `[${JSON.stringify(token)}]`;
  });
  return text.length === 0 ? 'recipe' : text.join('').replace(/^\./, '');
}

/** @returns the value at the tokens, `undefined` where there is none. Reads own properties only. */
export function valueAt(root: unknown, tokens: readonly string[]): unknown {
  let value = root;
  for (const token of tokens) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Record<string, unknown>)[token];
  }
  return value;
}
