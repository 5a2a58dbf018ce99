import type { BakeError } from '../bake/measure-bake-error.js';

/** @returns the error of a bake as lines for people. */
export function describeBakeError(error: BakeError): string[] {
  return [`error over the cube: ${describeSummary(error)}`, ...(error.photo === undefined ? [] : [`error on the photo: ${describeSummary(error.photo)}`])];
}

function describeSummary({ levels, ciede2000 }: Pick<BakeError, 'levels' | 'ciede2000'>): string {
  const three = ({ mean, p99, maximum }: BakeError['levels']): string => `mean ${mean.toFixed(3)}, p99 ${p99.toFixed(2)}, max ${maximum.toFixed(2)}`;
  return `8-bit levels ${three(levels)}; CIEDE2000 ${three(ciede2000)}`;
}
