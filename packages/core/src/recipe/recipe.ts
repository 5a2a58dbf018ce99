/** The schema id this version writes; older ones are migrated, newer ones refused. */
export const RECIPE_SCHEMA_ID = 'openretouch/recipe@1';
/** Larger files are refused before they are parsed. */
export const MAXIMUM_RECIPE_BYTES = 512 * 1024;
/** Deeper nesting is refused before it is validated; the recipe's own braces are level 1. */
export const MAXIMUM_RECIPE_DEPTH = 16;
/** More operations are refused: each costs a walk over the small copy. */
export const MAXIMUM_RECIPE_OPERATIONS = 256;
/** Nodes an edge of an embedded 3D LUT. A file of {@link MAXIMUM_RECIPE_BYTES} holds at most 40; only recipes made in memory reach 65. */
export const MAXIMUM_LUT3D_SIZE = 65;
/** Entries of an embedded 1D LUT or shaper. */
export const MAXIMUM_LUT1D_SIZE = 4096;

/** Where coverage for an operation comes from; the caller supplies a mask for each slot. */
export interface MaskReference {
  /** `host`, `brush`, or a name of the recipe's own. */
  readonly slot: string;
  /** Use 1 - coverage. Default false. */
  readonly invert?: boolean;
  /** Blur radius as a fraction of the picture's long side, 0..0.1. Default 0. */
  readonly feather?: number;
  /** Leave the operation out when the slot is not filled, instead of failing. Default false. */
  readonly optional?: boolean;
}

/** One entry of a recipe: the operation's name, its parameters, and how it is blended. */
export interface RecipeOperation {
  readonly op: string;
  /** 0 (nothing) .. 1 (whole) .. 1.5 (beyond); blends the operation's output with its input. Default 1. */
  readonly strength?: number;
  /** Default true. */
  readonly enabled?: boolean;
  readonly mask?: MaskReference;
  readonly [parameter: string]: unknown;
}

/** Samples of a LUT as embedded in a preset: base64 of little-endian IEEE half floats, RGB triples, red fastest. */
export interface LutAsset {
  readonly type: 'lut3d' | 'lut1d';
  /** Nodes an edge (lut3d, 2..65) or entries (lut1d, 2..4096). */
  readonly size: number;
  readonly space: 'srgb' | 'display-p3';
  /** Input values that stand for the first and last node, a channel. Default 0 and 1. */
  readonly domain?: { readonly minimum: readonly [number, number, number]; readonly maximum: readonly [number, number, number] };
  /** A 1D table through which the input goes first (Resolve's shaper). */
  readonly shaper?: { readonly size: number; readonly data: string };
  readonly data: string;
}

/** A learned taste as embedded in a preset: numbers, and nothing of the photos they were learned from. */
export interface StyleAsset {
  readonly type: 'style';
  /** The embedding space: the first 16 hex digits of the SHA-256 of the embedding model. */
  readonly embedding: string;
  /** 2..512 numbers, at most 1 long together. */
  readonly vector: readonly number[];
  /** Photos it was learned from; of a mix, those of its parts. */
  readonly likedCount: number;
  readonly dislikedCount?: number;
  /** How alike the liked photos are: the mean cosine between two of them, -1..1. */
  readonly consistency?: number;
}

export type RecipeAsset = LutAsset | StyleAsset;

/** An ordered list of operations with parameters. Plain JSON: no pixels, no host, no model bytes. */
export interface Recipe {
  readonly schema: typeof RECIPE_SCHEMA_ID;
  readonly name: string;
  readonly operations: readonly RecipeOperation[];
  /** Blends the whole result with the original, 0..1. Default 1. */
  readonly strength?: number;
  readonly id?: string;
  readonly author?: string;
  readonly licence?: string;
  readonly description?: string;
  /** ISO 8601 date or date and time. */
  readonly created?: string;
  readonly assets?: Readonly<Record<string, RecipeAsset>>;
  /** Free for other programs; kept, never read. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}
