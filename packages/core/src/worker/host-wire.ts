import { type Check, isFlag, isListOf, isMaybe, isNullOr, isNumber, isOneOf, isShape, isText, refuse } from '../host/check-shape.js';
import { HOST_SPECIFICATION_VERSION, type CommitResult, type HostCapabilities, type ReadMask, type ReadRaster, type TargetReference } from '../host/host-adapter.js';
import type { PlacedMask, PlacedRaster, Rectangle } from '../host/placed.js';
import type { RenderedWritePlan, RenderedWriteStep } from '../host/write-plan.js';
import { checkCapabilities } from '../host/check-capabilities.js';
import { type Mask, validateMask } from '../raster/mask.js';
import { type Raster, validateRaster } from '../raster/raster.js';
import { MAXIMUM_RECIPE_BYTES } from '../recipe/recipe.js';
import type { Lut3dTransform } from '../transforms/transform.js';

/*
 * Maintainer notes. Both sides of a host's bridge check all that arrives, and take over what is known of it: the page may be any page, and the
 * host's side passes on what an editor's scripts say. Limits are far above what is meant, and far below what would hold a program up.
 */

/** Names come from documents and files, and may be long. */
const ID_LENGTH = 100_000;
const NAME_LENGTH = 100_000;
const DETAILS_LENGTH = 10_000;
const MAXIMUM_STEPS = 256;
const MAXIMUM_TARGETS = 100_000;
const MAXIMUM_PROFILE_BYTES = 16 * 1024 * 1024;
/** Of one stored value: a model fits. */
const MAXIMUM_STORED_BYTES = 256 * 1024 * 1024;
const MAXIMUM_KEYS = 100_000;
/** A recipe in text, with escapes. */
const TEXT_LENGTH = 4 * MAXIMUM_RECIPE_BYTES;

const isCoordinate = isNumber(-(2 ** 31), 2 ** 31, true);
const isSize = isNumber(1, 2 ** 31, true);
export const isId = isText(ID_LENGTH);
export const isKey = isText(NAME_LENGTH);
export const isLabel = isText(NAME_LENGTH);
export const isStoredText = isText(TEXT_LENGTH);

export const isRectangle: Check<Rectangle> = isShape({ left: isCoordinate, top: isCoordinate, width: isSize, height: isSize });
export const isTarget: Check<TargetReference> = isShape({ documentId: isId, layerId: isId, revision: isId, name: isText(ID_LENGTH) });
export const isTargets = isListOf(isTarget, MAXIMUM_TARGETS);

const isBytesOf =
  (maximumBytes: number): Check<Uint8Array> =>
  (value, at) =>
    ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]' && value.byteLength <= maximumBytes ? (value as Uint8Array) : refuse(undefined, at, `a Uint8Array of at most ${maximumBytes} bytes`);
export const isStored = isBytesOf(MAXIMUM_STORED_BYTES);
export const isKeys = isListOf(isKey, MAXIMUM_KEYS);

const isFloats =
  (minimum: number, maximum: number): Check<Float32Array> =>
  (value, at) =>
    Object.prototype.toString.call(value) === '[object Float32Array]' && (value as Float32Array).length >= minimum && (value as Float32Array).length <= maximum ? (value as Float32Array) : refuse(undefined, at, `a Float32Array of ${minimum} to ${maximum} values`);

const isRaster: Check<Raster> = (value, at) => {
  if (typeof value !== 'object' || value === null) return refuse(value, at, 'a raster');
  const { data, width, height, channels, bitDepth, encoding, alpha } = value as Raster;
  const raster: Raster = { data, width, height, channels, bitDepth, encoding, alpha };
  validateRaster(raster);
  return raster;
};

const isMask: Check<Mask> = (value, at) => {
  if (typeof value !== 'object' || value === null) return refuse(value, at, 'a mask');
  const { data, width, height } = value as Mask;
  const mask: Mask = { data, width: isSize(width, `${at}.width`), height: isSize(height, `${at}.height`) };
  validateMask(at, mask, mask.width, mask.height);
  return mask;
};

