/** The schema id of `manifest.json`; it changes when an entry of this version could be misread. */
export const MANIFEST_SCHEMA_ID = 'openretouch/models@1';

/** The learned operations a model can stand behind. */
export type ModelOperation = 'csrnet' | 'pienet' | 'cudi';

/** What the numbers of a tensor are: encoded RGB of a space, plain values, or coverage of a mask. */
export type TensorEncoding = 'srgb' | 'linear-srgb' | 'coverage' | 'none';

/** One tensor at the border of an ONNX graph. */
export interface ModelTensor {
  /** Name inside the graph. */
  readonly name: string;
  /** A number where the graph fixes the size, a letter where it is free: `[1, 3, "H", "W"]`. */
  readonly shape: readonly (number | string)[];
  readonly type: 'float32' | 'float16' | 'int64';
  /** Smallest and largest value that is meant, e.g. `[0, 1]`. */
  readonly range: readonly [number, number];
  readonly encoding: TensorEncoding;
}

/** An input, with the one size of the small copy that the model was trained at. */
export interface ModelInput extends ModelTensor {
  /**
   * Width and height in pixels; absent for inputs that are no picture. Where the shape leaves both free, the box into which the copy
   * is fitted with its proportions kept.
   */
  readonly size?: readonly [number, number];
  /** For tiles, parts of the photo at its own pixels, each of `size`: how many are looked at most. */
  readonly tileCount?: number;
  /** Which numbers in which order, for inputs that are no picture. */
  readonly meaning?: string;
}

/** An output, with what its numbers stand for. */
export interface ModelOutput extends ModelTensor {
  /** One sentence: which coefficients, in which order, applied to what. */
  readonly meaning: string;
}

/** Where training photos came from. */
export interface TrainingSource {
  readonly name: string;
  readonly url: string;
  /** SPDX identifier where there is one, otherwise the licence's own name. */
  readonly licence: string;
  readonly photoCount: number;
}

/** One measured number, with all that is needed to measure it again. */
export interface MeasuredQuality {
  /** E.g. `mean CIEDE2000`, `PSNR`. */
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  /** The photos measured on, none of which the model was trained on. */
  readonly photos: string;
  /** The command in this repository that prints the number. */
  readonly command: string;
}

/** One model: a file, what goes in, what comes out, what it was made from, and how good it is. */
export interface ModelEntry {
  /** Stable name by which recipes refer to it. */
  readonly id: string;
  readonly operation: ModelOperation;
  /** Path from the package's root. */
  readonly file: string;
  readonly byteCount: number;
  /** Lowercase hex digest of the file; a file with another one is refused. */
  readonly sha256: string;
  /** Version of the ONNX operator set. */
  readonly opset: number;
  /** Of a model that decides for another, the id of that one: a csrnet decides the numbers of its colour map. */
  readonly map?: string;
  /** Of a model that takes a style, the id of the one that sees styles, in whose space it is meant. */
  readonly embedding?: string;
  readonly inputs: readonly ModelInput[];
  readonly outputs: readonly ModelOutput[];
  readonly trainingData: readonly TrainingSource[];
  /** SPDX identifier of the weights' own licence. */
  readonly licence: string;
  readonly measuredQuality: readonly MeasuredQuality[];
}

/** A style that comes with the models. */
export interface BuiltInStyle {
  /** Stable name by which recipes refer to it. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** What it looks like, one sentence. */
  readonly description: string;
  /** A point of the embedding space, of length 1. */
  readonly vector: readonly number[];
}

/** The built-in styles, as `pienet-styles.json` lists them. */
export interface StyleList {
  readonly schema: string;
  /** The embedding space: the first 16 hex digits of the SHA-256 of the embedding model. */
  readonly embedding: string;
  readonly styles: readonly BuiltInStyle[];
}

/** Everything that `manifest.json` says, and the built-in styles. */
export interface ModelManifest {
  readonly schema: typeof MANIFEST_SCHEMA_ID;
  readonly models: readonly ModelEntry[];
  readonly styles: StyleList;
}
