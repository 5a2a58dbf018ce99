/** @returns a key for a new asset, made of a name, that none of those present has. */
export function freeAssetKey(assets: Readonly<Record<string, unknown>>, wanted: string, fallback: string): string {
  const base = wanted.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40) || fallback;
  let key = base;
  for (let i = 2; Object.hasOwn(assets, key); i += 1) key = `${base}-${i}`;
  return key;
}
