/**
 * Prints JSON in its one canonical form: keys sorted by UTF-16 code units, no space, numbers as ECMAScript writes them.
 *
 * @param value - plain JSON of finite numbers and well-formed text; keys whose value is `undefined` are left out.
 * @see RFC 8785 (JSON Canonicalization Scheme), section 3.2
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  // The default order of sort is that of UTF-16 code units, which is what the RFC asks for.
  const keys = new Map(entries);
  return `{${[...keys.keys()].sort().map((key) => `${JSON.stringify(key)}:${canonicalJson(keys.get(key))}`).join(',')}}`;
}