const isCoverage = isNumber(0, 1);
const isPlacedMask: Check<PlacedMask> = isShape({ mask: isMask, bounds: isRectangle, outsideCoverage: isCoverage });
const isPlacedRaster: Check<PlacedRaster> = isShape({ raster: isRaster, bounds: isRectangle, iccProfile: isMaybe(isBytesOf(MAXIMUM_PROFILE_BYTES)) });
export const isReadRaster: Check<ReadRaster> = isShape({ raster: isRaster, bounds: isRectangle, iccProfile: isMaybe(isBytesOf(MAXIMUM_PROFILE_BYTES)), revision: isId });
export const isReadMask: Check<ReadMask | null> = isNullOr(isShape({ mask: isMask, bounds: isRectangle, outsideCoverage: isCoverage, revision: isId }));

const LAYER = {
  name: isText(ID_LENGTH),
  opacity: isCoverage,
  exactness: isOneOf('exact', 'approximate'),
  error: isShape({ meanLevels: isNumber(0, Number.MAX_VALUE), maximumLevels: isNumber(0, Number.MAX_VALUE) }),
};
const isTable = isFloats(2, 65_536);
const isLut: Check<Lut3dTransform> = (value, at) => {
  const lut = isShape({ kind: isOneOf('lut3d'), size: isNumber(2, 129, true), values: isFloats(24, 129 ** 3 * 3), space: isOneOf('srgb', 'display-p3') })(value, at);
  return lut.values.length === lut.size ** 3 * 3 ? lut : refuse(lut.values.length, `${at}.values`, `${lut.size ** 3 * 3} values`);
};
const NATIVE = { ...LAYER, mask: isMaybe(isPlacedMask), fallback: isOneOf('raster', 'skip') };
const STEPS: Readonly<Record<string, Check<object>>> = {
  curves: isShape({ kind: isOneOf('curves'), ...NATIVE, tables: isListOf(isTable, 3) }),
  lut: isShape({ kind: isOneOf('lut'), ...NATIVE, lut: isLut }),
  raster: isShape({ kind: isOneOf('raster'), ...LAYER, mask: isMaybe(isPlacedMask), pixels: isPlacedRaster }),
  metadata: isShape({ kind: isOneOf('metadata'), key: isKey, value: isStoredText, fallback: isOneOf('skip') }),
};
const isStep: Check<RenderedWriteStep> = (value, at) => {
  const kind = (value as { readonly kind?: unknown } | null)?.kind;
  if (typeof kind !== 'string' || !Object.hasOwn(STEPS, kind)) return refuse(kind, `${at}.kind`, Object.keys(STEPS).join(' or '));
  const step = STEPS[kind](value, at) as RenderedWriteStep;
  if (step.kind === 'curves' && step.tables.length !== 3) return refuse(step.tables.length, `${at}.tables`, 'one a channel');
  // A mask that is absent is one of the fields, for whoever looks for it.
  return step.kind === 'metadata' ? step : { ...step, mask: step.mask };
};
export const isWritePlan: Check<RenderedWritePlan> = isShape({ steps: isListOf(isStep, MAXIMUM_STEPS) });

const isOutcome = isShape({ step: isNumber(0, MAXIMUM_STEPS, true), became: isOneOf('native', 'raster', 'metadata', 'skipped'), reason: isMaybe(isText(DETAILS_LENGTH)) });
const isWarning = isShape({ type: isOneOf('unsupported'), feature: isText(NAME_LENGTH), details: isText(DETAILS_LENGTH) });
export const isCommitResult: Check<CommitResult> = isShape({
  resultId: isNullOr(isId),
  target: isTarget,
  outcomes: isListOf(isOutcome, MAXIMUM_STEPS),
  undo: isOneOf('one', 'many', 'none'),
  isVerified: isFlag,
  warnings: isListOf(isWarning, MAXIMUM_STEPS),
});

/** What a host says of itself first. */
export interface HostFacts {
  readonly specificationVersion: typeof HOST_SPECIFICATION_VERSION;
  readonly id: string;
  readonly capabilities: HostCapabilities;
  readonly tellsEvents: boolean;
}
export const isHostFacts: Check<HostFacts> = isShape({ specificationVersion: isOneOf(HOST_SPECIFICATION_VERSION), id: isText(NAME_LENGTH), capabilities: checkCapabilities, tellsEvents: isFlag });

export const HOST_EVENTS = ['selection-changed', 'closed'] as const;
