/** `csrnet-warm`, or `csrnet-warm@0123456789abcdef` with the beginning of the file's SHA-256. */
export const MODEL_REFERENCE_PATTERN = '^[a-z0-9][a-z0-9._-]*(@[0-9a-f]{16})?$';

/** A model as a recipe names it. */
export interface ModelReference {
  readonly id: string;
  /** The first 16 hex digits; absent where any weights will do. */
  readonly sha256Prefix?: string;
}

/** @param text - of {@link MODEL_REFERENCE_PATTERN}. */
export function parseModelReference(text: string): ModelReference {
  const [id, sha256Prefix] = text.split('@');
  return { id, ...(sha256Prefix === undefined ? {} : { sha256Prefix }) };
}

/** @returns a reference to exactly these weights. */
export function printModelReference({ id, sha256 }: { readonly id: string; readonly sha256: string }): string {
  return `${id}@${sha256.slice(0, 16)}`;
}
