import type { Layer, LayerMaskData } from 'ag-psd';

/**
 * The mask a user painted on a layer. Beside a vector mask it is the second one: the first is then the two together, as the
 * editor has rendered them.
 *
 * @returns `undefined` where there is none, or it is switched off.
 */
export function maskOf({ mask, realMask }: Layer): { readonly mask: LayerMaskData; readonly isReal: boolean } | undefined {
  const isReal = realMask !== undefined;
  const found = realMask ?? (mask?.fromVectorData === true ? undefined : mask);
  return found === undefined || found.disabled === true ? undefined : { mask: found, isReal };
}
