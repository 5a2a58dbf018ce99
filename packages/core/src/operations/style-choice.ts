/** A built-in style by its id, or a style that the recipe carries, by its key in `assets`. */
export type StyleSource = { readonly style: string } | { readonly asset: string };

/** What a recipe may say in the place of a style: an id, a key, or several of both with shares that count relative to their sum. */
export type StyleChoice = string | { readonly asset: string } | readonly (StyleSource & { readonly share: number })[];

/** Ids of built-in styles. */
export const STYLE_ID_PATTERN = '^[a-z][a-z0-9-]{0,31}$';
/** Parts of a mix: each asks the model once. */
export const MAXIMUM_STYLE_PARTS = 8;

/** @returns the styles of a choice with their shares of 1, without those of none. */
export function stylePartsOf(choice: StyleChoice | undefined): { readonly source: StyleSource; readonly share: number }[] {
  if (choice === undefined) return [];
  if (typeof choice === 'string') return [{ source: { style: choice }, share: 1 }];
  if ('asset' in choice) return [{ source: { asset: choice.asset }, share: 1 }];
  const total = choice.reduce((sum, { share }) => sum + share, 0);
  return choice.flatMap((part) => (part.share === 0 ? [] : [{ source: sourceOf(part), share: part.share / total }]));
}

/** @returns a choice with another thing in the place of each asset's key. */
export function replaceStyleAssets<T>(choice: StyleChoice, replace: (key: string) => T): unknown {
  if (typeof choice === 'string') return choice;
  if ('asset' in choice) return { asset: replace(choice.asset) };
  return choice.map((part) => ('asset' in part ? { ...part, asset: replace(part.asset) } : part));
}

/** @returns `golden`, `"mine"` of an asset, or `golden:0.6 "mine":0.4`. */
export function describeStyleChoice(choice: StyleChoice): string {
  if (typeof choice === 'string') return choice;
  if ('asset' in choice) return describeSource(choice);
  return choice.map((part) => `${describeSource(sourceOf(part))}:${Number(part.share.toPrecision(6))}`).join(' ');
}

function describeSource(source: StyleSource): string {
  return 'asset' in source ? JSON.stringify(source.asset) : source.style;
}

function sourceOf(part: StyleSource): StyleSource {
  return 'asset' in part ? { asset: part.asset } : { style: part.style };
}
