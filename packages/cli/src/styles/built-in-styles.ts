import type { KnownStyle } from '@openretouch/core';
import { manifest } from '@openretouch/models';

/** @returns the styles that come with the models, to compare with. */
export function builtInStyles(): KnownStyle[] {
  const { embedding, styles } = manifest.styles;
  return styles.map(({ name, vector }) => ({ title: name, preference: { embedding, vector } }));
}
