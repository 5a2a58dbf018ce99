import type { SmallCopy } from '../analyse/analysis.js';
import type { BakeError } from '../bake/measure-bake-error.js';
import type { CancelSignal } from '../cancel.js';
import type { FieldReport } from '../formats/field-report.js';
import type { Plan } from '../plan/plan.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { Recipe } from '../recipe/recipe.js';
import type { FitError } from '../sliders/measure-fit-error.js';

/** What a look file says, whatever its format. */
export interface Look {
  readonly recipe: Recipe;
  /** What a person should know, one sentence each, without the file's name. */
  readonly notes: readonly string[];
  /** What became of each field of a format with other operations than ours. */
  readonly report?: readonly FieldReport[];
}

/** A format as it is named on the command line, in messages and in file names. */
export interface LookFormat {
  /** For `--format` and JSON: `cube`. */
  readonly name: string;
  /** For people, to go after "expected a": `.cube LUT`. */
  readonly title: string;
  /** Lower case, without the first dot; the one written first. A longer one wins: `hald.png` over `png`. */
  readonly extensions: readonly string[];
}

/** One format looks are read from. */
export interface LookReader extends LookFormat {
  /** Larger files are refused before they are parsed. */
  readonly maximumBytes: number;
  /** Whether the content is of this format, sound or damaged. The path is for formats without a mark of their own. */
  recognises(bytes: Uint8Array, path: string): boolean | Promise<boolean>;
  /** @throws RetouchError without the file's name, which is added. */
  read(bytes: Uint8Array, path: string, signal?: CancelSignal): Promise<Look>;
}

/** What a writer may be asked for. */
export interface WriteLookOptions {
  /** Nodes an edge, for LUTs; by default what suits the look and the format. */
  readonly size?: number;
  /** Bits a channel, for pictures of LUTs. */
  readonly bitDepth?: 8 | 16;
  /** What the look was decided to be for one photo, and the photo's small copy; without it the look has to be the same for all. */
  readonly photo?: { readonly plan: Plan; readonly sample: SmallCopy };
  readonly signal?: CancelSignal;
}

/** A look in the bytes of a format, and what did not fit. */
export interface WrittenLook {
  readonly bytes: Uint8Array;
  readonly notes: readonly string[];
  readonly report?: readonly FieldReport[];
  /** How far a sampled look is from the recipe. */
  readonly error?: BakeError;
  /** How far a look of fitted operations is from the recipe. */
  readonly fitError?: FitError;
  /** Nodes an edge of a LUT. */
  readonly size?: number;
  /** Whose encoded values a LUT or curves are for. */
  readonly space?: EncodedSpace;
}

/** One format looks are written to. */
export interface LookWriter extends LookFormat {
  /** Whether the format holds colours a look gives, not the operations that give them. */
  readonly isBaked: boolean;
  /** @throws RetouchError when the format cannot hold the look. */
  write(look: Look, options: WriteLookOptions): Promise<WrittenLook>;
}
