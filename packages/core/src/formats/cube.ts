import type { EncodedSpace } from '../raster/raster.js';

/** Largest grid read: 129^3 triples are 26 MB as float32. */
export const MAXIMUM_CUBE_3D_SIZE = 129;
/** Largest 1D table, the limit of the format. */
export const MAXIMUM_CUBE_1D_SIZE = 65536;
/** Larger files are refused before they are looked at; 129^3 rows of 40 bytes are 86 MB. */
export const MAXIMUM_CUBE_BYTES = 128 * 1024 * 1024;

/** One table of a `.cube` file. Inputs are mapped from `minimum`..`maximum` to the first..last node, and clamped. */
export interface CubeTable {
  /** Entries (1D), or nodes an edge (3D). */
  readonly size: number;
  /** RGB triples, float32: `size` of them (1D), or size^3 with red fastest (3D). */
  readonly values: Float32Array;
  readonly minimum: readonly [number, number, number];
  readonly maximum: readonly [number, number, number];
}

/** Something a person should know before a LUT is used. */
export interface CubeWarning {
  readonly code: 'log-encoded' | 'unknown-space' | 'guessed-scale';
  readonly message: string;
}

/** A `.cube` file as read. At least one of the tables is there; where both are, the 1D table is applied first. */
export interface ParsedCube {
  readonly title?: string;
  readonly table1d?: CubeTable;
  readonly table3d?: CubeTable;
  /** The space of input and output. The format has no field for it: see `isSpaceStated`. */
  readonly space: EncodedSpace;
  /** Whether a comment names the space (`# in: Display P3 encoded`); if not, `space` is the default, sRGB, and worth asking about. */
  readonly isSpaceStated: boolean;
  /** Comments before the first row, without `#`. */
  readonly comments: readonly string[];
  readonly warnings: readonly CubeWarning[];
}

/** How the comments `# in:` and `# out:` name a space. */
export const CUBE_SPACE_NAMES: Readonly<Record<EncodedSpace, string>> = { srgb: 'sRGB encoded', 'display-p3': 'Display P3 encoded' };
