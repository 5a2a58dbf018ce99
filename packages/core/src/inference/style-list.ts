/** The schema id of lists of built-in styles that this version reads. */
export const STYLE_LIST_SCHEMA_ID = 'openretouch/pienet-styles@1';

/** A style that comes with the models. */
export interface BuiltInStyle {
  /** Stable name by which recipes refer to it: a small letter, then up to 31 small letters, digits and hyphens. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** What it looks like, one sentence for people. */
  readonly description: string;
  /** A point of the list's embedding space, of length 1. */
  readonly vector: readonly number[];
}

/** The styles that belong to an embedding model. */
export interface StyleList {
  readonly schema: string;
  /** The embedding space: the first 16 hex digits of the SHA-256 of the embedding model. */
  readonly embedding: string;
  readonly styles: readonly BuiltInStyle[];
}
