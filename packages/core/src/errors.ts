/**
 * Every error OpenRetouch throws on purpose. User mistakes and our own faults are different classes; cancellation is the
 * platform's abort reason and never one of these.
 */

const MARKER = Symbol.for('openretouch.error');

/** Fields that identify what was wrong; plain values, so that they survive JSON and a worker border. */
export type ErrorFields = Readonly<Record<string, unknown>>;

export interface RetouchErrorOptions {
  readonly fields?: ErrorFields;
  readonly cause?: unknown;
}

/**
 * Base of all OpenRetouch errors.
 *
 * @remarks `isInstance` checks a global symbol instead of the prototype, so it holds when two bundles carry this module.
 */
export abstract class RetouchError extends Error {
  /** Stable, part of the public interface: what went wrong, in `kebab-case`. */
  readonly code: string;
  /** What was wrong: the thing, its value, the accepted range. */
  readonly fields: ErrorFields;

  protected constructor(name: string, code: string, message: string, options: RetouchErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = name;
    this.code = code;
    this.fields = options.fields ?? {};
    Object.defineProperty(this, MARKER, { value: true });
  }

  static isInstance(value: unknown): value is RetouchError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[MARKER] === true;
  }

  /** @returns name, code, message and fields as plain JSON; no stack. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, code: this.code, message: this.message, ...this.fields };
  }
}

/** One thing that is wrong with a recipe. */
export interface RecipeIssue {
  /** JSON pointer (RFC 6901) into the recipe. */
  readonly pointer: string;
  /** What was found there; long values are shortened. */
  readonly value: unknown;
  /** What would have been accepted, in words, with range and unit. */
  readonly expected: string;
  /** The whole as a sentence part: `operations[2].ev: 12 (expected -5 to 5 EV)`. */
  readonly message: string;
}

/** How many faults an error's message spells out. */
const MESSAGE_ISSUES = 10;

/** A recipe or preset that breaks the schema; `issues` names each fault, the message the first ten. */
export class InvalidRecipeError extends RetouchError {
  readonly issues: readonly RecipeIssue[];
  constructor(issues: readonly RecipeIssue[], code = 'invalid-recipe') {
    const rest = issues.length > MESSAGE_ISSUES ? [`and ${issues.length - MESSAGE_ISSUES} more`] : [];
    super('InvalidRecipeError', code, [...issues.slice(0, MESSAGE_ISSUES).map((issue) => issue.message), ...rest].join('; '), { fields: { issues } });
    this.issues = issues;
  }
}

/** A raster or mask whose description and data disagree, or of a size that is not accepted. */
export class InvalidRasterError extends RetouchError {
  constructor(message: string, fields: ErrorFields) {
    super('InvalidRasterError', 'invalid-raster', message, { fields });
  }
}

/** A mask slot the recipe needs and the caller did not fill, or filled with a mask of another size. */
export class MaskError extends RetouchError {
  constructor(code: 'missing-mask' | 'mask-size', message: string, fields: ErrorFields) {
    super('MaskError', code, message, { fields });
  }
}

/** Colour spaces that differ where they must agree. */
export class UnsupportedEncodingError extends RetouchError {
  constructor(message: string, fields: ErrorFields) {
    super('UnsupportedEncodingError', 'unsupported-encoding', message, { fields });
  }
}

/** A file that is not what its format promises; `line` where the format has lines. */
export class InvalidFileError extends RetouchError {
  constructor(message: string, fields: ErrorFields, options: { code?: string; cause?: unknown } = {}) {
    super('InvalidFileError', options.code ?? 'invalid-file', message, { fields, cause: options.cause });
  }
}

/** A file of a kind that is known and not accepted; the message says what to do instead. */
export class UnsupportedFormatError extends RetouchError {
  constructor(message: string, fields: ErrorFields) {
    super('UnsupportedFormatError', 'unsupported-format', message, { fields });
  }
}

/** An option or argument outside its accepted values. */
export class InvalidArgumentError extends RetouchError {
  constructor(message: string, fields: ErrorFields) {
    super('InvalidArgumentError', 'invalid-argument', message, { fields });
  }
}

/** A list of models that cannot be read; `unsupported-manifest` where another version of the format is meant. */
export class InvalidManifestError extends RetouchError {
  constructor(message: string, fields: ErrorFields, code: 'invalid-manifest' | 'unsupported-manifest' = 'invalid-manifest') {
    super('InvalidManifestError', code, message, { fields });
  }
}

/** A model file that is not what its manifest entry says, or that the runtime refuses. */
export class InvalidModelError extends RetouchError {
  constructor(message: string, fields: ErrorFields, cause?: unknown) {
    super('InvalidModelError', 'invalid-model', message, { fields, cause });
  }
}

/** A model that did not run to its end (`out-of-memory` where memory was refused), or numbers at its border that nothing can be made of. */
export class InferenceError extends RetouchError {
  constructor(code: 'run-failed' | 'invalid-tensor' | 'out-of-memory', message: string, fields: ErrorFields, cause?: unknown) {
    super('InferenceError', code, message, { fields, cause });
  }
}

/** A learned operation whose model is not at hand. */
export class ModelUnavailableError extends RetouchError {
  constructor(message: string, fields: ErrorFields, cause?: unknown) {
    super('ModelUnavailableError', 'model-unavailable', message, { fields, cause });
  }
}

/** Styles or embeddings of different embedding models, whose numbers have nothing to do with one another. */
export class EmbeddingSpaceError extends RetouchError {
  constructor(message: string, fields: ErrorFields) {
    super('EmbeddingSpaceError', 'other-embedding-space', message, { fields });
  }
}

export type HostErrorCode =
  | 'nothing-selected'
  | 'stale-target'
  | 'read-failed'
  | 'write-failed'
  | 'exists'
  | 'too-large'
  | 'unsupported'
  | 'unknown-result'
  | 'unknown-method'
  | 'host-lost';

/** Something a host refused or could not do; `host-lost` and `unknown-method` are of one behind a bridge. */
export class HostError extends RetouchError {
  constructor(code: HostErrorCode, message: string, options: RetouchErrorOptions = {}) {
    super('HostError', code, message, options);
  }
}

export type EngineErrorCode =
  | 'unknown-photo'
  | 'photo-lost'
  | 'superseded'
  | 'engine-lost'
  | 'engine-closed'
  | 'library-missing'
  | 'unknown-method'
  | 'message-too-large'
  | 'invalid-message';

/**
 * The engine cannot do what was asked of it: the photo was never opened (`unknown-photo`) or went with an engine that ended
 * (`photo-lost`); a newer request took the place of this one (`superseded`); the engine ended under way (`engine-lost`) or was closed
 * (`engine-closed`), or was put together without the part that is wanted (`library-missing`); or a message between page and engine was not one (`unknown-method`, `invalid-message`) or passed the limit
 * (`message-too-large`).
 */
export class EngineError extends RetouchError {
  constructor(code: EngineErrorCode, message: string, fields: ErrorFields = {}, cause?: unknown) {
    super('EngineError', code, message, { fields, cause });
  }
}

/** Shortens a value for a message: long strings, arrays and objects become their beginning. */
export function describeValue(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) {
    return String(value);
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    text = undefined;
  }
  text ??= String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
