import { MODEL_REFERENCE_PATTERN } from '../operations/model-reference.js';
import { MAXIMUM_STYLE_PARTS, STYLE_ID_PATTERN } from '../operations/style-choice.js';
import { describeAccepted, defaultOf, type Parameter } from '../operations/parameter.js';

/** A JSON Schema, draft 2020-12, as plain data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * @returns the schema of one parameter: type, range, default, description.
 *
 * @remarks `x-accepts` says in words what the place accepts, for error messages; `x-unit` and `x-slider` are for panels.
 */
export function parameterSchema(parameter: Parameter): JsonSchema {
  const unit = 'unit' in parameter && parameter.unit !== '' ? { 'x-unit': parameter.unit } : {};
  const fallback = defaultOf(parameter);
  return {
    description: parameter.description,
    ...shapeOf(parameter),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...unit,
    ...(parameter.kind === 'number' ? { 'x-slider': parameter.slider } : {}),
    'x-accepts': describeAccepted(parameter),
  };
}

function shapeOf(parameter: Parameter): JsonSchema {
  switch (parameter.kind) {
    case 'number': {
      const number = numberIn(parameter);
      return parameter.keywords === undefined ? number : { anyOf: [number, { type: 'string', enum: parameter.keywords }] };
    }
    case 'tuple':
      return { type: 'array', items: elementIn(parameter), minItems: parameter.default.length, maxItems: parameter.default.length };
    case 'list':
      return { type: 'array', items: elementIn(parameter), minItems: parameter.minimumLength, maxItems: parameter.maximumLength };
    case 'points': {
      const coordinate = elementIn({ minimum: 0, maximum: 1, unit: '' });
      const point = { type: 'array', items: coordinate, minItems: 2, maxItems: 2, 'x-accepts': 'a point [x, y], each 0 to 1' };
      return { type: 'array', items: point, minItems: parameter.minimumLength, maxItems: parameter.maximumLength };
    }
    case 'choice':
      return { type: 'string', enum: parameter.values };
    case 'mix': {
      const share = { ...numberIn({ minimum: 0, maximum: 1 }), 'x-accepts': 'a share, 0 to 1' };
      const shares = Object.fromEntries(parameter.values.map((value) => [value, share]));
      return { type: ['string', 'object'], pattern: `^(${parameter.values.join('|')})$`, properties: shares, additionalProperties: false };
    }
    case 'style':
      return styleShape();
    case 'model':
      return { type: 'string', maxLength: 128, pattern: MODEL_REFERENCE_PATTERN };
    case 'flag':
      return { type: 'boolean' };
    case 'asset':
      return { type: 'string', minLength: 1 };
    case 'group': {
      const fields = Object.entries(parameter.fields).map(([name, field]) => [name, parameterSchema(field)]);
      return { type: 'object', properties: Object.fromEntries(fields), additionalProperties: false };
    }
  }
}

/** One schema for all three forms, whose keywords look at one form each: a fault is then told once, not by every branch. */
function styleShape(): JsonSchema {
  const id = { description: 'A built-in style.', type: 'string', pattern: STYLE_ID_PATTERN, 'x-accepts': 'the id of a built-in style' };
  const asset = { description: "Key of a style in the preset's assets.", type: 'string', minLength: 1, 'x-accepts': 'the key of a style in assets' };
  const share = { description: 'How much of it; shares count relative to their sum.', ...numberIn({ minimum: 0, maximum: 1 }), 'x-accepts': 'a share, 0 to 1' };
  const part = { type: 'object', properties: { style: id, asset, share }, required: ['share'], additionalProperties: false, minProperties: 2, maxProperties: 2, 'x-accepts': 'an object with share and one of style and asset' };
  return { type: ['string', 'object', 'array'], pattern: STYLE_ID_PATTERN, properties: { asset }, required: ['asset'], additionalProperties: false, items: part, minItems: 1, maxItems: MAXIMUM_STYLE_PARTS };
}

function numberIn({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): JsonSchema {
  return { type: 'number', minimum, maximum };
}

function elementIn(range: { readonly minimum: number; readonly maximum: number; readonly unit: string }): JsonSchema {
  const unit = range.unit === '' ? '' : ` ${range.unit}`;
  return { ...numberIn(range), 'x-accepts': `${range.minimum} to ${range.maximum}${unit}` };
}
