import type { Illuminant, Statistics } from '../analyse/analysis.js';
import type { ExposureNeed } from '../analyse/exposure-need.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { Transform, TransformKind } from '../transforms/transform.js';
import type { Decision, ModelQuestion } from './decision.js';
import type { Parameter } from './parameter.js';

/** What an operation may look at while it is planned: the photo as the steps before it left it. */
export interface PlanContext {
  readonly space: EncodedSpace;
  /** Of encoded values of `space`; measured on first use, then kept until the next step changes the copy. */
  statistics(): Statistics;
  /**
   * What the statistics would be after these transforms, measured as sRGB whatever `space` is: what automatic parameters are
   * decided by, so that one photo gets one decision. Without transforms, as it is; with some, a pass over the sample.
   */
  statisticsAfter(transforms: readonly Transform[]): Statistics;
  /** In linear sRGB, whatever `space` is. */
  illuminant(): Illuminant;
  /** Whether dark parts ask for more light, measured as sRGB whatever `space` is. */
  exposureNeed(): ExposureNeed;
  /**
   * @returns the transforms of an embedded LUT, between encoded values of `space`.
   * @throws InvalidRecipeError when the key is not in the recipe's assets.
   */
  lut(key: string): readonly Transform[];
  /** What the models that the operation asks have decided, in its order; none where the photo is transparent or of one colour. */
  readonly decisions?: readonly Decision[];
}

/** An operation resolved for one photo. */
export interface ResolvedOperation<P> {
  /** In order; empty when the operation changes nothing. */
  readonly transforms: readonly Transform[];
  /** What was decided from the photo, e.g. the temperature behind `auto`. */
  readonly decided?: Partial<P>;
}

/** Laws an operation promises beyond those every operation obeys; the law tests read them. */
export interface OperationLaws<P> {
  /** Whether R = G = B stays so with these parameters. */
  keepsGrey(parameters: P): boolean;
  /** Parameters that undo the operation inside 0..1, where it has an inverse. */
  inverse?(parameters: P): P | undefined;
  /** Every channel of the output, clipped to 0..1, rises (or falls) with the main parameter, at every colour in 0..1. */
  readonly monotone?: 'rising' | 'falling';
}

/**
 * One retouch operation: parameters, ranges, definition, and nothing else.
 *
 * @typeParam P - the parameters with defaults filled in.
 */
export interface Operation<P extends object = Record<string, unknown>> {
  readonly name: string;
  readonly title: string;
  /** One sentence for people. */
  readonly summary: string;
  /** The formula, in plain text, for the documentation. */
  readonly definition: string;
  /** Paper or standard the definition is from. */
  readonly source: string;
  readonly parameters: { readonly [K in keyof P]-?: Parameter };
  /** The parameter behind the command-line flag `--<name>`; an operation whose parameters are all of one rank has none. */
  readonly mainParameter?: keyof P & string;
  /** Whether having it changes the photo before any parameter is set, as a conversion does; otherwise defaults are a no-op. */
  readonly actsByDefault?: true;
  /** Groups of parameters of which only one group may be given, e.g. gains or temperature and tint. */
  readonly exclusive?: readonly (readonly (keyof P & string)[])[];
  /** A rule between parameters that ranges alone cannot say; answers what breaks it. */
  check?(parameters: P): { readonly parameter: keyof P & string; readonly expected: string } | undefined;
  readonly produces: readonly TransformKind[];
  readonly laws: OperationLaws<P>;
  /**
   * For learned operations: the models that are to look at the photo before it is resolved, and what for. Where a reference has the
   * beginning of a SHA-256, other weights run and are noted.
   */
  asks?(parameters: P): readonly ModelQuestion[];
  /** How much of its change the photo is to get, 0..1, where that depends on the photo; at 0 the operation is left out and no model asked. */
  weigh?(parameters: P, context: PlanContext): number;
  resolve(parameters: P, context: PlanContext): ResolvedOperation<P>;
}

/** Gives an operation its exact parameter type while it is written, and the common one to the registry. */
export function defineOperation<P extends object>(operation: Operation<P>): Operation {
  return operation as unknown as Operation;
}

/** @returns the parameter behind the operation's flag, by name; `undefined` where there is none of that rank. */
export function mainParameterOf({ mainParameter, parameters }: Operation): { readonly name: string; readonly parameter: Parameter } | undefined {
  return mainParameter === undefined ? undefined : { name: mainParameter, parameter: parameters[mainParameter] };
}

/** The answer of an operation that changes nothing. */
export const UNCHANGED: { readonly transforms: readonly Transform[] } = { transforms: [] };
