/**
 * How an operation declares its parameters. One declaration gives the JSON Schema fragment, the accepted range of error
 * messages, the panel's control, the command-line flag and the row of the documentation.
 */
export type Parameter = NumberParameter | TupleParameter | ListParameter | PointsParameter | ChoiceParameter | FlagParameter | AssetParameter | MixParameter | StyleParameter | ModelParameter | GroupParameter;

interface ParameterBase {
  /** One sentence for people: what it does, which direction does what. */
  readonly description: string;
}

/** A number with a hard range for the schema and a narrower one for the slider. */
export interface NumberParameter extends ParameterBase {
  readonly kind: 'number';
  /** The value that changes nothing; a number, or one of `keywords`. */
  readonly default: number | string;
  readonly minimum: number;
  readonly maximum: number;
  readonly slider: readonly [number, number];
  readonly step: number;
  /** `EV`, `K`, `x` (a factor); empty for plain numbers. */
  readonly unit: string;
  /** Words accepted in place of a number, e.g. `auto`. */
  readonly keywords?: readonly string[];
}

/** A fixed number of numbers, such as one gain a channel. */
export interface TupleParameter extends ParameterBase {
  readonly kind: 'tuple';
  readonly default: readonly number[];
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
}

/** A list of numbers whose length is free within bounds. */
export interface ListParameter extends ParameterBase {
  readonly kind: 'list';
  readonly minimumLength: number;
  readonly maximumLength: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly unit: string;
}

/** Control points [x, y] in 0..1, x strictly rising. */
export interface PointsParameter extends ParameterBase {
  readonly kind: 'points';
  readonly minimumLength: number;
  readonly maximumLength: number;
}

export interface ChoiceParameter extends ParameterBase {
  readonly kind: 'choice';
  readonly default: string;
  readonly values: readonly string[];
}

export interface FlagParameter extends ParameterBase {
  readonly kind: 'flag';
  readonly default: boolean;
}

/** The key of an entry in the preset's `assets`. */
export interface AssetParameter extends ParameterBase {
  readonly kind: 'asset';
  readonly assetType: 'lut';
  /** Whether the operation means something without it. */
  readonly isOptional?: true;
}

/** One of several names, or an object that gives each of some names a share, 0..1; shares count relative to their sum. */
export interface MixParameter extends ParameterBase {
  readonly kind: 'mix';
  readonly default: string;
  readonly values: readonly string[];
}

/** A learned style: the id of a built-in one, the key of one in the preset's `assets`, or several of both with shares. It has no default. */
export interface StyleParameter extends ParameterBase {
  readonly kind: 'style';
}

/** A model by its id, with the first 16 hex digits of its file's SHA-256 where it has to be known: `csrnet-warm@0123456789abcdef`. */
export interface ModelParameter extends ParameterBase {
  readonly kind: 'model';
}

/** Numbers that belong together, such as what is done to one band of hues; each may stay away. */
export interface GroupParameter extends ParameterBase {
  readonly kind: 'group';
  readonly fields: Readonly<Record<string, NumberParameter>>;
}

/** @returns whether an operation says nothing without the parameter: it has no default, and must be given. */
export function isRequired(parameter: Parameter): boolean {
  return parameter.kind === 'style' || (parameter.kind === 'asset' && parameter.isOptional !== true);
}

/** @returns the default of a parameter, of a group those of its fields, `undefined` where it has none and simply stays away. */
export function defaultOf(parameter: Parameter): unknown {
  if (parameter.kind === 'group') return Object.fromEntries(Object.entries(parameter.fields).map(([name, field]) => [name, field.default]));
  return 'default' in parameter ? parameter.default : undefined;
}

/** @returns what the parameter accepts, in words: `-5 to 5 EV`, `0 to 1 or "mean"`. */
export function describeAccepted(parameter: Parameter): string {
  const unit = 'unit' in parameter && parameter.unit !== '' ? ` ${parameter.unit}` : '';
  switch (parameter.kind) {
    case 'number': {
      const words = (parameter.keywords ?? []).map((word) => ` or "${word}"`).join('');
      return `${parameter.minimum} to ${parameter.maximum}${unit}${words}`;
    }
    case 'tuple':
      return `${parameter.default.length} numbers, each ${parameter.minimum} to ${parameter.maximum}${unit}`;
    case 'list':
      return `${parameter.minimumLength} to ${parameter.maximumLength} numbers, each ${parameter.minimum} to ${parameter.maximum}${unit}`;
    case 'points':
      return `${parameter.minimumLength} to ${parameter.maximumLength} points [x, y] in 0 to 1, x rising`;
    case 'choice':
      return parameter.values.map((value) => `"${value}"`).join(' or ');
    case 'mix':
      return `${parameter.values.map((value) => `"${value}"`).join(' or ')}, or an object that gives some of them a share, 0 to 1`;
    case 'style':
      return 'the id of a built-in style, {"asset": key} of a style in assets, or a list of {"style": id, "share": 0 to 1} and {"asset": key, "share": 0 to 1}';
    case 'model':
      return 'the id of a model, and after an @ the first 16 hex digits of its SHA-256';
    case 'flag':
      return 'true or false';
    case 'asset':
      return `the key of a ${parameter.assetType} in assets`;
    case 'group':
      return `an object of ${Object.entries(parameter.fields).map(([name, field]) => `${name} ${describeAccepted(field)}`).join(', ')}`;
  }
}
