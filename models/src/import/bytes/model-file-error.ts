/** Why a file of a model is refused. */
export type ModelFileErrorCode =
  /** Of no form that is read. */
  | 'unknown-file'
  /** A known form, or a part of one, that is not read. */
  | 'unsupported-file'
  /** Cut short, altered, or contradicting itself. */
  | 'damaged-file'
  /** It asks for code to be run, or for more memory than any such file needs. */
  | 'unsafe-file'
  /** Tensors, but not those of the published network. */
  | 'wrong-layout';

/** A checkpoint or graph that is not read. Nothing of it has been run or kept. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
  constructor(
    readonly code: ModelFileErrorCode,
    message: string,
  ) {
    super(message);
  }
}
