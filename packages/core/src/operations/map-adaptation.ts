import type { Parameter } from './parameter.js';

/** How a decided colour map belongs to photos; the same for every operation that decides one. */
export interface MapAdaptation {
  adapt: 'per-photo' | 'frozen';
  lut?: string;
}

export const MAP_ADAPTATION_PARAMETERS = {
  adapt: { kind: 'choice', description: '"per-photo" decides anew for each photo; "frozen" uses the map in `lut`.', default: 'per-photo', values: ['per-photo', 'frozen'] },
  lut: { kind: 'asset', description: "With \"frozen\": key of the map in the preset's assets.", assetType: 'lut', isOptional: true },
} as const satisfies Readonly<Record<keyof MapAdaptation, Parameter>>;

/** @returns what breaks the rule that a frozen map is given, and no other is. */
export function checkMapAdaptation({ adapt, lut }: MapAdaptation): { readonly parameter: 'adapt' | 'lut'; readonly expected: string } | undefined {
  if (adapt === 'frozen' && lut === undefined) return { parameter: 'lut', expected: 'the key of a LUT, which "frozen" stands for' };
  if (adapt !== 'frozen' && lut !== undefined) return { parameter: 'adapt', expected: '"frozen" beside a LUT' };
  return undefined;
}
