import type { Edit } from './edit.js';

/** An edit as a recipe keeps it: without pixels, and without the tables that the recipe's own `assets` hold. */
export interface StoredEdit {
  readonly version: 1;
  readonly edit: unknown;
}

/** @returns plain JSON, for the recipe's extensions. */
export function storeEdit({ brush, look, ...rest }: Edit): StoredEdit {
  return { version: 1, edit: { ...rest, ...(brush === undefined ? {} : { brush: withoutMask(brush) }), ...(look === undefined ? {} : { look: withoutTables(look) }) } };
}

function withoutMask({ mask: _mask, ...brush }: NonNullable<Edit['brush']>): unknown {
  return brush;
}

function withoutTables({ recipe: { assets: _assets, extensions: _extensions, ...recipe }, ...look }: NonNullable<Edit['look']>): unknown {
  return { ...look, recipe };
}
