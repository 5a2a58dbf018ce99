/** A point of an embedding space: the style of a photo, or a person's taste. */
export interface StyleVector {
  /** The space: the first 16 hex digits of the SHA-256 of the embedding model. Numbers of two spaces have nothing in common. */
  readonly embedding: string;
  /** At most 1 long; 1 for a photo and for a taste, less for what lies between tastes that differ. */
  readonly vector: readonly number[];
}

/** Dimensions a style vector may have; the published embedding has 512. */
export const STYLE_DIMENSIONS = [2, 512] as const;
/** How long a style vector may be; a shorter one has no direction. Rounding its numbers may lengthen it a little. */
export const STYLE_LENGTH = [0.01, 1.001] as const;
